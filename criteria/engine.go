package criteria

import "github.com/ismskit/ismskit/criteria/internal/engine"

// Engine names the module and version of the expression engine in the running
// binary, for the part of a record that says what computed it.
func Engine() string { return engine.Module + " " + engine.Version() }

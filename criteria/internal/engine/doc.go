// Package engine evaluates the expressions of a criteria document.
//
// It is the only package of the module that knows the expression engine,
// cel-go; nothing of cel-go's types leaves it. Texts reach it from untrusted
// tenants, so every text passes the guards of guard.go before the engine may
// check, fold or plan it, and every run is bounded: by the size of the text
// where that is enough, by a cost and a memory limit where a comprehension
// makes the cost depend on the data.
package engine

import (
	"runtime/debug"
	"sync"
)

// Module is the module path of the expression engine.
const Module = "cel.dev/cel-go"

// Version is the version of the expression engine that is linked into the
// running binary, "unknown" where the build carries no module information.
var Version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path == Module {
			if m.Replace != nil {
				return m.Replace.Version
			}
			return m.Version
		}
	}
	return "unknown"
})

package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v4"
)

// action is the script command action STEP FILE: it puts what a step of the
// composite action runs into a file.
func action(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: action STEP FILE")
	}
	data, err := os.ReadFile(filepath.Join(testdata, "..", "action.yml"))
	ts.Check(err)
	var a struct {
		Runs struct {
			Steps []struct {
				Name, Run string
				Env       map[string]string
			}
		}
	}
	ts.Check(yaml.Unmarshal(data, &a))
	for _, s := range a.Runs.Steps {
		if s.Name != args[0] {
			continue
		}
		if strings.Contains(s.Run, "${{") {
			ts.Fatalf("%s: an input stands inside of a script", s.Name)
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(s.Run), 0o666))
		return
	}
	ts.Fatalf("the action has no step %q", args[0])
}

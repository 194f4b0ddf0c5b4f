package main

import (
	"errors"
	"os/exec"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa/oscal"
)

// status runs ismskit and checks its exit status: status 2 ismskit lint x.yaml.
// Afterwards stdout and stderr look at what it printed.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND [ARG]...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// sameOutcomes is the script command same-outcomes RECORD...: all records have
// the same outcomes, to the last byte.
func sameOutcomes(ts *testscript.TestScript, neg bool, args []string) {
	var first seal.Digest
	for i, name := range args {
		r, err := risk.ParseRecord(name, []byte(ts.ReadFile(name)))
		ts.Check(err)
		switch digest := r.Seal.Outcomes.Hash; {
		case i == 0:
			first = digest
		case (digest != first) != neg:
			ts.Fatalf("%s has the outcomes %s, %s has %s", name, digest, args[0], first)
		}
	}
}

// oscalModel is the script command oscal-model MODEL FILE: the file is an OSCAL
// document of that model.
func oscalModel(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: oscal-model MODEL FILE")
	}
	d, err := oscal.Parse(args[1], []byte(ts.ReadFile(args[1])))
	ts.Check(err)
	if string(d.Model()) != args[0] {
		ts.Fatalf("%s is of the model %s", args[1], d.Model())
	}
}

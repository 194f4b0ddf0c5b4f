package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what scripts compare output with")

// testdata is absolute: script commands run in folders of their own.
var testdata = func() string {
	dir, err := filepath.Abs("testdata")
	if err != nil {
		panic(err)
	}
	return dir
}()

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"ismskit": main}) }

// TestScripts runs testdata/script. Each script has a folder with what is in
// testdata/fixtures, and treatment, the documents of examples/treatment.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(testdata, "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "")
			env.Setenv("ORGANISATIONS", filepath.Join(testdata, "..", "..", "organisations"))
			env.Setenv("OSCAL", sharedData("oscal"))
			if data, err := os.ReadFile(sharedData("hack23-risk-register.csv")); err == nil {
				if err := os.WriteFile(filepath.Join(env.WorkDir, "hack23.csv"), data, 0o666); err != nil {
					return err
				}
			}
			return errors.Join(copyDir(filepath.Join(testdata, "fixtures"), env.WorkDir),
				copyDir(filepath.Join("..", "treatment", "data"), filepath.Join(env.WorkDir, "treatment")))
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "root": // whom permissions do not stop
				return os.Geteuid() == 0, nil
			case "oscal": // published documents of NIST lie outside of the repository
				_, err := os.Stat(sharedData("oscal"))
				return err == nil, nil
			case "hack23": // the published register lies outside of the repository
				_, err := os.Stat(sharedData("hack23-risk-register.csv"))
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":        status,
			"json-schema":   checkJSON,
			"make-xlsx":     makeWorkbook,
			"same-outcomes": sameOutcomes,
			"oscal-model":   oscalModel,
			"show-xlsx":     showWorkbook,
			"tty":           tty,
			"page":          page,
			"action":        action,
		},
	})
}

// sharedData is where a file for tests lies that is no part of the repository: in
// shared/data beside a folder above this one.
func sharedData(name string) string {
	for dir := testdata; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		file := filepath.Join(dir, "shared", "data", name)
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	return name
}

func copyDir(from, to string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o777)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o666)
	})
}

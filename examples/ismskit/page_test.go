package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// page is the script command page FILE: it does what a page says, in one shell,
// and wants what the page shows.
//
// A block of the language console holds commands, which begin with $ and go on
// with >, each with what it prints to standard output and error; a line ...
// stands for any lines.
// A block of another language whose paragraph before ends with "as `NAME`:" is
// put into that file, and with "of `NAME`:" at the end of it. With -update, what is shown is rewritten where it has no
// line of dots.
func page(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: page FILE")
	}
	name := filepath.Join(testdata, "..", args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	p := &pageReader{lines: strings.Split(string(data), "\n")}
	p.read()
	if len(p.commands) == 0 {
		ts.Fatalf("%s shows no command", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs("session.sh"), []byte(p.session()), 0o666))
	ts.Check(ts.Exec("sh", "session.sh"))
	printed := strings.Split(ts.ReadFile("stdout"), mark+"\n")[1:]
	if len(printed) != len(p.commands) {
		ts.Fatalf("%s: the shell ended after %d of %d commands:\n%s", args[0], len(printed), len(p.commands), ts.ReadFile("stderr"))
	}
	for i := len(p.commands) - 1; i >= 0; i-- {
		c := p.commands[i]
		got := strings.Split(strings.TrimRight(printed[i], "\n"), "\n")
		if got[0] == "" && len(got) == 1 {
			got = nil
		}
		want := p.lines[c.from:c.to]
		switch {
		case matchLines(want, got):
		case *update && !slices.Contains(want, "..."):
			p.lines = slices.Concat(p.lines[:c.from:c.from], got, p.lines[c.to:])
		default:
			ts.Fatalf("%s:%d: $ %s\nprints\n%s", args[0], c.from, c.text, strings.Join(got, "\n"))
		}
	}
	if *update {
		ts.Check(os.WriteFile(name, []byte(strings.Join(p.lines, "\n")), 0o666))
	}
}

const mark = "----8<----"

type pageReader struct {
	lines    []string
	script   strings.Builder
	commands []shown
}

// shown is a command and the lines that hold what it prints.
type shown struct {
	text     string
	from, to int
}

var filed = regexp.MustCompile("(as|of) `([^`]+)`:$")

func (p *pageReader) read() {
	before := "" // the last line that is not blank
	for i := 0; i < len(p.lines); i++ {
		lang, ok := strings.CutPrefix(p.lines[i], "```")
		if !ok {
			if p.lines[i] != "" {
				before = p.lines[i]
			}
			continue
		}
		end := i + 1
		for end < len(p.lines) && p.lines[end] != "```" {
			end++
		}
		if lang == "console" {
			p.console(i+1, end)
		} else if m := filed.FindStringSubmatch(before); m != nil {
			how := ">"
			if m[1] == "of" {
				how = ">>"
			}
			fmt.Fprintf(&p.script, "cat %s %s <<'%s'\n%s\n%s\n", how, m[2], mark, strings.Join(p.lines[i+1:end], "\n"), mark)
		}
		i, before = end, ""
	}
}

func (p *pageReader) console(i, end int) {
	for i < end {
		text, ok := strings.CutPrefix(p.lines[i], "$ ")
		if !ok {
			i++
			continue
		}
		for i++; i < end; i++ {
			more, ok := strings.CutPrefix(p.lines[i], "> ")
			if !ok {
				break
			}
			text += "\n" + more
		}
		c := shown{text: text, from: i}
		for i < end && !strings.HasPrefix(p.lines[i], "$ ") {
			i++
		}
		c.to = i
		p.commands = append(p.commands, c)
		fmt.Fprintf(&p.script, "echo '%s'\n%s\n", mark, text)
	}
}

// session is the script for the shell. The status of a command is there for the
// next one: marks are put in front, by a command that keeps it.
func (p *pageReader) session() string {
	return "exec 2>&1\n" + strings.ReplaceAll(p.script.String(), "echo '"+mark+"'\n", "(s=$?; echo '"+mark+"'; exit $s)\n") + "exit 0\n"
}

// matchLines compares lines; a line ... stands for any number of them.
func matchLines(want, got []string) bool {
	for len(want) > 0 && want[0] != "..." {
		if len(got) == 0 || got[0] != want[0] {
			return false
		}
		want, got = want[1:], got[1:]
	}
	if len(want) == 0 {
		return len(got) == 0
	}
	for i := 0; i <= len(got); i++ {
		if matchLines(want[1:], got[i:]) {
			return true
		}
	}
	return false
}

package cli

import (
	"os"

	"golang.org/x/term"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/source"
)

// A style colours text. The zero style leaves it as it is.
type style struct{ on bool }

// styleOf gives the style and the width of an output: colour only on a terminal
// that has it, and never where NO_COLOR is set (https://no-color.org).
func styleOf(f *os.File) (s style, width int) {
	if !isTerminal(f) {
		return style{}, 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = 80
	}
	return style{on: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}, width
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

func (s style) paint(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(text string) string { return s.paint("1", text) }

// decision colours a decision; its word says the same.
func (s style) decision(d criteria.Decision) string { return s.painter(d)(d.String()) }

// painter colours a part of a decision's word.
func (s style) painter(d criteria.Decision) func(string) string {
	code := "35"
	switch d {
	case criteria.Accept:
		code = "32"
	case criteria.AcceptConditionally, criteria.Escalate:
		code = "33"
	case criteria.Treat, criteria.Avoid:
		code = "31"
	}
	return func(text string) string { return s.paint(code, text) }
}

func (s style) severity(v analysis.Severity) string {
	switch v {
	case analysis.Error:
		return s.paint("1;31", v.String())
	case analysis.Warning:
		return s.paint("1;33", v.String())
	}
	return s.paint("1;36", v.String())
}

// visible replaces what could rewrite a terminal.
func visible(s string) string { return source.Diagnostic{Message: s}.String() }

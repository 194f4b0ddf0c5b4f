// Package sarif writes findings as SARIF 2.1.0 (OASIS standard), which code
// hosts show on the lines of a change.
package sarif

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"

	"github.com/ismskit/ismskit/criteria/source"
)

// A Level is SARIF's word for a severity.
type Level string

// The levels.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
)

// A Rule is something that may be found.
type Rule struct {
	ID    string
	Title string
	Help  string // Markdown
}

// A Result is something that was found.
type Result struct {
	Rule    string
	Level   Level
	Message string
	File    string // "" if it has no place
	Pos     source.Pos
	// Accepted is the reason why it is accepted; code hosts then show it as
	// suppressed.
	Accepted string
}

// A Log is what one run of a tool found.
type Log struct {
	Tool, Version, Page string
	// Category keeps runs apart that are uploaded for the same commit.
	Category string
	Rules    []Rule
	Results  []Result
}

// AddError adds what is wrong with documents.
func (l *Log) AddError(e *source.Error) {
	for _, d := range e.Diagnostics {
		message := source.Diagnostic{Path: d.Path, Message: d.Message, Nearest: d.Nearest}.String()
		l.Results = append(l.Results, Result{Rule: string(d.Code), Level: Error, Message: message, File: d.File, Pos: d.Pos})
	}
}

// Write writes the log. Rules that a result names and nobody described are
// added by their ids.
func (l *Log) Write(w io.Writer) error {
	rules, index := []any{}, map[string]int{}
	rule := func(r Rule) int {
		if i, ok := index[r.ID]; ok {
			return i
		}
		m := map[string]any{"id": r.ID}
		if r.Title != "" {
			m["shortDescription"] = message(r.Title)
		}
		if r.Help != "" {
			m["help"] = map[string]any{"text": r.Help, "markdown": r.Help}
		}
		index[r.ID] = len(rules)
		rules = append(rules, m)
		return index[r.ID]
	}
	for _, r := range l.Rules {
		rule(r)
	}
	results := []any{}
	for _, r := range l.Results {
		m := map[string]any{"ruleId": r.Rule, "ruleIndex": rule(Rule{ID: r.Rule}), "level": r.Level, "message": message(r.Message)}
		if r.File != "" {
			place := map[string]any{"artifactLocation": map[string]any{"uri": uri(r.File)}}
			if r.Pos.Line > 0 {
				place["region"] = map[string]any{"startLine": r.Pos.Line, "startColumn": max(r.Pos.Col, 1)}
			}
			m["locations"] = []any{map[string]any{"physicalLocation": place}}
		}
		if r.Accepted != "" {
			m["suppressions"] = []any{map[string]any{"kind": "inSource", "justification": r.Accepted}}
		}
		results = append(results, m)
	}
	driver := map[string]any{"name": l.Tool, "version": l.Version, "informationUri": l.Page, "rules": rules}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(map[string]any{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"version": "2.1.0",
		"runs": []any{map[string]any{"tool": map[string]any{"driver": driver}, "automationDetails": map[string]any{"id": l.Tool + "/" + l.Category + "/"},
			"columnKind": "unicodeCodePoints", "results": results}},
	})
}

func message(text string) map[string]any { return map[string]any{"text": text} }

// uri writes the name of a file as the relative reference that hosts look for.
func uri(name string) string {
	return (&url.URL{Path: filepath.ToSlash(filepath.Clean(name))}).String()
}

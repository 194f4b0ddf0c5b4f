package risk

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

var csvFields = map[string]func(*Risk, string, *csvReader) error{
	"id":          func(r *Risk, s string, _ *csvReader) error { r.ID = s; return nil },
	"title":       func(r *Risk, s string, _ *csvReader) error { r.Title = s; return nil },
	"description": func(r *Risk, s string, _ *csvReader) error { r.Description = s; return nil },
	"threat":      func(r *Risk, s string, _ *csvReader) error { r.Threat = s; return nil },
	"category":    func(r *Risk, s string, _ *csvReader) error { r.Category = s; return nil },
	"source":      func(r *Risk, s string, _ *csvReader) error { r.Source = s; return nil },
	"event":       func(r *Risk, s string, _ *csvReader) error { r.Event = s; return nil },
	"owner":       func(r *Risk, s string, _ *csvReader) error { r.Owner = s; return needID(s) },
	"parent":      func(r *Risk, s string, _ *csvReader) error { r.Parent = s; return needID(s) },
	"approach":    func(r *Risk, s string, _ *csvReader) error { r.Approach = s; return needWord(s, "event", "asset") },
	"identified": func(r *Risk, s string, _ *csvReader) (err error) {
		r.Identified, err = source.ParseTime(s)
		return err
	},
	"cia": func(r *Risk, s string, t *csvReader) error {
		for _, w := range t.split(s) {
			if err := needWord(w, "confidentiality", "integrity", "availability"); err != nil {
				return err
			}
		}
		r.CIA = t.split(s)
		return nil
	},
	"scope":           func(r *Risk, s string, t *csvReader) error { r.Scope = t.split(s); return nil },
	"assets":          func(r *Risk, s string, t *csvReader) error { r.Assets = t.split(s); return nil },
	"vulnerabilities": func(r *Risk, s string, t *csvReader) error { r.Vulnerabilities = t.split(s); return nil },
	"issues":          func(r *Risk, s string, t *csvReader) error { r.Issues = t.split(s); return nil },
	"requirements":    func(r *Risk, s string, t *csvReader) error { r.Requirements = t.split(s); return nil },
	"controls":        func(r *Risk, s string, t *csvReader) error { r.Controls = t.split(s); return nil },
	"claimed_band":    func(r *Risk, s string, _ *csvReader) error { r.claim().Band = s; return nil },
	"claimed_stage": func(r *Risk, s string, _ *csvReader) error {
		stage, ok := ParseStage(s)
		if !ok {
			return needWord(s, "inherent", "current", "residual")
		}
		r.claim().Stage = stage
		return nil
	},
	"claimed_level": func(r *Risk, s string, _ *csvReader) error {
		level := parseDecimal(s)
		if level == nil {
			return fmt.Errorf("%q is no number", source.Clip(s))
		}
		r.claim().Level = level
		return nil
	},
}

func (r *Risk) claim() *Claim {
	if r.Claimed == nil {
		r.Claimed = &Claim{}
	}
	return r.Claimed
}

func needID(s string) error {
	if !source.ValidID(s) {
		return fmt.Errorf("%q is no id: letters, digits, ., _ and -, at most 64", source.Clip(s))
	}
	return nil
}

func needWord(s string, words ...string) error {
	for _, w := range words {
		if s == w {
			return nil
		}
	}
	return fmt.Errorf("%q is none of %s", source.Clip(s), join(words))
}

func (t *csvReader) column(name string) (column, bool) {
	if f, ok := csvFields[name]; ok {
		return column{name: name, field: f}, true
	}
	if in := t.criteria.Input(name); in != nil {
		return column{name: name, input: in}, true
	}
	if before, after, ok := strings.Cut(name, "."); ok {
		stage, known := ParseStage(before)
		switch in := t.criteria.Input(after); {
		case in != nil && (known || before == "inputs"):
			return column{name: name, input: in, stage: stage}, true
		case before == "rationale":
			return t.rationale(name, after)
		}
	}
	return column{name: name}, false
}

// rationale is the column of the reasons for an input, at a stage or at all.
func (t *csvReader) rationale(name, of string) (column, bool) {
	var stage Stage
	if before, after, ok := strings.Cut(of, "."); ok {
		if stage, ok = ParseStage(before); !ok {
			return column{name: name}, false
		}
		of = after
	}
	if t.criteria.Input(of) == nil {
		return column{name: name}, false
	}
	return column{name: name, field: func(r *Risk, s string, _ *csvReader) error {
		r.Rationale = append(r.Rationale, Rationale{Stage: stage, Input: of, Text: s})
		return nil
	}}, true
}

// names lists the names that a column may have, for suggestions.
func (t *csvReader) names() []string {
	out := []string{"id", "title", "description", "owner", "threat", "category", "parent", "approach", "source", "event", "identified",
		"cia", "scope", "assets", "vulnerabilities", "issues", "requirements", "controls", "claimed_level", "claimed_band", "claimed_stage"}
	for i := range t.criteria.Document().Inputs {
		id := t.criteria.Document().Inputs[i].ID
		out = append(out, id, "inputs."+id, "rationale."+id)
		for _, s := range Stages() {
			out = append(out, s.String()+"."+id)
		}
	}
	return out
}

package soa

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/ismskit/ismskit/criteria/source"
)

// A Crosswalk says which controls of one catalogue stand where controls of
// another did.
type Crosswalk struct {
	From, To string // ids of the catalogues
	Links    []Link

	name string
}

// A Link joins an old control with a new one.
type Link struct {
	From     string // "" if the new control has no predecessor
	To       string // "" if the old control has no successor
	Relation Relation

	line int
}

// Relation tells what became of a control.
type Relation uint8

// The relations. The zero Relation is invalid.
const (
	Equal      Relation = iota + 1 // one control has become one control
	MergedInto                     // one of several old controls that became one
	SplitInto                      // the old control has become several, alone or with others
	New                            // the new control has no predecessor
	Removed                        // the old control has no successor
)

var relationNames = [...]string{"", "renamed-or-equal", "merged-into", "split-into", "new", "removed"}

// String returns the name that crosswalks use.
func (r Relation) String() string {
	if int(r) < len(relationNames) {
		return relationNames[r]
	}
	return ""
}

// ParseCrosswalk reads a crosswalk: CSV whose header names the two catalogues
// and relation, such as
//
//	old-catalogue,new-catalogue,relation
//	A.5.1.1,A.5.1,merged-into
//	A.5.1.2,A.5.1,merged-into
//	,A.5.7,new
//
// The relations are renamed-or-equal, merged-into, split-into, new (without an
// old control) and removed (without a new one). The error is a *source.Error.
// Whether the crosswalk fits its catalogues is for Lint to say.
func ParseCrosswalk(name string, data []byte) (*Crosswalk, error) {
	r := &crosswalkReader{name: name}
	if len(data) > MaxBytes {
		r.report(1, source.Limit, "%d bytes, at most %d are allowed", len(data), MaxBytes)
		return nil, r.Err()
	}
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = -1
	rows.ReuseRecord = true
	x := &Crosswalk{name: name}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			line := 1
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				line, err = bad.Line, bad.Err
			}
			r.report(line, source.Syntax, "%v", err)
			break
		}
		line, _ := rows.FieldPos(0)
		switch {
		case len(row) != 3:
			r.report(line, source.Syntax, "the row has %d fields, wanted are 3", len(row))
		case x.From == "" && x.To == "" && len(x.Links) == 0:
			r.header(x, row, line)
		case len(x.Links) == MaxControls:
			r.report(line, source.Limit, "more than %d links", MaxControls)
			return nil, r.Err()
		default:
			x.Links = append(x.Links, r.link(row, line))
		}
	}
	if len(x.Links) == 0 && r.Err() == nil {
		r.report(1, source.Empty, "the crosswalk has no links")
	}
	return x, r.Err()
}

type crosswalkReader struct {
	source.Reporter
	name string
}

func (r *crosswalkReader) report(line int, code source.Code, format string, args ...any) {
	r.Add(source.Diagnostic{File: r.name, Pos: source.Pos{Line: line, Col: 1}, Code: code, Message: fmt.Sprintf(format, args...)})
}

func (r *crosswalkReader) header(x *Crosswalk, row []string, line int) {
	x.From, x.To = row[0], row[1]
	if !source.ValidID(row[0]) || !source.ValidID(row[1]) || row[2] != "relation" {
		r.report(line, source.BadValue, "the header is %q, %q, %q, wanted are two ids of catalogues and relation",
			source.Clip(row[0]), source.Clip(row[1]), source.Clip(row[2]))
	}
}

func (r *crosswalkReader) link(row []string, line int) Link {
	l := Link{From: row[0], To: row[1], line: line}
	for i, name := range relationNames {
		if i > 0 && name == row[2] {
			l.Relation = Relation(i)
		}
	}
	if l.Relation == 0 {
		r.Add(source.Diagnostic{File: r.name, Pos: source.Pos{Line: line, Col: 1}, Code: source.BadValue,
			Message: fmt.Sprintf("%q is no relation", source.Clip(row[2])), Nearest: source.Nearest(row[2], relationNames[1:])})
	}
	for _, id := range row[:2] {
		if id != "" && !source.ValidID(id) {
			r.report(line, source.BadValue, "%q is no id", source.Clip(id))
		}
	}
	return l
}

// Codes of Crosswalk.Lint, beside source.DuplicateID and source.UnknownName.
const (
	NotTotal      source.Code = "not_total"      // a control that no link speaks of
	WrongRelation source.Code = "wrong_relation" // a relation that the links themselves contradict
)

// Lint looks for what is wrong with a crosswalk: controls of either catalogue
// that it passes over, controls that the catalogues do not have, links that
// occur twice, and relations that contradict the number of links: where an old
// control has several successors it is split, otherwise where a new one has
// several predecessors they are merged, otherwise they are equal. Withdrawn
// controls may be passed over.
func (x *Crosswalk) Lint(from, to *Catalogue) []Finding {
	var out []Finding
	report := func(line int, path string, code source.Code, control, format string, args ...any) {
		f := Finding{Code: code, Control: control, Path: path, Message: fmt.Sprintf(format, args...)}
		if line > 0 {
			f.File, f.Pos = x.name, source.Pos{Line: line, Col: 1}
		}
		out = append(out, f)
	}
	if from.ID != x.From || to.ID != x.To {
		report(0, "", source.UnknownName, "", "the crosswalk leads from %s to %s, not from %s to %s", x.From, x.To, from.ID, to.ID)
	}
	olds, news := x.count()
	seen := map[[2]string]bool{}
	for i, l := range x.Links {
		path := fmt.Sprintf("links[%d]", i)
		if l.From != "" && from.Control(l.From) == nil {
			report(l.line, path, source.UnknownName, l.From, "%s has no control %q", from.ID, source.Clip(l.From))
		}
		if l.To != "" && to.Control(l.To) == nil {
			report(l.line, path, source.UnknownName, l.To, "%s has no control %q", to.ID, source.Clip(l.To))
		}
		if key := [2]string{l.From, l.To}; seen[key] {
			report(l.line, path, source.DuplicateID, l.To, "the link from %q to %q is there already", l.From, l.To)
		} else {
			seen[key] = true
		}
		if want := relation(l, olds, news); want == 0 {
			report(l.line, path, WrongRelation, l.To, "the link from %q to %q contradicts the others, or joins nothing", l.From, l.To)
		} else if l.Relation != want {
			report(l.line, path, WrongRelation, l.To, "the relation from %q to %q is %s, by the number of links it is %s", l.From, l.To, l.Relation, want)
		}
	}
	for _, side := range [...]struct {
		c     *Catalogue
		links map[string]int
	}{{from, olds}, {to, news}} {
		for i := range side.c.Controls {
			if k := &side.c.Controls[i]; side.links[k.ID] == 0 && !k.Withdrawn {
				report(0, "", NotTotal, k.ID, "no link speaks of %s of %s", k.ID, side.c.ID)
			}
		}
	}
	return out
}

// count returns how many links each old and each new control has.
func (x *Crosswalk) count() (olds, news map[string]int) {
	olds, news = map[string]int{}, map[string]int{}
	for _, l := range x.Links {
		olds[l.From]++
		news[l.To]++
	}
	return olds, news
}

// relation is what the numbers of links say of a link; 0 if it joins nothing,
// or says that a control with links has none.
func relation(l Link, olds, news map[string]int) Relation {
	switch {
	case l.From == "" && l.To == "", l.From == "" && news[l.To] > 1, l.To == "" && olds[l.From] > 1:
		return 0
	case l.From == "":
		return New
	case l.To == "":
		return Removed
	case olds[l.From] > 1:
		return SplitInto
	case news[l.To] > 1:
		return MergedInto
	}
	return Equal
}

// Package starter writes the documents with which a management system begins:
// every field of the model as a question, with what it means and the clauses
// that ask for it, and nothing answered.
package starter

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// Kind is whose system is begun.
type Kind uint8

// The kinds. The zero Kind is invalid.
const (
	Person  Kind = iota + 1 // somebody who works alone
	Company                 // one company
	Group                   // several companies under one system
)

var kindNames = [...]string{"", "person", "company", "group"}

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Person, Company, Group} }

// String returns the name of the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return ""
}

// KindOf returns the kind of that name; ok is false if there is none.
func KindOf(name string) (k Kind, ok bool) {
	i := slices.Index(kindNames[1:], name)
	return Kind(i + 1), i >= 0
}

// Errors of Files that lie in its arguments. Match them with errors.Is.
var (
	ErrProfile = errors.New("starter: no profile is given")
	ErrKind    = errors.New("starter: no kind of organisation is given")
)

// Files writes the documents of a system that has just begun, for isms.Merge or
// to be put into a folder: one document for the system as a whole and one for
// each of clauses 4 to 10, as the profile numbers them.
//
// A line that begins with ## explains; a line that begins with # is a question:
// the field, what kind of answer it takes in braces, what it means, and the
// clauses of the profile whose rules read it. To answer it, take the # away and
// put the answer in the place of the braces; a line that is only uncommented is
// an error, and no answer. Only the edition and the ids of things that every
// organisation of the kind has are stated, and these may be changed. So the
// conformity report of the documents as they stand is nothing but questions.
//
// Equal arguments give equal bytes.
func Files(p *conformity.Profile, k Kind) ([]isms.File, error) {
	if p == nil {
		return nil, ErrProfile
	}
	if k < Person || k > Group {
		return nil, ErrKind
	}
	rules, err := standard()
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	w := &writer{profile: p, kind: k, clauses: clausesOf(rules, p), entries: entriesOf(k)}
	var files []isms.File
	for _, c := range chapters {
		files = append(files, isms.File{Name: c.name, Data: w.chapter(c)})
	}
	return files, nil
}

var standard = sync.OnceValues(func() (*conformity.Rules, error) { return conformity.Compile(conformity.Standard()) })

// clausesOf lists the clauses of the profile whose rules read a field, by
// "type.field", in order.
func clausesOf(rules *conformity.Rules, p *conformity.Profile) map[string][]string {
	all := map[string][]string{}
	for _, s := range rules.Sets() {
		for i := range s.Rules {
			r := &s.Rules[i]
			if !r.In(p.ID) {
				continue
			}
			for _, field := range rules.Reads(r.ID) {
				all[field] = append(all[field], p.Clause(r.Clause))
			}
		}
	}
	for field, list := range all {
		slices.SortFunc(list, conformity.CompareClauses)
		all[field] = slices.Compact(list)
	}
	return all
}

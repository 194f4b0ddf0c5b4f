package isms

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// loader collects what the files of a system hold.
type loader struct {
	source.Reporter
	parts      []*System
	registers  []*risk.Register
	records    []*risk.Record
	documents  []*criteria.Document
	plans      []*risk.Plan
	statements []*soa.Statement
	catalogues []*soa.Catalogue
}

// firstLine finds the format where it is the first thing in a file, so that a
// large one need not be read twice.
var firstLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\x{feff})?(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:\{[ \t\r\n]*)?"?format"?[ \t]*:[ \t]*["']?(ismskit\.[a-z]+/v[0-9]+)["']?[ \t]*[,}#\r\n]`)
})

// statedFormat returns the format of a document that begins with it, otherwise "".
func statedFormat(data []byte) string {
	m := firstLine().FindSubmatch(data[:min(len(data), 4096)])
	if m == nil {
		return ""
	}
	return string(m[1])
}

// FormatOf returns the format that a document states, YAML or JSON, whether or
// not this package reads it; "" if it states none. The error is that of a text
// which is no document at all.
func FormatOf(f File) (string, error) {
	if format := statedFormat(f.Data); format != "" {
		return format, nil
	}
	root, err := source.Parse(f.Name, f.Data, limits)
	if err != nil {
		return "", err
	}
	return root.Get("format").Text(), nil
}

// file reads a file by what its format says.
func (l *loader) file(f File, skip []string) error {
	format := statedFormat(f.Data)
	if !slices.Contains(skip, format) && !slices.Contains(Formats(), format) {
		root, err := source.Parse(f.Name, f.Data, limits)
		if err != nil {
			return err
		}
		if format = l.format(root, skip); format == "" {
			return nil
		}
	}
	for _, r := range readers {
		if r.format == format && !slices.Contains(skip, format) {
			return r.read(l, f)
		}
	}
	return nil
}

// format returns the format that a document states, "" if it is not one that
// is read.
func (l *loader) format(root *source.Node, skip []string) string {
	n := root.Get("format")
	known := Formats()
	switch s := n.Text(); {
	case n == nil:
		l.Report(root, source.MissingKey, "missing key format; read are %s", strings.Join(known, ", "))
	case slices.Contains(known, s) || slices.Contains(skip, s):
		return s
	default:
		l.ReportNear(n, source.BadValue, source.Nearest(s, known), "the format is %q; read are %s", source.Clip(s), strings.Join(known, ", "))
	}
	return ""
}

func (l *loader) part(f File) error {
	root, err := source.Parse(f.Name, f.Data, limits)
	if err != nil {
		return err
	}
	d := &decoder{}
	l.parts = append(l.parts, d.document(root))
	return d.Err()
}

func (l *loader) register(f File) error  { return read(f, risk.ParseRegister, &l.registers) }
func (l *loader) record(f File) error    { return read(f, risk.ParseRecord, &l.records) }
func (l *loader) criteria(f File) error  { return read(f, criteria.Parse, &l.documents) }
func (l *loader) plan(f File) error      { return read(f, risk.ParsePlan, &l.plans) }
func (l *loader) statement(f File) error { return read(f, soa.ParseStatement, &l.statements) }
func (l *loader) catalogue(f File) error { return read(f, soa.ParseCatalogue, &l.catalogues) }

func read[T any](f File, parse func(string, []byte) (T, error), list *[]T) error {
	x, err := parse(f.Name, f.Data)
	if err == nil {
		*list = append(*list, x)
	}
	return err
}

// combine puts the documents of other formats in order. A document that two
// files hold counts once; different ones that have the same name are an error.
func (l *loader) combine(s *System, r *source.Reporter) {
	s.Registers = distinct(r, l.registers, func(x *risk.Register) string { return x.ID }, (*risk.Register).Bytes, (*risk.Register).Node)
	s.CriteriaDocuments = distinct(r, l.documents, criteriaName, (*criteria.Document).Bytes, (*criteria.Document).Node)
	s.Records = distinct(r, l.records, func(x *risk.Record) string { return string(x.Digest) },
		func(x *risk.Record) []byte { return []byte(x.Digest) }, func(*risk.Record) *source.Node { return nil })
	s.Plans = distinct(r, l.plans, planName, (*risk.Plan).Bytes, (*risk.Plan).Node)
	s.Statements = distinct(r, l.statements, statementName, (*soa.Statement).Bytes, (*soa.Statement).Node)
	s.Catalogues = distinct(r, l.catalogues, func(x *soa.Catalogue) string { return x.ID }, (*soa.Catalogue).Bytes, (*soa.Catalogue).Node)
}

func criteriaName(d *criteria.Document) string { return versioned(d.ID, d.Version) }
func planName(p *risk.Plan) string             { return versioned(p.ID, p.Version) }
func statementName(s *soa.Statement) string    { return versioned(s.ID, s.Version) }

// versioned names a version of a document.
func versioned(id, version string) string { return id + "@" + version }

// distinct sorts documents by name and drops those that occur twice.
func distinct[T any](r *source.Reporter, list []T, name func(T) string, text func(T) []byte, node func(T) *source.Node) []T {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
	var out []T
	for _, x := range list {
		if len(out) == 0 || name(out[len(out)-1]) != name(x) {
			out = append(out, x)
			continue
		}
		if last := out[len(out)-1]; !bytes.Equal(text(last), text(x)) {
			r.Report(node(x).Get("id"), source.DuplicateID, "%q is already at %s, and is not the same there", source.Clip(name(x)), positionOf(node(last).Get("id")))
		}
	}
	return out
}

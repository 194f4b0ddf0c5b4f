// Package page writes an assessment, and what belongs to it, as one HTML file
// that asks nobody for anything: no script is needed to read it, and its
// Content-Security-Policy forbids every request.
//
// Texts of the organisation are hostile input here. They pass html/template,
// links lead to places of the page alone, and characters that could turn the
// direction of text round are replaced.
package page

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"github.com/ismskit/ismskit/criteria/chart"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// An Input is what a page shows. Only the assessment is needed; what is nil has
// no section.
type Input struct {
	Assessment *risk.Assessment
	Title      string    // of the page; "" for the id of the register
	AsOf       time.Time // of approvals and conformity; zero for that of the assessment

	Comparison *risk.Comparison // with the assessment before
	Treatment  *risk.Treatment  // of the assessment

	Statement  *soa.Statement
	Catalogues []*soa.Catalogue // that the statement goes through
	Findings   []soa.Finding    // about the statement

	Conformity *report.Conformity
	Evidence   *report.Evidence // that is still needed for it

	Progress func(risks int) // called now and then while risks are examined; nil for none
}

//go:embed assets
var assets embed.FS

// page is what the template of the whole page sees.
type page struct {
	Policy string
	Style  template.CSS
	Script template.JS

	Headline   *headline
	Contents   []link
	Map        *heatMap
	Risks      *riskList
	Changes    *changes
	Plan       *plan
	Approvals  *approvals
	Statement  *statement
	Conformity *conformance
}

// A link leads to a place of the page.
type link struct{ ID, Title string }

// Write writes the page. Equal input gives equal bytes. The error is that of the
// writer, of the context, or of approvals that do not fit together, see
// risk.Treatment.Standings.
func Write(ctx context.Context, w io.Writer, in Input) error {
	if in.AsOf.IsZero() {
		in.AsOf = in.Assessment.Seal.AsOf
	}
	p, err := build(ctx, &in)
	if err != nil {
		return err
	}
	// What cannot be seen, or turns text round, is replaced in everything that
	// is written, so that no field can be forgotten.
	visible := transform.NewWriter(w, runes.Map(visibleRune))
	pages := template.Must(template.New("").Funcs(template.FuncMap{"isolated": isolated}).ParseFS(assets, "assets/*.html")) // they are part of the program
	if err := pages.ExecuteTemplate(visible, "page.html", p); err != nil {
		return err
	}
	return visible.Close()
}

func build(ctx context.Context, in *Input) (*page, error) {
	n := newNames(in.Assessment.Criteria())
	p := &page{}
	var err error
	if p.Map, err = newHeatMap(ctx, in, n); err != nil {
		return nil, err
	}
	if p.Risks, err = newRiskList(ctx, in, n); err != nil {
		return nil, err
	}
	if in.Comparison != nil {
		p.Changes = newChanges(in, n)
	}
	if in.Treatment != nil {
		standings, err := in.Treatment.Standings(in.AsOf)
		if err != nil {
			return nil, err
		}
		p.Plan = newPlan(in, n, standings)
		if p.Approvals, err = newApprovals(in, standings); err != nil {
			return nil, err
		}
	}
	if in.Statement != nil {
		p.Statement = newStatement(in)
	}
	if in.Conformity != nil {
		p.Conformity = newConformance(in.Conformity, in.Evidence)
	}
	p.Headline = newHeadline(in, n, p)
	p.Script, p.Style = template.JS(asset("page.js")), template.CSS(asset("page.css")+n.style()+p.Risks.style())
	p.Policy = "default-src 'none'; style-src " + hash(string(p.Style)) + "; script-src " + hash(string(p.Script)) + "; base-uri 'none'; form-action 'none'"
	p.Contents = in.contents()
	return p, nil
}

// contents lists the sections that there are.
func (in *Input) contents() []link {
	_, _, mapped := chart.MainInputs(in.Assessment.Criteria())
	all := []struct {
		is bool
		link
	}{
		{true, link{"glance", "At a glance"}},
		{mapped, link{"map", "Heat map"}},
		{true, link{"risks", "Risks in order"}},
		{in.Comparison != nil, link{"changes", "What changed"}},
		{in.Treatment != nil, link{"plan", "Treatment plan"}},
		{in.Treatment != nil, link{"approvals", "Approvals"}},
		{in.Statement != nil, link{"statement", "Statement of applicability"}},
		{in.Conformity != nil, link{"conformity", "Conformity"}},
		{true, link{"verify", "How to verify"}},
	}
	var out []link
	for _, l := range all {
		if l.is {
			out = append(out, l.link)
		}
	}
	return out
}

// Sections lists the ids of the sections that the page of the input has.
func (in *Input) Sections() []string {
	var ids []string
	for _, l := range in.contents() {
		ids = append(ids, l.ID)
	}
	return ids
}

func asset(name string) string {
	text, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(text)
}

// hash is the source of a policy that allows exactly this text.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// visibleRune replaces control and format characters. Joiners stay, which
// several scripts and many emoji need, and the pair that isolates a text.
func visibleRune(r rune) rune {
	switch {
	case r == '\n', r == '\t', r == '\u200c', r == '\u200d', r == '\ufe0f', r == '\u2068', r == '\u2069':
		return r
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
		return unicode.ReplacementChar
	}
	return r
}

// or gives the first text that is not empty.
func or(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// words turns a name of a format into words.
func words(name string) string { return strings.ReplaceAll(name, "_", " ") }

// day writes a time; midnight, which most stated times are, as a date.
func day(t time.Time) string {
	t = t.UTC()
	switch {
	case t.IsZero():
		return ""
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04:05.999999999 UTC")
}

// Package mapping turns the rows of a spreadsheet into a register, as a mapping
// document says.
//
// # The mapping, ismskit.mapping/v1
//
// A mapping is YAML or JSON with
//
//	format*     text     ismskit.mapping/v1
//	register*   map      id* and title of the register that is made
//	sheets      list     sheets of a workbook to read, in this order; the first one if left out
//	header      int      row of the header; 1 if left out
//	decimal     text     decimal mark of numbers in texts, "." (the default) or ","
//	number      text     prefix of ids that number the rows, where no column holds an id
//	columns*    map      from the text of a header to what the column means
//
// A column has to, or ignore: true where it is left out on purpose, and
//
//	to          text     id, title, owner and the other fields of a risk; STAGE.INPUT such as
//	                     current.likelihood; inputs.INPUT; rationale.INPUT or
//	                     rationale.STAGE.INPUT; claimed.level, claimed.band or claimed.stage
//	as          word     how cells are read: text, number, percent, money, date, bool or list;
//	                     a rating or an input is a number where it looks like one, otherwise a text
//	values      map      from the text of a cell to the value that it means; a range is [low, high]
//	currency    text     the currency that amounts must be in, such as EUR
//	separator   text     what separates the entries of a list; ; if left out
//
// A cell that is empty states nothing. 50 % is 0.5 as percent; as money, € 1.6K is
// 1600. What does not fit is left out and reported: it is then not known, which is
// never a pass.
package mapping

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// Format is the first line of every mapping of this version.
const Format = "ismskit.mapping/v1"

// MaxBytes bounds a mapping document.
const MaxBytes = 4 << 20

// A Mapping says what the columns of a spreadsheet mean.
type Mapping struct {
	ID, Title string
	Sheets    []string
	Header    int
	Decimal   string
	Number    string
	Columns   []Column
}

// A Column says what one column means.
type Column struct {
	Header    string
	Ignore    bool
	Target    Target
	As        string
	Values    map[string]criteria.Stated
	Currency  string
	Separator string

	node *source.Node
}

// A Target is what a cell becomes.
type Target struct {
	Kind  TargetKind
	Field string     // of the risk, or of the claim
	Stage risk.Stage // 0 for every stage
	Input string
}

// TargetKind is the kind of a target. The zero TargetKind is invalid.
type TargetKind uint8

// The kinds.
const (
	ToField TargetKind = iota + 1
	ToList
	ToStatement
	ToRationale
	ToClaim
)

var (
	textFields  = []string{"id", "title", "description", "approach", "owner", "threat", "source", "event", "category", "parent", "identified"}
	listFields  = []string{"cia", "scope", "assets", "vulnerabilities", "issues", "requirements", "controls"}
	claimFields = []string{"level", "band", "stage"}
	conversions = []string{"text", "number", "percent", "money", "date", "bool", "list"}
)

// Parse reads a mapping. The error is a *source.Error.
func Parse(name string, data []byte) (*Mapping, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxBytes})
	if err != nil {
		return nil, err
	}
	p := &parser{}
	o := p.Object(root)
	m := &Mapping{Header: 1, Decimal: "."}
	if n := o.Need("format"); n != nil {
		if s := p.StringOf(n); s != Format && s != "" {
			p.ReportNear(n, source.BadValue, Format, "the format is %q, this release reads %s", s, Format)
			return nil, p.Err()
		}
	}
	if n := o.Need("register"); n != nil {
		r := p.Object(n)
		m.ID, m.Title = r.ID("id", true), r.String("title", false)
		r.Close()
	}
	m.Sheets = o.Strings("sheets", false)
	if n := o.Opt("header"); n != nil {
		if m.Header = int(p.IntOf(n)); m.Header < 1 || m.Header > 1000 {
			p.Report(n, source.BadValue, "the header is in a row from 1 to 1000")
		}
	}
	if n := o.Opt("decimal"); n != nil {
		m.Decimal = p.oneOf(n, []string{".", ","})
	}
	if n := o.Opt("number"); n != nil {
		if m.Number = p.StringOf(n); !source.ValidID(m.Number + "1") {
			p.Report(n, source.BadValue, "%q is no beginning of an id", source.Clip(m.Number))
		}
	}
	p.columns(o, m)
	o.Close()
	return m, p.Err()
}

type parser struct{ source.Reporter }

func (p *parser) oneOf(n *source.Node, words []string) string {
	s := p.StringOf(n)
	if s != "" && !slices.Contains(words, s) {
		p.ReportNear(n, source.BadValue, source.Nearest(s, words), "%q is none of %s", source.Clip(s), strings.Join(words, ", "))
	}
	return s
}

func (p *parser) columns(o *source.Object, m *Mapping) {
	n := o.Need("columns")
	if n == nil {
		return
	}
	if n.Kind() != source.Map {
		p.Object(n) // reports
		return
	}
	seen := map[Target]string{}
	hasID := m.Number != ""
	for _, f := range n.Fields() {
		c := p.column(f)
		if !c.Ignore && c.Target.Kind != 0 {
			if other, dup := seen[c.Target]; dup {
				p.Report(f.Value, source.DuplicateID, "the column %q becomes the same", source.Clip(other))
			}
			seen[c.Target] = f.Key
			hasID = hasID || c.Target == Target{Kind: ToField, Field: "id"}
		}
		m.Columns = append(m.Columns, c)
	}
	if len(seen) == 0 && p.Len() == 0 {
		p.Report(n, source.Empty, "the mapping names no column")
	} else if !hasID && p.Len() == 0 {
		p.Report(n, source.MissingKey, "no column becomes the id of a risk; name one, or number the rows with number: R-")
	}
}

func (p *parser) column(f source.Field) Column {
	c := Column{Header: strings.TrimSpace(f.Key), Separator: ";", node: f.Value}
	o := p.Object(f.Value)
	if o.Node() == nil {
		return c
	}
	c.Ignore = o.Bool("ignore", false)
	if to := o.Opt("to"); to != nil {
		c.Target = p.target(to)
	} else if !c.Ignore {
		p.Report(f.Value, source.MissingKey, "missing key to; say ignore: true for a column that is left out on purpose")
	}
	if n := o.Opt("as"); n != nil {
		c.As = p.oneOf(n, conversions)
	}
	if n := o.Opt("separator"); n != nil {
		c.Separator = p.StringOf(n)
	}
	if n := o.Opt("currency"); n != nil {
		if c.Currency = p.StringOf(n); c.As != "money" {
			p.Report(n, source.BadValue, "a currency goes with as: money")
		}
	}
	if n := o.Opt("values"); n != nil {
		if n.Kind() != source.Map {
			p.Object(n)
		}
		c.Values = map[string]criteria.Stated{}
		for _, v := range n.Fields() {
			c.Values[fold(v.Key)] = criteria.ReadStated(&p.Reporter, v.Value)
		}
	}
	o.Close()
	return c
}

// fold makes texts of cells comparable: case and spaces at the ends do not count.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func (p *parser) target(n *source.Node) Target {
	s := p.StringOf(n)
	t, ok := ParseTarget(s)
	if !ok && s != "" {
		p.ReportNear(n, source.UnknownName, source.Nearest(s, targetNames()),
			"%q is no field of a risk, no rating such as current.likelihood, and none of inputs.INPUT, rationale.INPUT, claimed.level, claimed.band, claimed.stage", source.Clip(s))
	}
	return t
}

func targetNames() []string {
	names := slices.Concat(textFields, listFields)
	for _, f := range claimFields {
		names = append(names, "claimed."+f)
	}
	return names
}

// ParseTarget reads a target; ok is false if it is none.
func ParseTarget(s string) (t Target, ok bool) {
	group, rest, dotted := strings.Cut(s, ".")
	if !dotted {
		switch {
		case slices.Contains(textFields, s):
			return Target{Kind: ToField, Field: s}, true
		case slices.Contains(listFields, s):
			return Target{Kind: ToList, Field: s}, true
		}
		return Target{}, false
	}
	if stage, ok := risk.ParseStage(group); ok {
		return Target{Kind: ToStatement, Stage: stage, Input: rest}, validName(rest)
	}
	switch group {
	case "inputs":
		return Target{Kind: ToStatement, Input: rest}, validName(rest)
	case "claimed":
		return Target{Kind: ToClaim, Field: rest}, slices.Contains(claimFields, rest)
	case "rationale":
		if before, after, dotted := strings.Cut(rest, "."); dotted {
			stage, ok := risk.ParseStage(before)
			return Target{Kind: ToRationale, Stage: stage, Input: after}, ok && validName(after)
		}
		return Target{Kind: ToRationale, Input: rest}, validName(rest)
	}
	return Target{}, false
}

// validName tells whether an input can have that name.
func validName(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	return len(s) <= 64 && strings.Trim(s, letters+"0123456789") == "" && strings.IndexAny(s, letters) == 0
}

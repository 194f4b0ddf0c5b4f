package risk

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// StreamCSV reads a register as CSV (RFC 4180, UTF-8, comma or semicolon): a
// header, then one risk a record. The columns are, in any order:
//
//   - id, which every record needs, and title, description, owner, threat,
//     category, parent, approach, source, event and identified;
//   - cia, scope, assets, vulnerabilities, issues, requirements and controls,
//     whose entries are separated by semicolons (by | in a file that is itself
//     separated by semicolons);
//   - STAGE.INPUT, for instance residual.likelihood, for a rating at one stage;
//   - INPUT alone: a rating at the current stage if the input has a column of
//     another stage or is on a scale, otherwise the same at every stage;
//   - inputs.INPUT, for a value that holds at every stage whatever other columns
//     there are;
//   - rationale.INPUT and rationale.STAGE.INPUT, the reason for a value;
//   - claimed_level, claimed_band and claimed_stage.
//
// A cell that is empty states nothing. A rating is a level's id, its value or
// LOW..HIGH; other inputs are written as their types want. The criteria say
// which columns there may be. An apostrophe before = + - or @, which keeps
// spreadsheets from taking a text for a formula, is taken away; a text that
// itself begins with apostrophes and then one of these has one more.
func StreamCSV(name string, r io.Reader, c *criteria.Criteria) (*Stream, error) {
	t := &csvReader{name: name, criteria: c, in: &countingReader{r: r}}
	if err := t.open(); err != nil {
		return nil, err
	}
	s := StreamOf("", t.risks())
	s.file = name
	return s, nil
}

type csvReader struct {
	name     string
	criteria *criteria.Criteria
	in       *countingReader
	csv      *csv.Reader
	columns  []column
	list     string // separates the entries of a list
}

// column says what the cells of a column mean.
type column struct {
	name  string
	field func(*Risk, string, *csvReader) error // nil for inputs
	input *criteria.Input
	stage Stage // 0: every stage
}

func (t *csvReader) fail(line, col int, path string, code source.Code, nearest, message string) error {
	var r source.Reporter
	r.Add(source.Diagnostic{File: t.name, Pos: source.Pos{Line: line, Col: col}, Path: path, Code: code, Nearest: nearest, Message: message})
	return r.Err()
}

// open reads the header.
func (t *csvReader) open() error {
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(t.in, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	head = bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(head)) == 0 {
		return t.fail(1, 1, "", source.Empty, "", "the file is empty")
	}
	t.in.r = io.MultiReader(bytes.NewReader(head), t.in.r)
	t.in.n = 0
	t.csv = csv.NewReader(t.in)
	t.csv.ReuseRecord = true
	t.list = ";"
	first, _, _ := bytes.Cut(head, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		t.csv.Comma, t.list = ';', "|"
	}
	header, err := t.csv.Read()
	if err != nil {
		return t.wrap(err)
	}
	return t.header(header)
}

func (t *csvReader) header(cells []string) error {
	var r source.Reporter
	seen := map[string]bool{}
	for i, cell := range cells {
		name := strings.TrimSpace(cell)
		line, col := t.csv.FieldPos(i)
		report := func(code source.Code, nearest, message string) {
			r.Add(source.Diagnostic{File: t.name, Pos: source.Pos{Line: line, Col: col}, Path: name, Code: code, Nearest: nearest, Message: message})
		}
		c, ok := t.column(name)
		switch {
		case name == "":
			report(source.BadValue, "", "the column has no name")
		case !ok:
			report(source.UnknownName, source.Nearest(name, t.names()), fmt.Sprintf("%q is no field of a risk and no input of the criteria", source.Clip(name)))
		case seen[name]:
			report(source.DuplicateKey, "", fmt.Sprintf("the column %q is there twice", source.Clip(name)))
		}
		seen[name] = true
		t.columns = append(t.columns, c)
	}
	if !seen["id"] && r.Len() == 0 {
		return t.fail(1, 1, "", source.MissingKey, "", "missing column id")
	}
	t.spread(seen)
	return r.Err()
}

// spread decides which inputs without a stage are ratings of the current one.
func (t *csvReader) spread(seen map[string]bool) {
	for i := range t.columns {
		c := &t.columns[i]
		if c.input == nil || c.stage != 0 || strings.Contains(c.name, ".") {
			continue
		}
		staged := c.input.Type == criteria.Rating
		for _, s := range Stages() {
			staged = staged || seen[s.String()+"."+c.name]
		}
		if staged {
			c.stage = Current
		}
	}
}

func (t *csvReader) split(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, t.list) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (t *csvReader) risks() iter.Seq2[*Risk, error] {
	return func(yield func(*Risk, error) bool) {
		for n := 0; ; n++ {
			t.in.n = 0
			cells, err := t.csv.Read()
			if errors.Is(err, io.EOF) {
				if n == 0 {
					yield(nil, t.fail(1, 1, "", source.Empty, "", "the register has no risks"))
				}
				return
			}
			var one *csv.ParseError
			switch {
			case errors.As(err, &one) && errors.Is(err, csv.ErrFieldCount):
				err = t.fail(one.Line, 1, "", source.Syntax, "", fmt.Sprintf("the record has %d cells, the header %d", len(cells), len(t.columns)))
				if !yield(nil, err) {
					return
				}
			case err != nil:
				yield(nil, t.wrap(err))
				return
			case !yield(t.risk(cells)):
				return
			}
		}
	}
}

// wrap gives an error of the CSV reader its position. What follows a broken
// quotation cannot be read.
func (t *csvReader) wrap(err error) error {
	var p *csv.ParseError
	switch {
	case errors.As(err, &p):
		return t.fail(p.Line, p.Column, "", source.Syntax, "", "is no CSV: "+p.Err.Error())
	case errors.Is(err, errLongRecord):
		line, _ := t.csv.FieldPos(0)
		return t.fail(line+1, 1, "", source.Limit, "", "a record is longer than 1 MiB")
	}
	return err
}

func (t *csvReader) risk(cells []string) (*Risk, error) {
	line, _ := t.csv.FieldPos(0)
	r := &Risk{at: place{t.name, line}}
	var errs source.Reporter
	for i, cell := range cells {
		c := &t.columns[i]
		l, col := t.csv.FieldPos(i)
		report := func(code source.Code, nearest, message string) {
			errs.Add(source.Diagnostic{File: t.name, Pos: source.Pos{Line: l, Col: col}, Path: c.name, Code: code, Nearest: nearest, Message: message})
		}
		text := strings.TrimSpace(cell)
		if rest := strings.TrimLeft(text, "'"); rest != text && rest != "" && strings.IndexByte("=+-@\t\r\x00", rest[0]) >= 0 {
			text = text[1:]
		}
		switch {
		case !utf8.ValidString(text):
			report(source.Encoding, "", "the cell is not UTF-8; save the file as CSV UTF-8")
		case len(text) > MaxTextBytes:
			report(source.Limit, "", fmt.Sprintf("the cell has %d bytes, at most %d are allowed", len(text), MaxTextBytes))
		case c.name == "id" && !source.ValidID(text):
			report(source.BadValue, "", fmt.Sprintf("%q is no id: letters, digits, ., _ and -, at most 64", source.Clip(text)))
		case text == "":
		case c.field != nil:
			if err := c.field(r, strings.Clone(text), t); err != nil {
				report(source.BadValue, "", err.Error())
			}
		default:
			s := t.state(c.input, strings.Clone(text))
			if _, err := c.input.Bind(s); err != nil {
				var e *criteria.InputError
				errors.As(err, &e)
				report(e.Code, e.Nearest, e.Message)
				continue
			}
			if c.stage == 0 {
				r.Inputs = append(r.Inputs, Statement{Input: c.input.ID, Value: s})
			} else {
				r.Ratings[c.stage-1] = append(r.Ratings[c.stage-1], Statement{Input: c.input.ID, Value: s})
			}
		}
	}
	if c := r.Claimed; c != nil && c.Level == nil && c.Band == "" {
		errs.Add(source.Diagnostic{File: t.name, Pos: source.Pos{Line: line, Col: 1}, Path: "claimed_stage", Code: source.MissingKey, Message: "the claim has neither a level nor a band"})
	}
	return r, errs.Err()
}

// state reads a cell as the type of its input wants it.
func (t *csvReader) state(in *criteria.Input, text string) criteria.Stated {
	switch in.Type {
	case criteria.Rating:
		if in.Scale.Index(text) < 0 {
			if low, high, ok := strings.Cut(text, ".."); ok {
				return criteria.StateList(stateNumber(strings.TrimSpace(low)), stateNumber(strings.TrimSpace(high)))
			}
			return stateNumber(text)
		}
	case criteria.Bool:
		if b := strings.ToLower(text); b == "true" || b == "false" {
			return criteria.StateBool(b == "true")
		}
	case criteria.Int, criteria.Double:
		return stateNumber(text)
	case criteria.Strings:
		var items []criteria.Stated
		for _, s := range t.split(text) {
			items = append(items, criteria.StateText(s))
		}
		return criteria.StateList(items...)
	}
	return criteria.StateText(text)
}

// stateNumber states a number if the text is one, otherwise the text.
func stateNumber(s string) criteria.Stated {
	r := parseDecimal(s)
	switch {
	case r == nil:
		return criteria.StateText(s)
	case r.IsInt() && r.Num().IsInt64() && !strings.ContainsAny(s, ".eE"):
		return criteria.StateInt(r.Num().Int64())
	}
	return criteria.StateDecimal(r)
}

// parseDecimal reads a decimal number of reasonable length.
func parseDecimal(s string) *big.Rat {
	if len(s) == 0 || len(s) > 40 || strings.Trim(s, "0123456789+-.") != "" {
		return nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}

// countingReader ends a record that goes on without end: an open quotation
// would otherwise swallow the rest of the file into memory.
type countingReader struct {
	r io.Reader
	n int
}

var errLongRecord = errors.New("risk: record too long")

func (c *countingReader) Read(p []byte) (int, error) {
	if c.n > MaxLineBytes {
		return 0, errLongRecord
	}
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

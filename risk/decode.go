package risk

import (
	"bytes"
	"math/big"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// decoder reads risks from lines of NDJSON without building a tree. It knows
// only what is right: whatever else a line holds, it gives up, and parseLine
// reads the line again for what is wrong with it. A decoder serves one
// goroutine, and the risk that it returns is good until the next one.
type decoder struct {
	json  jsontext.Decoder
	buf   bytes.Buffer
	risk  Risk
	names map[string]string
	lists [11][]string
	claim Claim
	level big.Rat // of the claim
	bad   bool
}

func newDecoder() *decoder { return &decoder{names: map[string]string{}} }

// read decodes a line, or returns nil.
func (d *decoder) read(line []byte, at place) *Risk {
	if !source.Clean(line) {
		return nil
	}
	d.buf.Reset()
	d.buf.Write(line)
	d.json.Reset(&d.buf)
	d.bad = false
	r := &d.risk
	*r = Risk{Inputs: r.Inputs[:0], Ratings: [3][]Statement{r.Ratings[0][:0], r.Ratings[1][:0], r.Ratings[2][:0]}, at: at, raw: line}
	rated := [3]bool{}
	d.object(func(key string) { d.field(r, key, &rated) })
	if d.bad || d.buf.Len() > 0 || d.json.InputOffset() != int64(len(line)) || r.ID == "" {
		return nil
	}
	for i := range r.Ratings {
		if !rated[i] {
			r.Ratings[i] = nil
			continue
		}
		for k := range r.Ratings[i] {
			for _, common := range r.Inputs {
				if common.Input == r.Ratings[i][k].Input {
					return nil // stated twice
				}
			}
		}
		if r.Ratings[i] == nil {
			r.Ratings[i] = []Statement{}
		}
	}
	return r
}

func (d *decoder) field(r *Risk, key string, rated *[3]bool) {
	switch key {
	case "id":
		r.ID = d.id()
	case "title":
		r.Title = d.text()
	case "description":
		r.Description = d.text()
	case "owner":
		r.Owner = d.id()
	case "threat":
		r.Threat = d.text()
	case "source":
		r.Source = d.text()
	case "event":
		r.Event = d.text()
	case "category":
		r.Category = d.text()
	case "parent":
		r.Parent = d.id()
	case "scope":
		r.Scope = d.texts(0)
	case "assets":
		r.Assets = d.texts(1)
	case "vulnerabilities":
		r.Vulnerabilities = d.texts(2)
	case "issues":
		r.Issues = d.texts(3)
	case "requirements":
		r.Requirements = d.texts(4)
	case "controls":
		r.Controls = d.texts(5)
	case "inputs":
		d.statements(&r.Inputs)
	case "ratings":
		d.object(func(key string) {
			s, ok := ParseStage(key)
			if !ok {
				d.bad = true
				return
			}
			rated[s-1] = true
			d.statements(&r.Ratings[s-1])
		})
	case "claimed":
		r.Claimed = d.claimed()
	default: // rarely there, or unknown
		d.bad = true
	}
}

func (d *decoder) claimed() *Claim {
	c := &d.claim
	*c = Claim{}
	d.object(func(key string) {
		switch key {
		case "level":
			v, err := d.json.ReadValue()
			n, ok := smallInt(v)
			if d.bad = d.bad || err != nil || !ok; ok {
				c.Level = d.level.SetInt64(n)
			}
		case "band":
			c.Band = d.text()
			d.bad = d.bad || c.Band == ""
		case "stage":
			stage, ok := ParseStage(d.text())
			c.Stage, d.bad = stage, d.bad || !ok
		default:
			d.bad = true
		}
	})
	d.bad = d.bad || c.Level == nil && c.Band == ""
	return c
}

// object calls f for every member; f reads the value. jsontext refuses a name
// that is there twice.
func (d *decoder) object(f func(key string)) {
	if d.bad || d.json.PeekKind() != '{' {
		d.bad = true
		return
	}
	_, _ = d.json.ReadToken() // seen by PeekKind
	for d.json.PeekKind() == '"' {
		name := d.text()
		if d.bad {
			return
		}
		if f(name); d.bad {
			return
		}
	}
	if t, err := d.json.ReadToken(); err != nil || t.Kind() != '}' {
		d.bad = true
	}
}

// text reads a text. Short ones repeat from risk to risk and are kept.
func (d *decoder) text() string {
	if d.bad || d.json.PeekKind() != '"' {
		d.bad = true
		return ""
	}
	v, err := d.json.ReadValue()
	if err != nil || len(v) > MaxTextBytes {
		d.bad = true
		return ""
	}
	if bytes.IndexByte(v, '\\') >= 0 {
		b, err := jsontext.AppendUnquote(nil, v)
		d.bad = d.bad || err != nil
		return string(b)
	}
	v = v[1 : len(v)-1]
	const shortText, mostTexts = 32, 4096
	if len(v) > shortText {
		return string(v)
	}
	if s, ok := d.names[string(v)]; ok {
		return s
	}
	s := string(v)
	if len(d.names) < mostTexts {
		d.names[s] = s
	}
	return s
}

func (d *decoder) id() string {
	s := d.text()
	d.bad = d.bad || !source.ValidID(s)
	return s
}

// texts reads a list into memory of its own that is reused.
func (d *decoder) texts(slot int) []string {
	list := d.lists[slot][:0]
	if d.bad || d.json.PeekKind() != '[' {
		d.bad = true
		return nil
	}
	_, _ = d.json.ReadToken() // seen by PeekKind
	for d.json.PeekKind() == '"' && len(list) < MaxItems {
		list = append(list, d.text())
	}
	if t, err := d.json.ReadToken(); err != nil || t.Kind() != ']' {
		d.bad = true
	}
	if list == nil {
		list = []string{}
	}
	d.lists[slot] = list
	return list
}

func (d *decoder) statements(list *[]Statement) {
	d.object(func(key string) {
		v := d.stated()
		if *list = append(*list, Statement{Input: key, Value: v}); len(*list) > criteria.MaxInputs || !v.Given() {
			d.bad = true
		}
	})
	slices.SortFunc(*list, compareStatements) // as appendRisk wants them
}

// stated reads a value as it is stated.
func (d *decoder) stated() criteria.Stated {
	switch d.json.PeekKind() {
	case '"':
		return criteria.StateText(d.text())
	case 't', 'f':
		t, err := d.json.ReadToken()
		if err != nil {
			break
		}
		return criteria.StateBool(t.Bool())
	case '0':
		v, err := d.json.ReadValue()
		if err != nil {
			break
		}
		if n, ok := smallInt(v); ok {
			return criteria.StateInt(n)
		}
	case '[':
		_, _ = d.json.ReadToken() // seen by PeekKind
		var items []criteria.Stated
		for d.json.PeekKind() != ']' && !d.bad && len(items) <= MaxItems {
			if d.json.PeekKind() == '[' {
				break
			}
			items = append(items, d.stated())
		}
		if t, err := d.json.ReadToken(); err == nil && t.Kind() == ']' {
			return criteria.StateList(items...)
		}
	}
	d.bad = true
	return criteria.Stated{}
}

// smallInt reads a whole number of at most nine digits.
func smallInt(v []byte) (n int64, ok bool) {
	if len(v) == 0 || len(v) > 9 {
		return 0, false
	}
	for _, c := range v {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, true
}

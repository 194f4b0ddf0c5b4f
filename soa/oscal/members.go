package oscal

import (
	"slices"
	"strconv"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// An object is an assembly of OSCAL. It names its members once, in the order
// of the schema, for reading and for writing.
type object interface {
	members(m *members)
	base() *kept
}

// kept is what an object keeps of the file that it was read from.
type kept struct {
	extra []extra // members that have no field here, in order
	at    int     // offset of the object in its document
}

func (k *kept) base() *kept { return k }

// extra is a member without a field, as it stands in the file.
type extra struct {
	name   string
	value  []byte
	before int // number of members that stand before it
}

// raw returns the value of a member that is kept as it is, nil if there is
// none.
func (k *kept) raw(name string) []byte {
	for i := range k.extra {
		if k.extra[i].name == name {
			return k.extra[i].value
		}
	}
	return nil
}

// setRaw replaces a member that is kept as it is; nil removes it.
func (k *kept) setRaw(name string, value []byte) {
	k.extra = slices.Clone(k.extra) // copies of the object share the list
	for i := range k.extra {
		if k.extra[i].name == name {
			if value == nil {
				k.extra = slices.Delete(k.extra, i, i+1)
			} else {
				k.extra[i].value = value
			}
			return
		}
	}
	if value != nil {
		k.extra = append(k.extra, extra{name: name, value: value, before: 1 << 20})
	}
}

// rule is what must hold for a member.
type rule uint8

const (
	need    rule = 1 << iota // it must be there
	isUUID                   // a UUID
	isToken                  // a token: a name without colons
	isTime                   // a time with a time zone
	isList                   // a list, which is kept as it is
)

// reading reads one document.
type reading struct {
	source.Reporter
	text  *source.Text
	stack []field // members of the objects that are being read
	left  int     // values that may still be read, see MaxValues

	controls map[string]bool // ids
}

// over tells that reading further is of no use.
func (r *reading) over() bool { return r.left < 0 || r.Len() > source.MaxDiagnostics }

// take counts a value.
func (m *members) take(at int) bool {
	r := m.r
	if r.left--; r.left == -1 {
		r.ReportIn(r.text, at, m.path(), source.Limit, "", "the document has more than %d values that are read", MaxValues)
	}
	return r.left >= 0
}

// members is at one object: it reads the members, tells which ones are there,
// or writes them.
type members struct {
	r      *reading // nil while writing
	up     *members // the object around this one
	key    string   // its name there
	index  int      // its number in a list there, -1 if it is in none
	fields []field

	naming bool // only collects names
	names  []string

	out   []byte
	keep  *kept
	wrote int // members
	next  int // extra member
}

func (m *members) path() string { return string(m.appendPath(nil)) }

func (m *members) appendPath(b []byte) []byte {
	if m.up != nil {
		if b = m.up.appendPath(b); len(b) > 0 {
			b = append(b, '.')
		}
	}
	b = append(b, m.key...)
	if m.index >= 0 {
		b = append(append(append(b, '['), strconv.Itoa(m.index)...), ']')
	}
	return b
}

func (m *members) report(f *field, code source.Code, format string, args ...any) {
	path := m.path()
	if path != "" {
		path += "."
	}
	m.r.ReportIn(m.r.text, f.at, path+source.Clip(string(f.name)), code, "", format, args...)
}

// find returns a member, nil if it is not there, which is reported if it must
// be.
func (m *members) find(name string, is rule) *field {
	if f := m.look(name); f != nil {
		f.used = true
		return f
	}
	if is&need != 0 {
		m.r.ReportIn(m.r.text, m.keep.at, m.path(), source.MissingKey, "", "%q is missing", name)
	}
	return nil
}

// look returns a member, nil if it is not there.
func (m *members) look(name string) *field {
	for i := range m.fields {
		if f := &m.fields[i]; string(f.name) == name {
			return f
		}
	}
	return nil
}

// read reads an object that begins at an offset. What it has no field for is
// kept.
func (m *members) read(o object, value []byte, at int) {
	m.keep = o.base()
	m.keep.at = at
	if value[0] != '{' {
		m.r.ReportIn(m.r.text, at, m.path(), source.WrongType, "", "wanted is a map, not %s", kindOf(value))
		return
	}
	if !m.take(at) {
		return
	}
	from := len(m.r.stack)
	m.r.stack = appendFields(m.r.stack, value, at)
	m.fields = m.r.stack[from:]
	o.members(m)
	for i := range m.fields {
		if f := &m.fields[i]; !f.used && m.take(f.at) {
			m.keep.extra = append(m.keep.extra, extra{string(f.name), f.value, i})
		}
	}
	m.r.stack = m.r.stack[:from]
}

// write appends an object.
func (m *members) write(o object) {
	m.keep = o.base()
	if len(m.keep.extra) > 0 {
		names := &members{naming: true}
		o.members(names)
		m.names = names.names
	}
	m.out = append(m.out, '{')
	o.members(m)
	m.flush(1 << 30)
	m.out = append(m.out, '}')
}

// flush writes the extra members that stand before a place. A field that got a
// value meanwhile replaces the member of its name.
func (m *members) flush(before int) {
	for ; m.next < len(m.keep.extra) && m.keep.extra[m.next].before <= before; m.next++ {
		if e := m.keep.extra[m.next]; !slices.Contains(m.names, e.name) {
			m.name(e.name)
			m.out = append(m.out, e.value...)
		}
	}
}

func (m *members) name(name string) {
	if m.wrote++; m.wrote > 1 {
		m.out = append(m.out, ',')
	}
	m.out = append(seal.AppendString(m.out, name), ':')
}

// begin tells whether a member that is there has to be written.
func (m *members) begin(name string) bool {
	if m.naming {
		m.names = append(m.names, name)
		return false
	}
	m.flush(m.wrote)
	m.name(name)
	return true
}

// text is a member that is a string. One that is empty is kept, but is no
// value.
func (m *members) text(name string, p *string, is rule) {
	if m.r == nil {
		if *p != "" && m.begin(name) {
			m.out = seal.AppendString(m.out, *p)
		}
		return
	}
	if f := m.find(name, is); f != nil {
		*p = m.string(f, is)
		f.used = *p != ""
	}
}

func (m *members) string(f *field, is rule) string {
	if f.value[0] != '"' {
		m.report(f, source.WrongType, "wanted is a string, not %s", kindOf(f.value))
		return ""
	}
	if len(f.value) > MaxTextBytes {
		m.report(f, source.Limit, "the text has %d bytes, at most %d are allowed", len(f.value), MaxTextBytes)
		return ""
	}
	if !m.take(f.at) {
		return ""
	}
	s := string(unquoted(f.value))
	switch {
	case is&isUUID != 0 && !validUUID(s):
		m.report(f, source.BadValue, "%q is no UUID", source.Clip(s))
	case is&isToken != 0 && !validToken(s):
		m.report(f, source.BadValue, "%q is no token: letters, digits, ., _ and -, beginning with a letter or _", source.Clip(s))
	case is&isTime != 0 && parseTime(s).IsZero():
		m.report(f, source.BadValue, "%q is no time with a time zone, such as 2026-02-01T09:00:00Z", source.Clip(s))
	}
	return s
}

// texts is a member that is a list of strings.
func (m *members) texts(name string, p *[]string, is rule) {
	if m.r == nil {
		if len(*p) > 0 && m.begin(name) {
			for i, s := range *p {
				m.out = append(m.out, "[,"[min(i, 1)])
				m.out = seal.AppendString(m.out, s)
			}
			m.out = append(m.out, ']')
		}
		return
	}
	f := m.array(name, is)
	if f == nil {
		return
	}
	items(f.value, f.at, func(item []byte, at int) bool {
		*p = append(*p, m.string(&field{name: []byte(name + "[" + strconv.Itoa(len(*p)) + "]"), at: at, value: item}, is))
		return !m.r.over()
	})
	f.used = len(*p) > 0
}

// array returns a member that is a list.
func (m *members) array(name string, is rule) *field {
	f := m.find(name, is)
	if f != nil && f.value[0] != '[' {
		m.report(f, source.WrongType, "wanted is a list, not %s", kindOf(f.value))
		return nil
	}
	return f
}

// flag is a member that is true or false.
func (m *members) flag(name string, p *bool) {
	if m.r == nil {
		if *p && m.begin(name) {
			m.out = append(m.out, "true"...)
		}
		return
	}
	if f := m.find(name, 0); f != nil {
		switch string(f.value) {
		case "true":
			*p = true
		case "false":
			f.used = false
		default:
			m.report(f, source.WrongType, "wanted is true or false, not %s", kindOf(f.value))
		}
	}
}

// empty is a member that is an object without members: it is there or not.
func (m *members) empty(name string, p *bool) {
	if m.r == nil {
		if *p && m.begin(name) {
			m.out = append(m.out, "{}"...)
		}
		return
	}
	if f := m.find(name, 0); f != nil {
		if *p = f.value[0] == '{'; !*p {
			m.report(f, source.WrongType, "wanted is a map, not %s", kindOf(f.value))
		}
	}
}

// rawList checks that a member which is kept as it is, is a list.
func (m *members) rawList(names ...string) {
	if m.r == nil {
		return
	}
	for _, name := range names {
		if f := m.array(name, 0); f != nil {
			f.used = false
		}
	}
}

// at returns where the value of a member stands.
func (m *members) at(name string) int {
	if f := m.look(name); f != nil {
		return f.at
	}
	return 0
}

// offsets returns where the items of a list stand.
func (m *members) offsets(name string) []int {
	var out []int
	if f := m.look(name); f != nil && f.value[0] == '[' {
		items(f.value, f.at, func(_ []byte, at int) bool {
			out = append(out, at)
			return true
		})
	}
	return out
}

// readQuietly reads an object of which nothing is reported.
func (m *members) readQuietly(o object, value []byte) {
	m.r.text = source.NewText("", value)
	m.read(o, value, 0)
}

// control reports a control whose id another one of the catalog has.
func (m *members) control(id string) {
	if m.r == nil || id == "" {
		return
	}
	if m.r.controls == nil {
		m.r.controls = map[string]bool{}
	}
	f := m.look("id")
	switch {
	case m.r.controls[id]:
		m.report(f, source.DuplicateID, "another control has the id %q", source.Clip(id))
	case len(m.r.controls) == MaxControls:
		m.report(f, source.Limit, "the catalog has more than %d controls", MaxControls)
		m.r.left = -1
	}
	m.r.controls[id] = true
}

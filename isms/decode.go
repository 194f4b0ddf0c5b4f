package isms

import (
	"reflect"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// Limits of a document. A limit that is hit is an error with its place.
const (
	MaxBytes     = 64 << 20  // bytes of one document
	MaxValues    = 2_000_000 // values and keys of one document
	MaxEntities  = 100_000   // entries of one section
	MaxItems     = 10_000    // entries of any other list
	MaxTextBytes = criteria.MaxTextBytes
)

// decoder reads objects by what their types say.
type decoder struct{ source.Reporter }

// document reads the root of a document.
func (d *decoder) document(root *source.Node) *System {
	s := &System{}
	if root.Kind() != source.Map {
		d.Object(root) // reports
		return s
	}
	d.format(root)
	d.object(root, TypeOf(s), reflect.ValueOf(s).Elem())
	return s
}

func (d *decoder) format(root *source.Node) {
	n := root.Get("format")
	if n == nil {
		d.Report(root, source.MissingKey, "missing key format: the first line of a document is format: %s", Format)
		return
	}
	if s := d.StringOf(n); s != Format && s != "" {
		d.ReportNear(n, source.BadValue, source.Nearest(s, []string{Format}), "the format is %q, wanted is %s", source.Clip(s), Format)
	}
}

// object reads a map. Keys that the type does not have are reported with the
// nearest one that is still free.
func (d *decoder) object(n *source.Node, t *Type, v reflect.Value) {
	if n.Kind() != source.Map {
		d.Object(n) // reports
		return
	}
	v.Field(t.place).Addr().Interface().(*Place).put(n)
	for _, f := range n.Fields() {
		x := t.Field(f.Key)
		switch {
		case x != nil:
			d.field(f.Value, x, v.Field(x.index))
		case f.Key != "format" || n.Path() != "":
			d.ReportAtNear(f.Value, f.KeyPos(), source.UnknownKey, source.Nearest(f.Key, t.free(n)), "unknown key %q", source.Clip(f.Key))
		}
	}
	if t.id >= 0 && t.idOf(v) == "" && n.Get("id") == nil {
		d.Report(n, source.MissingKey, "missing key id")
	}
}

// free lists the keys of the type that an object does not have.
func (t *Type) free(n *source.Node) []string {
	var free []string
	for i := range t.Fields {
		if n.Get(t.Fields[i].Name) == nil {
			free = append(free, t.Fields[i].Name)
		}
	}
	return free
}

func (d *decoder) field(n *source.Node, x *Field, v reflect.Value) {
	switch x.Kind {
	case KindID:
		v.SetString(d.IDOf(n))
		return
	case KindWord:
		v.SetString(d.word(n, x.Words))
		return
	}
	o := v.Addr().Interface().(optional)
	if n.Kind() == source.Null {
		d.null(n, x, o)
		return
	}
	o.mark(StateValue)
	switch p := o.slot().(type) {
	case *string:
		d.text(n, x, p)
		if x.Kind == KindReference && *p == "" {
			o.mark(StateNone)
		}
	case *[]string:
		*p = []string{}
		for _, item := range d.items(n, x, MaxItems) {
			var s string
			d.text(item, x, &s)
			*p = append(*p, s)
		}
	case *seal.Digest:
		*p = d.digest(n)
	case *bool:
		*p = d.BoolOf(n)
	case *int64:
		*p = d.IntOf(n)
	case *Decimal:
		*p = d.decimal(n)
	case *[]Decimal:
		*p = []Decimal{}
		for _, item := range d.items(n, x, MaxItems) {
			*p = append(*p, d.decimal(item))
		}
	case *time.Time:
		*p = d.TimeOf(n)
	case *time.Duration:
		*p = d.DurationOf(n)
	default:
		d.objects(n, x, reflect.ValueOf(p).Elem())
	}
}

func (d *decoder) null(n *source.Node, x *Field, o optional) {
	switch {
	case x.Nullable:
		o.mark(StateNone)
	case x.List:
		d.Report(n, source.WrongType, "is empty; write [] if there are none, and leave the key out if that is not known")
	case x.Kind == KindText:
		d.Report(n, source.WrongType, `is empty; write "" if there is nothing to say, and leave the key out if that is not known`)
	default:
		d.BoolOf(n) // reports
	}
}

// objects reads an object, or a list of objects, into a pointer or a slice of
// pointers.
func (d *decoder) objects(n *source.Node, x *Field, v reflect.Value) {
	if !x.List {
		e := reflect.New(x.Type.typ)
		d.object(n, x.Type, e.Elem())
		v.Set(e)
		return
	}
	limit := MaxItems
	if x.Type.Identified() {
		limit = MaxEntities
	}
	items := d.items(n, x, limit)
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		e := reflect.New(x.Type.typ)
		d.object(item, x.Type, e.Elem())
		v.Index(i).Set(e)
	}
}

func (d *decoder) items(n *source.Node, x *Field, limit int) []*source.Node {
	if n.Kind() != source.List {
		d.Report(n, source.WrongType, "wanted is a list, not %s", n.Kind())
		return nil
	}
	if n.Len() > limit {
		d.Report(n, source.Limit, "%d entries, at most %d are allowed", n.Len(), limit)
		return nil
	}
	return n.Items()
}

func (d *decoder) text(n *source.Node, x *Field, p *string) {
	switch {
	case x.Kind == KindReference && (n.Kind() != source.String || n.Text() != "") || x.IDForm:
		*p = d.IDOf(n)
	case x.Kind == KindReference && x.List:
		d.Report(n, source.BadValue, "an entry of a list of ids cannot be empty")
	default:
		if *p = d.StringOf(n); len(*p) > MaxTextBytes {
			d.Report(n, source.Limit, "the text has %d bytes, at most %d are allowed", len(*p), MaxTextBytes)
		}
	}
}

// word reads one of a few words. A number is read by its text, so that the
// edition 2022 needs no quotes.
func (d *decoder) word(n *source.Node, words []string) string {
	s := d.ScalarOf(n)
	for _, w := range words {
		if s == w {
			return s
		}
	}
	if k := n.Kind(); k != source.Null && k != source.Map && k != source.List {
		d.ReportNear(n, source.BadValue, source.Nearest(s, words), "%q is none of %s", source.Clip(s), strings.Join(words, ", "))
	}
	return ""
}

func (d *decoder) digest(n *source.Node) seal.Digest {
	s := d.StringOf(n)
	x, err := seal.ParseDigest(s)
	if err != nil && n.Kind() == source.String {
		d.Report(n, source.BadValue, "%q is no digest: sha256: and 64 hexadecimal digits in lower case", source.Clip(s))
	}
	return x
}

func (d *decoder) decimal(n *source.Node) Decimal {
	r := d.DecimalOf(n)
	if r == nil {
		return Decimal{}
	}
	x, ok := decimalOf(r)
	if !ok {
		d.Report(n, source.Limit, "the number has more than %d digits", MaxDecimalLength)
	}
	return x
}

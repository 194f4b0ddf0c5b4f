package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// nodes is a model with a field of each shape.
func nodes() []rules.Type {
	f := func(name string, k rules.Kind) rules.Field { return rules.Field{Name: name, Kind: k} }
	list := func(f rules.Field) rules.Field { f.List = true; return f }
	nullable := func(f rules.Field) rules.Field { f.Nullable = true; return f }
	node := rules.Field{Name: "ref", Kind: rules.KindObject, Of: "node"}
	kids := rules.Field{Name: "kids", Kind: rules.KindObject, Of: "node", List: true}
	return []rules.Type{{Name: "node", Fields: []rules.Field{
		f("b", rules.KindBool), f("i", rules.KindInt), nullable(f("n", rules.KindInt)), f("s", rules.KindText), nullable(f("o", rules.KindText)),
		f("t", rules.KindTime), f("d", rules.KindNumber), list(f("tags", rules.KindText)), list(f("ints", rules.KindInt)), kids, node,
	}}}
}

func nodeScope(t testing.TB) *rules.Scope {
	t.Helper()
	s, err := rules.NewSchema(nodes(), []rules.Function{
		{Name: "sum", Params: []rules.Param{{Kind: rules.KindInt, List: true}}, Result: rules.Param{Kind: rules.KindInt}, Call: func(a []rules.Value) rules.Value {
			n := int64(0)
			for i := range a[0].Len() {
				n += a[0].At(i).Int()
			}
			return rules.Int(n)
		}},
		{Name: "label", Params: []rules.Param{{Kind: rules.KindObject, Of: "node", Nullable: true}}, Result: rules.Param{Kind: rules.KindText},
			Reads: []string{"node.s"}, Call: func(a []rules.Value) rules.Value {
				if a[0].IsNone() {
					return rules.Text("none")
				}
				return rules.Get(a[0].Object(), "s")
			}},
	})
	require.NoError(t, err)
	scope, err := s.Scope(rules.Var{Name: "x", Kind: rules.KindObject, Of: "node"}, rules.Var{Name: "every", Kind: rules.KindObject, Of: "node", List: true},
		rules.Var{Name: "w", Kind: rules.KindText}, rules.Var{Name: "now", Kind: rules.KindTime})
	require.NoError(t, err)
	return scope
}

// fact is a value of the model, and until which view it is hidden: 0 for never,
// 1 in the first view, 2 in the first two of three.
type fact struct {
	hidden int
	value  rules.Value // of a scalar
	list   []*fact     // of a list
	isList bool
	node   map[string]*fact // of an object
	path   string
}

// view makes the values that a view shows.
func (f *fact) view(v int) rules.Value {
	switch {
	case f.hidden > v:
		return rules.Unknown(f.path)
	case f.isList:
		items := make([]rules.Value, len(f.list))
		for i, e := range f.list {
			items[i] = e.view(v)
		}
		return rules.List(items...)
	case f.node != nil:
		fields := map[string]rules.Value{}
		for name, x := range f.node {
			fields[name] = x.view(v)
		}
		return object("node", f.path, fields)
	}
	return f.value
}

// drawer draws models and expressions.
type drawer struct {
	*rapid.T
	hide  int  // one fact in so many is hidden
	whole bool // whole elements may be, too
	n     int
}

func (d *drawer) pick(n int) int { return rapid.IntRange(0, n-1).Draw(d.T, "") }

func (d *drawer) one(s ...string) string { return s[d.pick(len(s))] }

func (d *drawer) hidden() int {
	if d.pick(d.hide) != 0 {
		return 0
	}
	return 1 + d.pick(2)
}

func (d *drawer) fact(path string, v rules.Value) *fact {
	return &fact{hidden: d.hidden(), value: v, path: path}
}

func (d *drawer) texts(path string) *fact {
	f := &fact{hidden: d.hidden(), isList: true, path: path}
	for i := range d.pick(4) {
		f.list = append(f.list, d.fact(fmt.Sprintf("%s[%d]", path, i), rules.Text(d.one("a", "b", "C"))))
	}
	return f
}

func (d *drawer) ints(path string) *fact {
	f := &fact{hidden: d.hidden(), isList: true, path: path}
	for i := range d.pick(4) {
		f.list = append(f.list, d.fact(fmt.Sprintf("%s[%d]", path, i), rules.Int(int64(d.pick(3)))))
	}
	return f
}

func (d *drawer) list(path string, depth, most int) *fact {
	f := &fact{hidden: d.hidden(), isList: true, path: path}
	for i := range d.pick(most + 1) {
		f.list = append(f.list, d.node(fmt.Sprintf("%s[%d]", path, i), depth))
	}
	return f
}

func (d *drawer) node(path string, depth int) *fact {
	if d.n++; d.n > 60 {
		depth = 0
	}
	maybe := func(v rules.Value) rules.Value {
		if d.pick(3) == 0 {
			return rules.None()
		}
		return v
	}
	f := &fact{path: path, node: map[string]*fact{
		"b": d.fact(path+".b", rules.Bool(d.pick(2) == 0)), "i": d.fact(path+".i", rules.Int(int64(d.pick(3)))),
		"n": d.fact(path+".n", maybe(rules.Int(int64(d.pick(3))))), "s": d.fact(path+".s", rules.Text(d.one("a", "b", "C"))),
		"o": d.fact(path+".o", maybe(rules.Text(d.one("a", "b", "C")))), "t": d.fact(path+".t", maybe(rules.Time(time.Unix(int64(d.pick(3)), 0)))),
		"d": d.fact(path+".d", rules.Number(float64(d.pick(3)))), "tags": d.texts(path + ".tags"), "ints": d.ints(path + ".ints"),
	}}
	if d.whole && d.pick(12) == 0 {
		f.hidden = d.hidden() // an element, or a reference, of which nothing is known
	}
	if depth <= 0 {
		f.node["kids"], f.node["ref"] = d.list(path+".kids", 0, 0), d.fact(path+".ref", rules.None())
		return f
	}
	f.node["kids"], f.node["ref"] = d.list(path+".kids", depth-1, 3), d.node(path+".ref", depth-2)
	return f
}

// expr draws expressions over the variables in scope; nodes lists those that
// are objects.
type expr struct {
	*drawer
	nodes []string
	loops int
}

func (e *expr) object(depth int) string {
	switch n := e.pick(8); {
	case n == 0 && depth > 0:
		return e.object(depth-1) + ".ref"
	case n == 1 && depth > 0:
		return fmt.Sprintf("%s[%s]", e.objects(depth-1), e.int(depth-1))
	}
	return e.nodes[e.pick(len(e.nodes))]
}

// with draws a part in which a new name stands for an object.
func (e *expr) with(part func(name string) string) string {
	name := fmt.Sprintf("v%d", len(e.nodes))
	e.nodes = append(e.nodes, name)
	e.loops++
	s := part(name)
	e.loops--
	e.nodes = e.nodes[:len(e.nodes)-1]
	return s
}

func (e *expr) objects(depth int) string {
	if depth <= 0 {
		return e.one("every", e.nodes[e.pick(len(e.nodes))]+".kids")
	}
	switch e.pick(7) {
	case 0, 1:
		if e.loops < 3 {
			list := e.objects(depth - 1)
			return e.with(func(v string) string { return fmt.Sprintf("%s.filter(%s, %s)", list, v, e.bool(depth-1)) })
		}
	case 2, 3:
		return fmt.Sprintf("%s.where('%s', %s)", e.objects(depth-1), e.one("s", "o", "tags"), e.text(depth-1))
	case 4:
		return fmt.Sprintf("(%s ? %s : %s)", e.bool(depth-1), e.objects(depth-1), e.objects(depth-1))
	case 5:
		return e.object(depth-1) + ".kids"
	}
	return e.objects(0)
}

func (e *expr) mapped(depth int, value func(int) string) string {
	list := e.objects(depth - 1)
	return e.with(func(v string) string {
		if e.pick(2) == 0 {
			return fmt.Sprintf("%s.map(%s, %s, %s)", list, v, e.bool(depth-1), value(depth-1))
		}
		return fmt.Sprintf("%s.map(%s, %s)", list, v, value(depth-1))
	})
}

func (e *expr) textList(depth int) string {
	switch n := e.pick(4); {
	case n == 0 && depth > 0 && e.loops < 3:
		return e.mapped(depth, e.text)
	case n == 1:
		return "['a', " + e.text(depth-1) + "]"
	}
	return e.object(depth-1) + ".tags"
}

func (e *expr) intList(depth int) string {
	switch n := e.pick(4); {
	case n == 0 && depth > 0 && e.loops < 3:
		return e.mapped(depth, e.int)
	case n == 1:
		return "[1, " + e.int(depth-1) + "]"
	}
	return e.object(depth-1) + ".ints"
}

func (e *expr) text(depth int) string {
	if depth <= 0 {
		return e.one("'a'", "'b'", "'C'", "w", e.nodes[0]+".s", e.nodes[len(e.nodes)-1]+".s")
	}
	switch e.pick(6) {
	case 0:
		return fmt.Sprintf("(%s ? %s : %s)", e.bool(depth-1), e.text(depth-1), e.text(depth-1))
	case 1:
		return e.text(depth-1) + ".lowerAscii()"
	case 2:
		return e.object(depth-1) + ".o"
	case 3:
		return fmt.Sprintf("label(%s)", e.object(depth-1))
	case 4:
		return fmt.Sprintf("%s[%s]", e.textList(depth-1), e.int(depth-1))
	}
	return e.object(depth-1) + ".s"
}

func (e *expr) int(depth int) string {
	if depth <= 0 {
		return e.one("0", "1", "2", e.nodes[0]+".i", e.nodes[len(e.nodes)-1]+".i")
	}
	switch e.pick(11) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", e.int(depth-1), e.one("+", "-", "*", "/", "%"), e.int(depth-1))
	case 1:
		return fmt.Sprintf("(%s ? %s : %s)", e.bool(depth-1), e.int(depth-1), e.int(depth-1))
	case 2:
		return e.objects(depth-1) + ".size()"
	case 3:
		return fmt.Sprintf("size(%s)", e.one(e.textList(depth-1), e.intList(depth-1), e.text(depth-1)))
	case 4:
		return fmt.Sprintf("%s[%s]", e.intList(depth-1), e.int(depth-1))
	case 5:
		return fmt.Sprintf("math.%s(%s)", e.one("greatest", "least"), e.intList(depth-1))
	case 6:
		return fmt.Sprintf("math.greatest(%s, %s)", e.int(depth-1), e.int(depth-1))
	case 7:
		return fmt.Sprintf("sum(%s)", e.intList(depth-1))
	case 8:
		return fmt.Sprintf("{'a': %s, 'b': 1}[%s]", e.int(depth-1), e.text(depth-1))
	case 9:
		return e.object(depth-1) + ".n"
	}
	return e.object(depth-1) + ".i"
}

func (e *expr) bool(depth int) string {
	if depth <= 0 {
		return e.one("true", "false", e.nodes[0]+".b", e.nodes[len(e.nodes)-1]+".b")
	}
	switch e.pick(16) {
	case 0, 1:
		return fmt.Sprintf("(%s %s %s)", e.bool(depth-1), e.one("&&", "||"), e.bool(depth-1))
	case 2:
		return "!" + e.bool(depth-1)
	case 3:
		return fmt.Sprintf("(%s ? %s : %s)", e.bool(depth-1), e.bool(depth-1), e.bool(depth-1))
	case 4:
		return fmt.Sprintf("(%s %s %s)", e.int(depth-1), e.one("==", "!=", "<", ">="), e.int(depth-1))
	case 5:
		return fmt.Sprintf("(%s %s %s)", e.text(depth-1), e.one("==", "!=", "<"), e.text(depth-1))
	case 6:
		return fmt.Sprintf("(%s.%s %s null)", e.object(depth-1), e.one("n", "o", "t", "ref"), e.one("==", "!="))
	case 7:
		return fmt.Sprintf("has(%s.%s)", e.object(depth-1), e.one("b", "i", "n", "s", "t", "tags", "kids", "ref"))
	case 8:
		return fmt.Sprintf("(%s.t %s now)", e.object(depth-1), e.one("<", "==", "!=", ">="))
	case 9:
		return fmt.Sprintf("(%s in %s)", e.text(depth-1), e.textList(depth-1))
	case 10:
		return fmt.Sprintf("(%s in %s)", e.int(depth-1), e.intList(depth-1))
	case 11:
		if e.pick(2) == 0 {
			return fmt.Sprintf("(%s %s %s)", e.intList(depth-1), e.one("==", "!="), e.intList(depth-1))
		}
		return fmt.Sprintf("(%s %s %s)", e.textList(depth-1), e.one("==", "!="), e.textList(depth-1))
	case 12:
		return fmt.Sprintf("%s.startsWith(%s)", e.text(depth-1), e.text(depth-1))
	}
	if e.loops >= 3 {
		return e.bool(0)
	}
	list := e.objects(depth - 1)
	return e.with(func(v string) string {
		return fmt.Sprintf("%s.%s(%s, %s)", list, e.one("all", "exists", "exists_one"), v, e.bool(depth-1))
	})
}

func drawRule(t *rapid.T, scope *rules.Scope) (*rules.Rule, string) {
	e := &expr{drawer: &drawer{T: t, hide: 4}, nodes: []string{"x"}}
	text := e.bool(rapid.IntRange(1, 5).Draw(t, "depth"))
	r, issues := scope.Compile(text)
	for _, is := range issues {
		if is.Code == rules.TooLarge {
			t.Skip("larger than the dialect allows")
		}
	}
	if r == nil {
		t.Fatalf("%s: %+v", text, issues)
	}
	return r, text
}

func describe(r rules.Result) string {
	switch {
	case r.True():
		return "true"
	case r.False():
		return "false"
	case r.Failure() != nil:
		return "failure"
	}
	return "unknown"
}

// TestSound holds that a rule which comes to a value, or fails, over a view of
// a model does the same over every view that shows more.
func TestSound(t *testing.T) {
	scope := nodeScope(t)
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		d := &drawer{T: t, hide: rapid.IntRange(2, 12).Draw(t, "hide"), whole: true}
		x, list, w := d.node("x", 2), d.list("every", 1, 12), d.fact("w", rules.Text(d.one("a", "b", "C")))
		r, text := drawRule(t, scope)
		var before string
		var last rules.Result
		for v := range 3 {
			res := r.Eval(x.view(v), list.view(v), w.view(v), rules.Time(time.Unix(1, 0)))
			now := describe(res)
			if f := res.Failure(); f != nil && (f.Code == rules.Evaluation || f.Code == rules.Model || f.Code == rules.CostLimit) {
				t.Fatalf("%s\n%v", text, f)
			}
			paths, _ := res.Missing()
			if (now == "unknown") != (len(paths) > 0) {
				t.Fatalf("%s\n%s but %v", text, now, paths)
			}
			if v == 2 && now == "unknown" {
				t.Fatalf("%s\nis unknown where nothing is: %v", text, paths)
			}
			if before != "" && before != "unknown" && before != now {
				t.Fatalf("%s\n%s became %s; %v", text, before, now, last.Failure())
			}
			if v == 0 {
				seen[now]++
				if strings.Contains(text, "filter") || strings.Contains(text, "where") {
					seen[now+" with filter or where"]++
				}
			}
			before, last = now, res
		}
	})
	t.Logf("%v", seen)
}

// TestLaws holds that forms which mean the same come to the same, whatever is
// unknown or fails. They do for objects in a list; what is no object loses its
// value where it is in doubt whether it is there, and so does an element of
// which nothing is known.
func TestLaws(t *testing.T) {
	scope := nodeScope(t)
	rapid.Check(t, func(t *rapid.T) {
		d := &drawer{T: t, hide: rapid.IntRange(2, 12).Draw(t, "hide")}
		x, list := d.node("x", 1), d.list("every", 1, 12)
		e := &expr{drawer: &drawer{T: t}, nodes: []string{"x"}, loops: 2}
		over := e.one("every", "x.kids")
		e.nodes = append(e.nodes, "v")
		p, q, w := e.bool(2), e.bool(2), e.one("'a'", "'b'", "'C'", "w")
		law := [][2]string{
			{"%[1]s.filter(v, %[2]s).exists(v, %[3]s)", "%[1]s.exists(v, %[2]s && %[3]s)"},
			{"%[1]s.filter(v, %[2]s).all(v, %[3]s)", "%[1]s.all(v, !%[2]s || %[3]s)"},
			{"%[1]s.filter(v, %[2]s).exists_one(v, %[3]s)", "%[1]s.exists_one(v, %[2]s && %[3]s)"},
			{"%[1]s.filter(v, %[2]s).filter(v, %[3]s).size() > 1", "%[1]s.filter(v, %[2]s && %[3]s).size() > 1"},
			{"%[1]s.exists(v, %[2]s)", "!%[1]s.all(v, !%[2]s)"},
			{"%[1]s.where('s', %[4]s).exists(v, %[2]s)", "%[1]s.exists(v, v.s == %[4]s && %[2]s)"},
			{"%[1]s.where('o', %[4]s).all(v, %[2]s)", "%[1]s.all(v, v.o != %[4]s || %[2]s)"},
			{"%[1]s.where('s', %[4]s).exists_one(v, %[2]s)", "%[1]s.exists_one(v, v.s == %[4]s && %[2]s)"},
			{"%[1]s.where('s', %[4]s).where('o', 'a').size() == 0", "%[1]s.filter(v, v.s == %[4]s && v.o == 'a').size() == 0"},
			{"%[1]s.map(v, %[2]s).exists(b, b)", "%[1]s.exists(v, %[2]s)"},
			{"%[4]s in %[1]s.map(v, v.s)", "%[1]s.exists(v, v.s == %[4]s)"},
		}[d.pick(11)]
		var came [2]string
		for i, form := range law {
			text := strings.NewReplacer("%[1]s", over, "%[2]s", p, "%[3]s", q, "%[4]s", w).Replace(form)
			r, issues := scope.Compile(text)
			if r == nil {
				t.Fatalf("%s: %v", text, issues)
			}
			came[i] = describe(r.Eval(x.view(0), list.view(0), rules.Text("b"), rules.Time(time.Unix(1, 0))))
			law[i] = text
		}
		if came[0] != came[1] {
			t.Fatalf("%s\nis %s, but\n%s\nis %s", law[0], came[0], law[1], came[1])
		}
	})
}

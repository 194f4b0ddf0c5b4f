package engine_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/stretchr/testify/require"
)

// hostile lists texts that are made to cost far more than they are long, to
// crash something, or to mean something else than they show.
func hostile() []string {
	r := strings.Repeat
	exists := func(n int, inner string) string {
		for i := range n {
			inner = fmt.Sprintf("tags.exists(x%d, %s)", i, inner)
		}
		return inner
	}
	return []string{
		r("(", 2000) + "1" + r(")", 2000),
		r("!", 4000) + "b",
		r("-", 4000) + "l",
		r("[", 2000) + r("]", 2000),
		r("{1:", 1000) + "1" + r("}", 1000),
		"b" + r(" && b", 800),
		"b" + r(" || b", 800),
		r("b ? ", 600) + "1" + r(" : 0", 600),
		"1" + r("+1", 2000),
		r("l*", 1500) + "l",
		"s" + r(".size().size()", 200),
		"s" + r(".contains(s)", 300),
		exists(3, "s.contains(x0 == '' ? s : s)"),
		exists(3, "x0 == x1 && x1 == x2 && s.matches('(a+)+$')"),
		exists(4, "true"),
		"tags.map(x, tags.map(y, tags.map(z, x))).size() > 0",
		"tags.map(x, tags).size() > 0",
		"tags.filter(x, tags.filter(y, tags.exists(z, z == y)).size() > 0).size() > 0",
		"tags.all(x, tags.all(y, x != y || x == y))",
		"tags.exists_one(x, tags.exists_one(y, x == y))",
		"tags == tags && tags != tags.map(x, x)",
		"s in tags.map(x, x)",
		"s.matches('" + r("(a|b)*", 300) + "')",
		"s.matches('(((((a{50}){50}){50}){50}){50})')",
		"s.matches('" + r("a?", 500) + r("a", 500) + "')",
		"s.matches('(x+x+)+y')",
		"s.matches(s)",
		"tags.exists(x, x.matches('^(([a-z])+.)+[A-Z]([a-z])+$'))",
		"1/0 == 1", "1%0 == 1", "[1][5] == 1", "{'a':1}['b'] == 1",
		"9223372036854775807 + 1 > 0", "-(-9223372036854775807 - 1) > 0", "l * 9223372036854775807 > 0",
		"int(1e300) > 0", "int(0.0/0.0) > 0", "0.0/0.0 == 0.0/0.0",
		"timestamp('9999-12-31T23:59:59Z') + duration('876000h') > asOf",
		"asOf - duration('-2562047h') > asOf", "duration('9223372036s') + duration('9223372036s') > u",
		"duration('1e999h') > u", "timestamp('0000-00-00T00:00:00Z') > asOf",
		"'\xff\xfe'", "'\x00'", "s == '\u202e'", "'unterminated", "\"\"\"", "'\\u12'", "r'''" + r("'", 100),
		"@result", "__result__", "@iter", "a.b.c.d", ".l", "l.", "l..i", "l[0]", "l()", "()", "", " ", "\n\n\n", "//", "/* */ l",
		"has(l)", "has(tags.x)", "has({'a': 1}.a)", "cel.bind(x, l, x)", "optional.of(l)", "tags[?0]", "{?'a': l}", "tags.?x",
		"'%d'.format([l])", "s.replace('a', 'b')", "s.split('')", "[1].join(',')", "lists.range(1000000000)", "s.lowerAscii()", "base64.encode(b's')",
		"dyn(l) == dyn(s)", "type(l) == int", "1u", "b's'", "null", "google.protobuf.Any{}", "math.bitShiftLeft(1, 63)", "math.sqrt(l)",
		"{1: {2: {3: {4: {5: 6}}}}}[1][2][3][4][5] == 6",
		"[[[[[[[[[[[[l]]]]]]]]]]]].size() == 1",
		"tags.map(tags, tags).size() > 0", "tags.exists(l, l == s)", "tags.exists(x.y, true)", "tags.exists(1, true)", "tags.exists(x)",
		"tags.exists(x, y, true)", "tags.exists(x, x.exists(y, true))",
		strings.Repeat("l + ", 1023) + "l", "'" + r("x", 4094) + "'", r("é", 2048), r("\u0301", 2000), r("𝒳", 1000),
	}
}

const childFlag = "ISMSKIT_HOSTILE_EXPRESSION"

// TestMain runs one hostile expression where a test started this program again
// for that.
func TestMain(m *testing.M) {
	if i, ok := os.LookupEnv(childFlag); ok {
		child(i)
		return
	}
	os.Exit(m.Run())
}

// child compiles and runs expression i with the largest values allowed, and
// prints how it ended and how long that took.
func child(i string) {
	var n int
	if _, err := fmt.Sscan(i, &n); err != nil {
		fmt.Println(err)
		return
	}
	debug.SetMemoryLimit(96 << 20)
	e, err := newEnv()
	if err != nil {
		fmt.Println(err)
		return
	}
	_, _ = e.Compile("b") // what every process pays once
	text := hostile()[n]
	start := time.Now()
	said := attempt(e, text)
	fmt.Printf("%s %d\n", said, time.Since(start).Microseconds())
}

func newEnv() (*engine.Env, error) {
	return engine.NewEnv([]engine.Var{{Name: "asOf", Kind: engine.Timestamp}, {Name: "l", Kind: engine.Int}, {Name: "i", Kind: engine.Int},
		{Name: "b", Kind: engine.Bool}, {Name: "d", Kind: engine.Double}, {Name: "s", Kind: engine.String}, {Name: "tags", Kind: engine.Strings},
		{Name: "t", Kind: engine.Timestamp}, {Name: "u", Kind: engine.Duration}}, nil, nil, nil)
}

func attempt(e *engine.Env, text string) string {
	p, issues := e.Compile(text)
	if p == nil {
		return string(issues[0].Code)
	}
	tags := make([]string, engine.MaxListItems)
	for i := range tags {
		tags[i] = fmt.Sprintf("%0100d", i)
	}
	v := e.NewVars()
	for i, c := range []engine.Const{engine.TimestampConst(time.Unix(1e9, 0)), engine.IntConst(7), engine.IntConst(1 << 62), engine.BoolConst(true), engine.DoubleConst(1e308),
		engine.StringConst(strings.Repeat("a", engine.MaxStringBytes)), engine.StringsConst(tags), engine.TimestampConst(time.Unix(1e9, 0)), engine.DurationConst(1 << 62)} {
		v.Set(i, c)
	}
	r := p.Eval(v)
	if f := r.Failure(); f != nil {
		return string(f.Code)
	}
	return "value"
}

// TestHostile runs every expression in a process of its own with little
// memory. None may die, each answers with a code or a value. How long each
// took is printed with -v; the bound here only catches what hangs.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process for each of more than a hundred expressions")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	texts := hostile()
	require.GreaterOrEqual(t, len(texts), 40)
	known := map[string]bool{"value": true}
	for _, c := range []engine.Code{engine.CodeSyntax, engine.CodeType, engine.CodeUnknownName, engine.CodeForbidden, engine.CodeLimit, engine.CodeLiteral, engine.CodeDivision,
		engine.CodeOverflow, engine.CodeIndex, engine.CodeNoKey, engine.CodeConversion, engine.CodeNonFinite, engine.CodeCost, engine.CodeMemory} {
		known[string(c)] = true
	}
	worst, slowest, seen := 0, "", map[string]int{}
	for i, text := range texts {
		cmd := exec.Command("sh", "-c", `ulimit -v 4000000; exec "$0"`, self) // address space, of which the runtime reserves much
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", childFlag, i))
		timer := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
		out, err := cmd.CombinedOutput()
		timer.Stop()
		require.NoError(t, err, "%.80q: %s", text, out)
		var code string
		var micros int
		_, err = fmt.Sscan(string(out), &code, &micros)
		require.NoError(t, err, "%.80q: %s", text, out)
		require.True(t, known[code], "%.80q: %s", text, out)
		seen[code]++
		if micros > 20000 {
			t.Logf("%d µs %s %.70q", micros, code, text)
		}
		if micros > worst {
			worst, slowest = micros, text
		}
	}
	t.Logf("%d expressions, the slowest took %d µs: %.60q; %v", len(texts), worst, slowest, seen)
}

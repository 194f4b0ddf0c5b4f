package criteria_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares a text with a file, or writes the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), got, name)
}

// TestDialect holds the dialect fixed: what stands in the golden files is
// what documents were written against.
func TestDialect(t *testing.T) {
	require.Equal(t, "criteria/v1", criteria.Dialect)
	golden(t, "testdata/dialect-v1.md", criteria.DialectDoc())
	golden(t, "DIALECT.md", criteria.DialectDoc())

	var b strings.Builder
	for _, f := range engine.Functions() {
		for _, o := range f.Overloads {
			fmt.Fprintf(&b, "%s\t%s\n", f.Name, o.Signature)
		}
	}
	for _, m := range engine.Macros() {
		fmt.Fprintf(&b, "macro\t%s\n", m.Form)
	}
	for _, n := range engine.ReservedNames() {
		fmt.Fprintf(&b, "reserved\t%s\n", n)
	}
	golden(t, "testdata/dialect-v1.txt", b.String())
}

// signatures gives, for each overload of the dialect, an expression that uses
// it and what it comes to.
var signatures = map[string]string{
	"bool && bool -> bool":                         `!(true && flag)`,
	"bool || bool -> bool":                         `true || flag`,
	"!bool -> bool":                                `!flag`,
	"bool ? T : T -> T":                            `(flag ? 1 : 2) == 2`,
	"T == T -> bool":                               `n == 7`,
	"T != T -> bool":                               `name != "x"`,
	"bool < bool -> bool":                          `flag < true`,
	"int < int -> bool":                            `n < 8`,
	"double < double -> bool":                      `d < 2.6`,
	"string < string -> bool":                      `name < "b"`,
	"timestamp < timestamp -> bool":                `since < asOf`,
	"duration < duration -> bool":                  `span < duration("100h")`,
	"bool <= bool -> bool":                         `flag <= false`,
	"int <= int -> bool":                           `n <= 7`,
	"double <= double -> bool":                     `d <= 2.5`,
	"string <= string -> bool":                     `name <= "abc"`,
	"timestamp <= timestamp -> bool":               `since <= since`,
	"duration <= duration -> bool":                 `span <= span`,
	"bool > bool -> bool":                          `true > flag`,
	"int > int -> bool":                            `n > 6`,
	"double > double -> bool":                      `d > 2.4`,
	"string > string -> bool":                      `name > "ab"`,
	"timestamp > timestamp -> bool":                `asOf > since`,
	"duration > duration -> bool":                  `span > duration("1h")`,
	"bool >= bool -> bool":                         `flag >= false`,
	"int >= int -> bool":                           `n >= 7`,
	"double >= double -> bool":                     `d >= 2.5`,
	"string >= string -> bool":                     `name >= "abc"`,
	"timestamp >= timestamp -> bool":               `asOf >= asOf`,
	"duration >= duration -> bool":                 `span >= duration("36h")`,
	"int + int -> int":                             `n + 1 == 8`,
	"double + double -> double":                    `d + 0.5 == 3.0`,
	"timestamp + duration -> timestamp":            `since + span == timestamp("2026-01-02T12:00:00Z")`,
	"duration + timestamp -> timestamp":            `span + since == timestamp("2026-01-02T12:00:00Z")`,
	"duration + duration -> duration":              `span + span == duration("72h")`,
	"int - int -> int":                             `n - 10 == -3`,
	"double - double -> double":                    `d - 3.0 == -0.5`,
	"timestamp - timestamp -> duration":            `asOf - since == duration("1416h")`,
	"timestamp - duration -> timestamp":            `since - span == timestamp("2025-12-30T12:00:00Z")`,
	"duration - duration -> duration":              `span - duration("1h") == duration("35h")`,
	"-int -> int":                                  `-n == 0 - 7`,
	"-double -> double":                            `-d == 0.0 - 2.5`,
	"int * int -> int":                             `n * 3 == 21`,
	"double * double -> double":                    `d * 2.0 == 5.0`,
	"int / int -> int":                             `-n / 2 == -3`,
	"double / double -> double":                    `d / 2.0 == 1.25`,
	"int % int -> int":                             `-n % 4 == -3`,
	"list(T)[int] -> T":                            `tags[1] == "crm"`,
	"map(K, V)[K] -> V":                            `{"abc": 3}[name] == 3`,
	"T in list(T) -> bool":                         `"crm" in tags`,
	"K in map(K, V) -> bool":                       `name in {"abc": 3}`,
	"size(string) -> int":                          `size("é") == 1`,
	"string.size() -> int":                         `name.size() == 3`,
	"size(list(T)) -> int":                         `size(tags) == 2`,
	"list(T).size() -> int":                        `tags.size() == 2`,
	"size(map(K, V)) -> int":                       `size({"a": n}) == 1`,
	"map(K, V).size() -> int":                      `{"a": n}.size() == 1`,
	"string.contains(string) -> bool":              `name.contains("b")`,
	"string.startsWith(string) -> bool":            `name.startsWith("a")`,
	"string.endsWith(string) -> bool":              `name.endsWith("c")`,
	"matches(string, pattern) -> bool":             `matches(name, "^a.c$")`,
	"string.matches(pattern) -> bool":              `name.matches("b")`,
	"int(int) -> int":                              `int(n) == 7`,
	"int(double) -> int":                           `int(-d) == -2`,
	"double(int) -> double":                        `double(n) == 7.0`,
	"double(double) -> double":                     `double(d) == 2.5`,
	"timestamp(string) -> timestamp":               `timestamp("2026-01-01T01:00:00+01:00") == since`,
	"timestamp(timestamp) -> timestamp":            `timestamp(since) == since`,
	"duration(string) -> duration":                 `duration("1.5s") < span`,
	"duration(duration) -> duration":               `duration(span) == span`,
	"timestamp.getFullYear() -> int":               `asOf.getFullYear() == 2026`,
	"timestamp.getMonth() -> int":                  `asOf.getMonth() == 2`,
	"timestamp.getDate() -> int":                   `asOf.getDate() == 1`,
	"timestamp.getDayOfYear() -> int":              `asOf.getDayOfYear() == 59`,
	"timestamp.getDayOfWeek() -> int":              `asOf.getDayOfWeek() == 0`,
	"timestamp.getHours() -> int":                  `timestamp("2026-01-01T23:04:05Z").getHours() == 23`,
	"duration.getHours() -> int":                   `span.getHours() == 36`,
	"timestamp.getMinutes() -> int":                `timestamp("2026-01-01T23:04:05Z").getMinutes() == 4`,
	"duration.getMinutes() -> int":                 `span.getMinutes() == 2160`,
	"timestamp.getSeconds() -> int":                `timestamp("2026-01-01T23:04:05Z").getSeconds() == 5`,
	"duration.getSeconds() -> int":                 `span.getSeconds() == 129600`,
	"math.greatest(int) -> int":                    `math.greatest(n) == 7`,
	"math.greatest(double) -> double":              `math.greatest(d) == 2.5`,
	"math.greatest(int, int, ...) -> int":          `math.greatest(n, 8) == 8`,
	"math.greatest(list(int)) -> int":              `math.greatest([1, n, 3]) == 7`,
	"math.greatest(list(double)) -> double":        `math.greatest([1.0, d, 2.0]) == 2.5`,
	"math.greatest(double, double, ...) -> double": `math.greatest(d, 9.5) == 9.5`,
	"math.least(int) -> int":                       `math.least(n) == 7`,
	"math.least(double) -> double":                 `math.least(d) == 2.5`,
	"math.least(int, int, ...) -> int":             `math.least(n, 8) == 7`,
	"math.least(double, double, ...) -> double":    `math.least(d, 9.5) == 2.5`,
	"math.least(list(int)) -> int":                 `math.least([1, n, 3]) == 1`,
	"math.least(list(double)) -> double":           `math.least([1.0, d, 2.0]) == 1.0`,
	"math.ceil(double) -> double":                  `math.ceil(d) == 3.0`,
	"math.floor(double) -> double":                 `math.floor(d) == 2.0`,
	"math.round(double) -> double":                 `math.round(d) == 3.0 && math.round(-d) == -3.0`,
	"math.abs(int) -> int":                         `math.abs(-n) == 7`,
	"math.abs(double) -> double":                   `math.abs(-d) == 2.5`,

	"list.all(x, predicate)":             `tags.all(t, t.size() == 3)`,
	"list.exists(x, predicate)":          `tags.exists(t, t == "crm")`,
	"list.exists_one(x, predicate)":      `tags.exists_one(t, t == "erp")`,
	"list.filter(x, predicate)":          `size(tags.filter(t, t.contains("m"))) == 1`,
	"list.map(x, expression)":            `tags.map(t, size(t)) == [3, 3]`,
	"list.map(x, predicate, expression)": `tags.map(t, t != "erp", size(t)) == [3]`,
}

// typed makes criteria with an input of every type and one condition.
func typed(condition string) string {
	return fmt.Sprintf(`format: ismskit.criteria/v1
id: typed
version: "1"
scales: [{id: s, levels: [{id: a, value: 1}, {id: b, value: 2}]}]
inputs:
  - {id: x, scale: s, default: a}
  - {id: flag, type: bool, default: false}
  - {id: n, type: int, default: 7}
  - {id: d, type: double, default: 2.5}
  - {id: name, type: string, default: abc}
  - {id: tags, type: list(string), default: [erp, crm]}
  - {id: since, type: timestamp, default: 2026-01-01}
  - {id: span, type: duration, default: 1d12h}
level: x
bands: [{id: low, upTo: 1}, {id: high}]
acceptance:
  - {id: rule, when: %q, outcome: accept}
  - {id: rest, when: true, outcome: treat}
`, condition)
}

// TestDialectWorks runs every overload and macro that the golden files name.
func TestDialectWorks(t *testing.T) {
	want := map[string]bool{}
	for _, f := range engine.Functions() {
		for _, o := range f.Overloads {
			want[o.Signature] = true
		}
	}
	for _, m := range engine.Macros() {
		want[m.Form] = true
	}
	for s := range signatures {
		require.True(t, want[s], "not in the dialect: %s", s)
	}
	for s := range want {
		t.Run(s, func(t *testing.T) {
			require.Contains(t, signatures, s)
			c := compile(t, typed(signatures[s]))
			o := c.Evaluate(c.NewInputs(), asOf)
			require.Nil(t, o.Failure)
			require.Equal(t, criteria.Accept, o.Decision, signatures[s])
		})
	}
}

// TestReservedNames refuses each of them as the name of an input.
func TestReservedNames(t *testing.T) {
	for _, name := range engine.ReservedNames() {
		text := strings.Replace(typed("true"), "{id: flag,", "{id: "+quoted(name)+",", 1)
		_, err := criteria.Parse("typed.yaml", []byte(text))
		require.ErrorIs(t, err, criteria.CodeBadName, name)
	}
}

func quoted(s string) string { return `"` + s + `"` }

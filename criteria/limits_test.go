package criteria_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// many writes a list of n items, in which %d is the item's number.
func many(n int, item string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = strings.ReplaceAll(item, "%d", fmt.Sprint(i))
	}
	return list(items)
}

const scaleOfOne = "[{id: a, value: 1}]"

// TestLimits goes to each limit of a document and one beyond it.
func TestLimits(t *testing.T) {
	rules := func(when string) string {
		return fmt.Sprintf("[{id: one, when: %q, outcome: accept}, {id: rest, when: true, outcome: treat}]", when)
	}
	cube := func(last, cells int) string { // 100 * 100 * last cells
		row := many(last, "a")
		plane := many(100, row)
		scales := "[{id: s, levels: " + scaleOfOne + "}, {id: big, levels: " + many(100, "{id: l%d, value: %d}") + "}, {id: z, levels: " + many(last, "{id: l%d, value: %d}") + "}]"
		return sheet{scales: scales, tables: "[{id: m, axes: [big, big, z], result: s, cells: " + many(cells, plane) + "}]"}.text()
	}
	axes := func(n int) string {
		return sheet{scales: "[{id: s, levels: " + scaleOfOne + "}]", tables: "[{id: m, axes: " + many(n, "s") + ", result: s, cells: " +
			strings.Repeat("[", n) + "a" + strings.Repeat("]", n) + "}]"}.text()
	}
	for _, test := range []struct {
		name string
		most int
		text func(n int) string
		path string
		code source.Code
	}{
		{name: "bytes", most: criteria.MaxBytes, text: func(n int) string {
			s := sheet{}.text() + "#"
			return s + strings.Repeat("x", n-len(s))
		}},
		{name: "scales", most: criteria.MaxScales, path: "scales", text: func(n int) string {
			return sheet{scales: many(n, "{id: s%d, levels: "+scaleOfOne+"}"), inputs: "[{id: x, scale: s0}]"}.text()
		}},
		{name: "levels", most: criteria.MaxLevels, path: "scales[0].levels", text: func(n int) string {
			return sheet{scales: "[{id: s, levels: " + many(n, "{id: l%d, value: %d}") + "}]"}.text()
		}},
		{name: "inputs", most: criteria.MaxInputs, path: "inputs", text: func(n int) string {
			return sheet{inputs: many(n, "{id: x%d, scale: s}"), level: "x0"}.text()
		}},
		{name: "params", most: criteria.MaxParams, path: "params", text: func(n int) string {
			return sheet{params: "{" + strings.Trim(many(n, "p%d: 1"), "[]") + "}"}.text()
		}},
		{name: "derive", most: criteria.MaxDerived, path: "derive", text: func(n int) string {
			return sheet{derive: many(n, "{id: d%d, expr: x}")}.text()
		}},
		{name: "bands", most: criteria.MaxBands, path: "bands", text: func(n int) string {
			return sheet{bands: many(n, "{id: b%d}"), band: "0"}.text()
		}},
		{name: "tables", most: criteria.MaxTables, path: "tables", text: func(n int) string {
			return sheet{scales: "[{id: s, levels: " + scaleOfOne + "}]", tables: many(n, "{id: m%d, axes: [s], result: s, cells: [a]}")}.text()
		}},
		{name: "axes", most: criteria.MaxAxes, path: "tables[0].axes", text: axes},
		{name: "cells", most: criteria.MaxTableCells / 1e4, path: "tables[0].cells", text: func(n int) string { return cube(n, min(100, 1000/n+9)) }},
		{name: "authorities", most: criteria.MaxAuthorities, path: "authorities", text: func(n int) string {
			return sheet{}.text() + "authorities: " + strings.ReplaceAll(many(n, "{id: a%d, rank: 1%d}"), "rank: 1", "rank: 1000") + "\n"
		}},
		{name: "rules", most: criteria.MaxRules, path: "acceptance", text: func(n int) string {
			return sheet{rules: many(n, "{id: r%d, when: true, outcome: treat}")}.text()
		}},
		{name: "conditions", most: criteria.MaxConditions, path: "acceptance[0].conditions", text: func(n int) string {
			return sheet{rules: "[{id: r, when: true, outcome: treat, conditions: " + many(n, "c%d") + "}]"}.text()
		}},
		{name: "order", most: criteria.MaxOrderKeys, path: "order", text: func(n int) string {
			return sheet{derive: many(n, "{id: d%d, expr: x}"), order: many(n, "d%d")}.text()
		}},
		{name: "accepted", most: criteria.MaxFindingCode, path: "accepted", text: func(n int) string {
			codes := make([]string, n)
			for i := range codes {
				codes[i] = fmt.Sprintf("{code: L%02d, because: x}", i+1)
			}
			return sheet{}.text() + "accepted: " + list(codes) + "\n"
		}},
		{name: "triggers", most: criteria.MaxTriggers, path: "assessing.on", text: func(n int) string {
			return sheet{}.text() + "assessing: {on: " + many(n, "e%d") + "}\n"
		}},
		{name: "limits", most: criteria.MaxLimits, path: "limits", text: func(n int) string {
			return sheet{}.text() + "limits: " + many(n, "{id: l%d, over: all, when: total > 1, outcome: treat}") + "\n"
		}},
		{name: "text", most: criteria.MaxTextBytes, path: "inputs[0].default", text: func(n int) string {
			return sheet{inputs: "[{id: name, type: string, default: " + strings.Repeat("é", n/2) + strings.Repeat("x", n%2) + "}]", level: "1"}.text()
		}},
		{name: "text of a parameter", most: criteria.MaxTextBytes, path: "params.p", text: func(n int) string {
			return sheet{params: "{p: " + strings.Repeat("x", n) + "}"}.text()
		}},
		{name: "text in a list", most: criteria.MaxTextBytes, path: "inputs[0].default[0]", text: func(n int) string {
			return sheet{inputs: "[{id: tags, type: list(string), default: [" + strings.Repeat("x", n) + "]}]", level: "1"}.text()
		}},
		{name: "items of a list", most: criteria.MaxListItems, path: "inputs[0].default", text: func(n int) string {
			return sheet{inputs: "[{id: tags, type: list(string), default: " + many(n, "x") + "}]", level: "1"}.text()
		}},
		{name: "bytes of a list", most: 1 << 20, path: "inputs[0].default", text: func(n int) string {
			return sheet{inputs: "[{id: tags, type: list(string), default: [" + strings.Repeat(strings.Repeat("x", 1<<12)+", ", n>>12) +
				strings.Repeat("y", n&(1<<12-1)) + "]}]", level: "1"}.text()
		}},
		{name: "name", most: 64, path: "inputs[0].id", code: criteria.CodeBadName, text: func(n int) string {
			return sheet{inputs: "[{id: " + strings.Repeat("x", n) + ", scale: s}]", level: "1"}.text()
		}},
		{name: "bytes of an expression", most: 4096, path: "acceptance[0].when", code: criteria.CodeExprLimit, text: func(n int) string {
			return sheet{rules: rules("true" + strings.Repeat(" ", n-4))}.text()
		}},
		{name: "nodes of an expression", most: 1000, path: "acceptance[0].when", code: criteria.CodeExprLimit, text: func(n int) string {
			return sheet{rules: rules("size(" + many(n-4, "1") + ") == 1")}.text()
		}},
		{name: "comprehensions", most: 3, path: "acceptance[0].when", code: criteria.CodeExprLimit, text: func(n int) string {
			s := "true"
			for i := range n {
				s = fmt.Sprintf("[1].exists(v%d, %s)", i, s)
			}
			return sheet{rules: rules(s)}.text()
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.code == "" {
				test.code = source.Limit
			}
			require.NoError(t, wrong(test.text(test.most)))
			err := wrong(test.text(test.most + 1))
			require.ErrorIs(t, err, test.code)
			var e *source.Error
			require.ErrorAs(t, err, &e)
			for _, d := range e.Diagnostics {
				if d.Code == test.code {
					require.Equal(t, test.path, d.Path)
					require.Less(t, len(d.Message), 300)
				}
			}
		})
	}
}

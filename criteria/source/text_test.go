package source_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	text := source.NewText("a.json", []byte("\ufeff{é: 1,\r\n  x}\n"))
	require.Equal(t, "a.json", text.File())
	for _, c := range []struct {
		offset int
		want   source.Pos
	}{
		{3, source.Pos{Line: 1, Col: 1}}, // the byte order mark takes no column
		{6, source.Pos{Line: 1, Col: 3}}, // é has two bytes
		{14, source.Pos{Line: 2, Col: 3}},
		{4, source.Pos{Line: 1, Col: 2}}, // backwards
		{-1, source.Pos{Line: 1, Col: 1}},
		{99, source.Pos{Line: 3, Col: 1}},
	} {
		require.Equal(t, c.want, text.Pos(c.offset), c.offset)
	}
	var r source.Reporter
	r.ReportIn(text, 14, "x", source.BadValue, "y", "%s is bad", "x")
	r.ReportIn(text, 4, "", source.Syntax, "", "first")
	require.EqualError(t, r.Err(), "a.json:1:2: first\n      1 | {é: 1,\n        |  ^\na.json:2:3: x: x is bad (did you mean \"y\"?)\n      2 |   x}\n        |   ^")
}

// TestTextLongLine shows the part of a line of megabytes that matters.
func TestTextLongLine(t *testing.T) {
	data := []byte(strings.Repeat("é", 1<<20) + "X" + strings.Repeat("ü", 1<<20))
	var r source.Reporter
	r.ReportIn(source.NewText("a", data), 2<<20, "", source.BadValue, "", "here")
	require.EqualError(t, r.Err(), "a:1:1048577: here\n      1 | ..."+strings.Repeat("é", 60)+"X"+strings.Repeat("ü", 59)+"...\n        | "+strings.Repeat(" ", 63)+"^")
}

// TestTextAgrees compares places with those of nodes, whatever the order in
// which they are asked for.
func TestTextAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "\n", "\r\n", "日", " "}), 0, 40).Draw(t, "parts")
		data := strings.Join(parts, "")
		text := source.NewText("a", []byte(data))
		for range 10 {
			at := rapid.IntRange(0, len(parts)).Draw(t, "part")
			before := strings.Join(parts[:at], "")
			line := strings.Count(before, "\n")
			col := len([]rune(before[strings.LastIndex(before, "\n")+1:]))
			require.Equal(t, source.Pos{Line: line + 1, Col: col + 1}, text.Pos(len(before)))
		}
	})
}

package conformity_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// forge changes a text in a record and seals it again, as somebody would who
// knows how: leaves, root, digest and checksum are right, only the outcomes do
// not follow from the criteria any more.
func forge(t testing.TB, record []byte, old, new string) []byte {
	t.Helper()
	text := string(record)
	require.Equal(t, 1, strings.Count(text, old), "%s in\n%s", old, text)
	text = strings.Replace(text, old, new, 1)
	_, rest, ok := strings.Cut(text, "\"outcomes\":[\n")
	require.True(t, ok)
	lines, _, ok := strings.Cut(rest, "],\n\"rankings\"")
	require.True(t, ok)
	var tree seal.Tree
	for leaf := range strings.SplitSeq(lines, ",\n") {
		tree.Append(seal.LeafHash([]byte(leaf)))
	}
	text = regexp.MustCompile(`"outcomes":\{"root":"[^"]*"`).ReplaceAllString(text, `"outcomes":{"root":"`+string(tree.Root().Digest())+`"`)
	sealed := regexp.MustCompile("\"seal\":(.*),\n").FindStringSubmatch(text)[1]
	digest := seal.Sum(risk.RecordFormat, []byte(sealed))
	text = regexp.MustCompile(`"digest":"[^"]*"`).ReplaceAllString(text, `"digest":"`+string(digest)+`"`)
	at := strings.Index(text, `"checksum":`) + len(`"checksum":`)
	return []byte(text[:at] + `"` + string(seal.Sum(risk.RecordFormat+"+checksum", []byte(text[:at]))) + "\"}\n")
}

// withRecord puts another record in the place of the house's, and names it.
func (h *house) withRecord(t testing.TB, data []byte) {
	t.Helper()
	r, err := risk.ParseRecord("record.json", data)
	require.NoError(t, err)
	h.record = data
	require.NoError(t, change(h.docs["main"], "assessments[A-1].record", true, string(r.Digest)))
}

// forged are rules about records, which nobody can break by changing a
// document: each with what makes a system of the house in which it is broken,
// and what makes one in which it cannot be told, for want of what is missing.
var forged = map[string]struct {
	broken, open func(t *testing.T, h *house)
	missing      []string
}{
	"R612-06": {
		broken: func(t *testing.T, h *house) {
			h.withRecord(t, forge(t, h.record, `"level":"9","band":"high"`, `"level":"1","band":"low"`))
		},
		open:    func(t *testing.T, h *house) { h.patch(t, "record:") },
		missing: []string{"records[RECORD]"},
	},
	"R612-07": {
		broken: func(t *testing.T, h *house) {
			h.withRecord(t, forge(t, h.record, `"value":"severe"`, `"value":"enormous"`))
		},
		open:    func(t *testing.T, h *house) { h.patch(t, "main: assessments[A-1].record") },
		missing: []string{"assessments[A-1].record"},
	},
	"R612-09": {
		broken: func(t *testing.T, h *house) { h.reassessed(t, "impact", "harm") },
		open:   func(t *testing.T, h *house) { h.patch(t, "main: assessments[A-0].record") },

		missing: []string{"assessments[A-0].record"},
	},
	"R612-21": {
		broken: func(t *testing.T, h *house) {
			h.withRecord(t, forge(t, h.record, `{"stage":"current","groups":[["R-1"],["R-2"]]}`, `{"stage":"current","groups":[["R-2"],["R-1"]]}`))
		},
		open:    func(t *testing.T, h *house) { h.patch(t, "record:") },
		missing: []string{"records[RECORD]"},
	},
}

// reassessed gives the house a further record for A-1, made by criteria in
// which an input has another name, with the ratings of the register renamed.
func (h *house) reassessed(t *testing.T, old, new string) {
	t.Helper()
	other := &house{docs: map[string]map[string]any{}}
	for _, name := range []string{"criteria", "register"} {
		other.docs[name] = parsed(t, name, bytes.ReplaceAll(encoded(t, h.docs[name]), []byte(old), []byte(new)))
	}
	other.assess(t)
	h.records = [][]byte{h.record}
	h.withRecord(t, other.record)
}

// TestForged tries the rules that breaks.txt cannot.
func TestForged(t *testing.T) {
	for id, f := range forged {
		t.Run(id, func(t *testing.T) {
			x := newTrial(t, id)
			h := x.house(t)
			f.broken(t, h)
			x.broken(t, h)
			h = x.house(t)
			f.open(t, h)
			x.open(t, h, f.missing)
		})
	}
}

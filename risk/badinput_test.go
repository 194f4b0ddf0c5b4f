package risk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/big"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// first gives the first diagnostic of an error.
func first(t *testing.T, err error) source.Diagnostic {
	t.Helper()
	var e *source.Error
	require.ErrorAs(t, err, &e)
	return e.Diagnostics[0]
}

func TestRegisterRefuses(t *testing.T) {
	const ok = "format: ismskit.register/v1\nid: r\nrisks:\n  - id: A\n    ratings: {current: {likelihood: rare}}\n"
	for name, test := range map[string]struct {
		text string
		code source.Code
		pos  source.Pos
		path string
	}{
		"empty":              {"", source.Empty, source.Pos{Line: 1, Col: 1}, ""},
		"no risks":           {"format: ismskit.register/v1\nid: r\nrisks: []\n", source.Empty, source.Pos{Line: 3, Col: 8}, "risks"},
		"missing risks":      {"format: ismskit.register/v1\nid: r\n", source.MissingKey, source.Pos{Line: 1, Col: 1}, ""},
		"other format":       {"format: ismskit.register/v2\n", source.BadValue, source.Pos{Line: 1, Col: 9}, "format"},
		"unknown key":        {ok + "    onwer: x\n", source.UnknownKey, source.Pos{Line: 6, Col: 5}, "risks[0].onwer"},
		"duplicate key":      {ok + "    id: B\n", source.DuplicateKey, source.Pos{Line: 6, Col: 5}, "risks[0].id"},
		"missing id":         {ok + "  - title: x\n", source.MissingKey, source.Pos{Line: 6, Col: 5}, "risks[1]"},
		"bad id":             {ok + "  - id: a b\n", source.BadValue, source.Pos{Line: 6, Col: 9}, "risks[1].id"},
		"duplicate risk":     {ok + "  - id: A\n", source.DuplicateID, source.Pos{Line: 6, Col: 9}, "risks[1].id"},
		"wrong type":         {ok + "    title: [x]\n", source.WrongType, source.Pos{Line: 6, Col: 12}, "risks[0].title"},
		"unknown stage":      {ok + "  - id: B\n    ratings: {curent: {likelihood: rare}}\n", source.UnknownKey, source.Pos{Line: 7, Col: 15}, "risks[1].ratings.curent"},
		"empty rating":       {ok + "  - id: B\n    ratings: {current: {likelihood: }}\n", source.WrongType, source.Pos{Line: 7, Col: 37}, "risks[1].ratings.current.likelihood"},
		"nested list":        {ok + "  - id: B\n    inputs: {x: [[1]]}\n", source.WrongType, source.Pos{Line: 7, Col: 18}, "risks[1].inputs.x[0]"},
		"map as value":       {ok + "  - id: B\n    inputs: {x: {y: 1}}\n", source.WrongType, source.Pos{Line: 7, Col: 17}, "risks[1].inputs.x"},
		"not finite":         {ok + "  - id: B\n    inputs: {x: .nan}\n", source.BadValue, source.Pos{Line: 7, Col: 17}, "risks[1].inputs.x"},
		"two for one stage":  {ok + "    inputs: {likelihood: rare}\n", source.DuplicateKey, source.Pos{Line: 5, Col: 37}, "risks[0].ratings.current.likelihood"},
		"two in one stage":   {ok + "  - id: B\n    ratings: {current: {x: 1, x: 2}}\n", source.DuplicateKey, source.Pos{Line: 7, Col: 31}, "risks[1].ratings.current.x"},
		"cia":                {ok + "    cia: [confidentialty]\n", source.BadValue, source.Pos{Line: 6, Col: 11}, "risks[0].cia[0]"},
		"approach":           {ok + "    approach: assets\n", source.BadValue, source.Pos{Line: 6, Col: 15}, "risks[0].approach"},
		"empty claim":        {ok + "    claimed: {}\n", source.MissingKey, source.Pos{Line: 6, Col: 14}, "risks[0].claimed"},
		"claim of no number": {ok + "    claimed: {level: high}\n", source.WrongType, source.Pos{Line: 6, Col: 22}, "risks[0].claimed.level"},
		"claim of no stage":  {ok + "    claimed: {level: 1, stage: later}\n", source.BadValue, source.Pos{Line: 6, Col: 32}, "risks[0].claimed.stage"},
		"long text":          {ok + "    title: " + strings.Repeat("x", 10_001) + "\n", source.Limit, source.Pos{Line: 6, Col: 12}, "risks[0].title"},
		"escaped format":     {ok + "    title: \"a\\u202eb\"\n", source.Encoding, source.Pos{Line: 6, Col: 12}, "risks[0].title"},
		"escaped in a list":  {ok + "    assets: [\"a\\u0085b\"]\n", source.Encoding, source.Pos{Line: 6, Col: 14}, "risks[0].assets[0]"},
		"escaped in a key":   {ok + "    rationale: {\"a\\u200bb\": x}\n", source.Encoding, source.Pos{Line: 6, Col: 29}, "risks[0].rationale.a\u200bb"},
		"escaped in a name":  {strings.Replace(ok, "id: r", "id: r\ntitle: \"\\ufeff\"", 1), source.Encoding, source.Pos{Line: 3, Col: 8}, "title"},
		"rationale":          {ok + "    rationale: x\n", source.WrongType, source.Pos{Line: 6, Col: 16}, "risks[0].rationale"},
		"date":               {ok + "    identified: yesterday\n", source.BadValue, source.Pos{Line: 6, Col: 17}, "risks[0].identified"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := risk.ParseRegister("r.yaml", []byte(test.text))
			d := first(t, err)
			require.Equal(t, test.code, d.Code, d.String())
			require.Equal(t, test.pos, d.Pos, d.String())
			require.Equal(t, test.path, d.Path)
		})
	}
}

// TestAssessRefuses has ratings that do not fit the criteria; all of them are
// told at once, and nothing is assessed.
func TestAssessRefuses(t *testing.T) {
	reg := register(t, "r.yaml", `format: ismskit.register/v1
id: r
risks:
  - id: A
    ratings: {current: {likelihood: likley, confidentiality: 4, integrity: [severe, minor], availability: true}}
    inputs: {personal_data: yes, tags: erp, taggs: []}
  - id: B
    ratings: {residual: {likelihood: [rare, likely, certain]}}
`)
	_, err := risk.Assess(ctx, acme(t), reg, march)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	var got []string
	for _, d := range e.Diagnostics {
		got = append(got, fmt.Sprintf("%d:%d %s %s", d.Pos.Line, d.Pos.Col, d.Code, d.Nearest))
	}
	require.Equal(t, []string{"5:37 off_scale likely", "5:62 off_scale ", "5:76 order ", "5:107 wrong_type ",
		"6:29 wrong_type ", "6:40 wrong_type ", "6:52 unknown_name tags", "8:38 wrong_type "}, got)

	_, err = risk.Assess(ctx, acme(t), &risk.Register{}, march)
	require.ErrorIs(t, err, risk.ErrNoRisks)
	_, err = risk.Assess(ctx, acme(t), reg, march.AddDate(9000, 0, 0))
	require.ErrorIs(t, err, risk.ErrTime)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = risk.Assess(cancelled, acme(t), register(t, "r.yaml", acmeRegister), march)
	require.ErrorIs(t, err, context.Canceled)
}

// TestRisksMadeInGo are checked as strictly as those from files.
func TestRisksMadeInGo(t *testing.T) {
	c := acme(t)
	for name, r := range map[string]*risk.Risk{
		"no id":    {},
		"bad id":   {ID: "a b"},
		"text":     {ID: "A", Title: "a\u202eb"},
		"no value": {ID: "A", Inputs: []risk.Statement{{Input: "tags"}}},
		"unknown":  {ID: "A", Inputs: []risk.Statement{{Input: "x", Value: criteria.StateBool(true)}}},
		"twice":    {ID: "A", Inputs: []risk.Statement{{Input: "tags", Value: criteria.StateList()}, {Input: "tags", Value: criteria.StateList()}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := risk.Assess(ctx, c, &risk.Register{Risks: []*risk.Risk{r}}, march)
			require.NotEmpty(t, first(t, err).Message)
		})
	}
	_, err := risk.Assess(ctx, c, &risk.Register{Risks: []*risk.Risk{{ID: "A"}, {ID: "A"}}}, march)
	require.ErrorIs(t, err, source.DuplicateID)
	_, err = risk.Assess(ctx, c, &risk.Register{Risks: []*risk.Risk{{ID: "A", Claimed: &risk.Claim{Level: big.NewRat(1, 3)}}}}, march)
	require.ErrorIs(t, err, source.BadValue) // a third is no decimal
	x := &risk.Risk{ID: "A", Claimed: &risk.Claim{Level: big.NewRat(1, 8)}}
	x.State(risk.Residual, "likelihood", criteria.StateRange("rare", "likely"))
	x.State(risk.Residual, "likelihood", criteria.StateText("rare"))
	x.State(0, "personal_data", criteria.StateBool(true))
	a := assess(t, c, &risk.Register{Risks: []*risk.Risk{x}})
	require.Equal(t, []risk.Stage{risk.Residual}, x.Rated())
	require.Equal(t, "0.125", a.Outcomes[0].Claimed.Level)
	require.False(t, a.Outcomes[0].Claimed.Follows)
	_, err = risk.ParseRecord("r", a.Record().Bytes())
	require.NoError(t, err)
}

// TestEscapedTexts holds that a record can be read back whatever control
// characters a register has as escapes.
func TestEscapedTexts(t *testing.T) {
	reg := register(t, "r.yaml", "format: ismskit.register/v1\nid: r\nrisks: [{id: A, title: \"a\\u0007\\r\\n\\t\\0b\", ratings: {current: {likelihood: rare}}}]\n")
	data := assess(t, acme(t), reg).Record().Bytes()
	rec, err := risk.ParseRecord("r", data)
	require.NoError(t, err)
	require.Equal(t, data, rec.Bytes())
}

func TestStreamRefuses(t *testing.T) {
	const a = `{"id": "A", "ratings": {"current": {"likelihood": "rare"}}}` + "\n"
	for name, test := range map[string]struct {
		text string
		code source.Code
		line int
	}{
		"empty":              {"", source.Empty, 1},
		"only a header":      {`{"format": "ismskit.register/v1", "id": "r"}` + "\n", source.Empty, 2},
		"truncated":          {a + `{"id": "B", "ratings": {"cur`, source.Syntax, 2},
		"unknown key":        {a + "\n" + `{"id": "B", "onwer": "x"}`, source.UnknownKey, 3},
		"off scale":          {a + `{"id": "B", "ratings": {"current": {"likelihood": "often"}}}`, criteria.CodeOffScale, 2},
		"duplicate in order": {a + a, source.DuplicateID, 2},
		"duplicate later":    {a + `{"id": "B"}` + "\n" + a, source.DuplicateID, 3},
		"not an object":      {a + "[1]\n", source.WrongType, 2},
		"header later":       {a + `{"format": "ismskit.register/v1", "id": "r"}`, source.UnknownKey, 2},
		"other format":       {`{"format": "ismskit.register/v9", "id": "r"}` + "\n" + a, source.BadValue, 1},
		"format character":   {a + `{"id": "B", "title": "a\u202eb"}`, source.Encoding, 2},
		"control character":  {a + "{\"id\": \"B\", \"title\": \"\u202e\"}", source.Encoding, 2},
	} {
		t.Run(name, func(t *testing.T) {
			err := streamError(t, strings.NewReader(test.text), risk.StreamOptions{})
			d := first(t, err)
			require.Equal(t, test.code, d.Code, err)
			require.Equal(t, test.line, d.Pos.Line, err)
		})
	}
	d := first(t, streamError(t, strings.NewReader(a+`{"id": "B", "ratings": {"current": {"likelihood": "likley"}}}`), risk.StreamOptions{}))
	require.Equal(t, "r.ndjson:2:51: ratings.current.likelihood: \"likley\" is no level of scale likelihood, which has rare, likely, certain (did you mean \"likely\"?)", d.String())
	err := streamError(t, strings.NewReader(`{"id": "B"}`+"\n"+`{"id": "A"}`), risk.StreamOptions{Ascending: true})
	require.Contains(t, err.Error(), "ascending ids were promised")
}

func streamError(t *testing.T, r io.Reader, opts risk.StreamOptions) error {
	t.Helper()
	s, err := risk.StreamNDJSON("r.ndjson", r)
	if err == nil {
		_, err = risk.AssessStream(ctx, acme(t), s, march, opts)
	}
	require.Error(t, err)
	return err
}

// TestCollectErrors reads on after bad rows, which are all told.
func TestCollectErrors(t *testing.T) {
	var b strings.Builder
	for i := range 300 {
		if i%3 == 1 {
			fmt.Fprintf(&b, `{"id": "R-%d", "ratings": {"current": {"likelihood": "never"}}}`+"\n", i)
		} else {
			fmt.Fprintf(&b, `{"id": "R-%d"}`+"\n", i)
		}
	}
	var e *source.Error
	require.ErrorAs(t, streamError(t, strings.NewReader(b.String()), risk.StreamOptions{CollectErrors: true}), &e)
	require.Len(t, e.Diagnostics, source.MaxDiagnostics)
	for i, d := range e.Diagnostics {
		require.Equal(t, 3*i+2, d.Pos.Line)
	}
}

// endless gives one line without end.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range n {
		p[i] = 'x'
	}
	e.left -= n
	return n, nil
}

func TestHugeLine(t *testing.T) {
	size := 1 << 30
	if testing.Short() {
		size = 16 << 20
	}
	d := first(t, streamError(t, &endless{size}, risk.StreamOptions{}))
	require.Equal(t, source.Limit, d.Code)
	require.Equal(t, 1, d.Pos.Line)
	_, err := risk.StreamCSV("r.csv", io.MultiReader(strings.NewReader("id,title\nA,\""), &endless{size}), acme(t))
	require.NoError(t, err)
	s, _ := risk.StreamCSV("r.csv", io.MultiReader(strings.NewReader("id,title\nA,\""), &endless{size}), acme(t))
	_, err = risk.AssessStream(ctx, acme(t), s, march, risk.StreamOptions{})
	require.Equal(t, source.Limit, first(t, err).Code)
}

var errDisk = errors.New("disk on fire")

func TestStreamStops(t *testing.T) {
	lines := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `{"id": "R-%06d"}`+"\n", i)
		}
		return b.String()
	}
	// the consumer of outcomes gives up
	s, err := risk.StreamNDJSON("r", strings.NewReader(lines(5000)))
	require.NoError(t, err)
	seen := 0
	_, err = risk.AssessStream(ctx, acme(t), s, march, risk.StreamOptions{Outcome: func(o *risk.Outcome) error {
		require.Equal(t, fmt.Sprintf("R-%06d", seen), o.Risk)
		if seen++; seen == 1000 {
			return errDisk
		}
		return nil
	}})
	require.ErrorIs(t, err, errDisk)
	require.Equal(t, 1000, seen)
	// the reader fails
	s, err = risk.StreamNDJSON("r", io.MultiReader(strings.NewReader(lines(700)), broken{}))
	require.NoError(t, err)
	_, err = risk.AssessStream(ctx, acme(t), s, march, risk.StreamOptions{})
	require.ErrorIs(t, err, errDisk)
	// the context ends
	cancelled, cancel := context.WithCancelCause(ctx)
	s, err = risk.StreamNDJSON("r", strings.NewReader(lines(50_000)))
	require.NoError(t, err)
	n := 0
	_, err = risk.AssessStream(cancelled, acme(t), s, march, risk.StreamOptions{Outcome: func(*risk.Outcome) error {
		if n++; n == 10 {
			cancel(errDisk)
		}
		return nil
	}})
	require.ErrorIs(t, err, errDisk)
	// reading risk by risk stops where the caller wants
	s, err = risk.StreamNDJSON("r", strings.NewReader(lines(1000)))
	require.NoError(t, err)
	next, stop := iter.Pull2(s.Risks())
	r, err, ok := next()
	require.True(t, ok)
	require.NoError(t, err)
	require.Equal(t, "R-000000", r.ID)
	stop()
	// the folder for temporary files is not there
	s, err = risk.StreamNDJSON("r", strings.NewReader(lines(40_000)))
	require.NoError(t, err)
	_, err = risk.AssessStream(ctx, acme(t), s, march, risk.StreamOptions{Dir: "/nonexistent/folder", Memory: 1})
	require.Error(t, err)
	_, err = risk.AssessStream(ctx, acme(t), s, march.AddDate(-3000, 0, 0), risk.StreamOptions{})
	require.ErrorIs(t, err, risk.ErrTime)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errDisk }

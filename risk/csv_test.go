package risk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func csvSeal(t *testing.T, text string) risk.Seal {
	t.Helper()
	c := acme(t)
	s, err := risk.StreamCSV("r.csv", strings.NewReader(text), c)
	require.NoError(t, err)
	seal, err := risk.AssessStream(ctx, c, s, march, risk.StreamOptions{})
	require.NoError(t, err)
	return seal
}

// TestCSVIsTheSame reads one register as CSV in several forms and as YAML.
func TestCSVIsTheSame(t *testing.T) {
	reg := register(t, "r.yaml", `format: ismskit.register/v1
id: r
risks:
  - id: A
    title: "two\nlines, \"quoted\""
    owner: coo
    scope: [shop, warehouse]
    ratings:
      current: {likelihood: likely, confidentiality: 2, integrity: minor, availability: [minor, severe]}
      residual: {likelihood: rare}
    inputs: {personal_data: true, tags: [erp, crm]}
    claimed: {level: 4.50, band: medium}
  - id: B
    title: "=1+1"
    ratings: {current: {likelihood: rare}}
`)
	reg.ID = ""
	want := assess(t, acme(t), reg).Seal
	plain := "id,title,owner,scope,likelihood,confidentiality,integrity,availability,residual.likelihood,personal_data,tags,claimed_level,claimed_band\n" +
		"A,\"two\nlines, \"\"quoted\"\"\",coo,shop; warehouse,likely,2,minor,minor..severe,rare,true,erp;crm,4.50,medium\n" +
		"B,'=1+1,,,rare,,,,,,,,\n"
	require.Equal(t, want, csvSeal(t, plain))
	require.Equal(t, want, csvSeal(t, "\ufeff"+plain))
	require.Equal(t, want, csvSeal(t, strings.NewReplacer("\n", "\r\n", "two\nlines", "two\nlines").Replace(plain)))
	semicolons := "residual.likelihood;id;title;owner;scope;likelihood;confidentiality;integrity;availability;personal_data;tags;claimed_level;claimed_band\n" +
		"rare;A;\"two\nlines, \"\"quoted\"\"\";coo;shop | warehouse;likely;2;minor;minor..severe;TRUE;erp|crm;4.50;medium\n" +
		";B;'=1+1;;;rare;;;;;;;\n"
	require.Equal(t, want, csvSeal(t, semicolons))
}

// TestCSVSaysAll writes what has columns of its own: values that hold at every
// stage, reasons, and the stage of a claim.
func TestCSVSaysAll(t *testing.T) {
	reg := register(t, "r.yaml", `format: ismskit.register/v1
id: r
risks:
  - id: A
    title: "'=1"
    description: "it's so"
    ratings: {current: {confidentiality: minor}, residual: {likelihood: rare}}
    inputs: {integrity: minor, availability: minor, tags: [erp]}
    rationale: {integrity: "'", current: {confidentiality: "@home"}}
    claimed: {stage: residual, band: low}
  - id: B
    ratings: {current: {likelihood: rare}}
`)
	reg.ID = ""
	want := assess(t, acme(t), reg).Seal
	require.Equal(t, want, csvSeal(t, "id,title,description,confidentiality,residual.likelihood,current.likelihood,inputs.integrity,inputs.availability,inputs.tags,"+
		"rationale.integrity,rationale.current.confidentiality,claimed_stage,claimed_band\n"+
		"A,''=1,it's so,minor,rare,,minor,minor,erp,','@home,residual,low\n"+
		"B,,,,,rare,,,,,,,\n"))
}

func TestCSVRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		text      string
		code      source.Code
		line, col int
	}{
		"empty":           {"", source.Empty, 1, 1},
		"blank":           {"\n\n", source.Empty, 1, 1},
		"no risks":        {"id,title\n", source.Empty, 1, 1},
		"no id":           {"title\nx\n", source.MissingKey, 1, 1},
		"unknown column":  {"id,likelyhood\n", source.UnknownName, 1, 4},
		"column twice":    {"id,title,title\n", source.DuplicateKey, 1, 10},
		"column no name":  {"id,,title\n", source.BadValue, 1, 4},
		"unknown stage":   {"id,later.likelihood\n", source.UnknownName, 1, 4},
		"ragged, short":   {"id,title\nA,x\nB\n", source.Syntax, 3, 1},
		"ragged, long":    {"id,title\nA,x,y\n", source.Syntax, 2, 1},
		"open quotation":  {"id,title\nA,\"x\n", source.Syntax, 2, 6},
		"stray quotation": {"id,title\nA,x\"y\n", source.Syntax, 2, 4},
		"bad id":          {"id,title\na b,x\n", source.BadValue, 2, 1},
		"off scale":       {"id,likelihood\nA,often\n", "off_scale", 2, 3},
		"bad range":       {"id,likelihood\nA,certain..rare\n", "order", 2, 3},
		"no bool":         {"id,personal_data\nA,yes\n", source.WrongType, 2, 3},
		"no number":       {"id,claimed_level\nA,high\n", source.BadValue, 2, 3},
		"no such stage":   {"id,claimed_stage\nA,gross\n", source.BadValue, 2, 3},
		"no such reason":  {"id,rationale.speed\nA,x\n", source.UnknownName, 1, 4},
		"reason's stage":  {"id,rationale.later.likelihood\nA,x\n", source.UnknownName, 1, 4},
		"input twice":     {"id,likelihood,current.likelihood\nA,rare,rare\n", source.DuplicateKey, 2, 0},
		"claims nothing":  {"id,claimed_stage\nA,current\n", source.MissingKey, 2, 1},
		"bad owner":       {"id,owner\nA,Jane Doe\n", source.BadValue, 2, 3},
		"bad cia":         {"id,cia\nA,secrecy\n", source.BadValue, 2, 3},
		"bad approach":    {"id,approach\nA,other\n", source.BadValue, 2, 3},
		"bad date":        {"id,identified\nA,soon\n", source.BadValue, 2, 3},
		"long cell":       {"id,title\nA," + strings.Repeat("x", 10_001) + "\n", source.Limit, 2, 3},
		"Latin-1":         {"id,title\nA,M\xfcller\n", source.Encoding, 2, 3},
		"same risk":       {"id,title\nA,x\nA,y\n", source.DuplicateID, 3, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c := acme(t)
			s, err := risk.StreamCSV("r.csv", strings.NewReader(test.text), c)
			if err == nil {
				_, err = risk.AssessStream(ctx, c, s, march, risk.StreamOptions{})
			}
			d := first(t, err)
			require.Equal(t, test.code, d.Code, d.String())
			require.Equal(t, source.Pos{Line: test.line, Col: test.col}, d.Pos, d.String())
		})
	}
	_, err := risk.StreamCSV("r.csv", broken{}, acme(t))
	require.ErrorIs(t, err, errDisk)
}

// sharedData finds the folder of real registers beside a checkout.
func sharedData(t *testing.T, name string) string {
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		file := filepath.Join(dir, "shared", "data", name)
		if _, err := os.Stat(file); err == nil {
			return file
		}
		if dir == filepath.Dir(dir) {
			t.Skipf("%s is not beside this checkout", name)
		}
		dir = filepath.Dir(dir)
	}
}

// TestHack23 recomputes a published register. Worked out by hand: the score is
// 20 times probability times impact, and the bands are Minimal up to 49, Low up
// to 99, Medium up to 199, High up to 399. Of 26 claims these do not follow:
//
//	R-CASH-001   4, 5: 20*4*5 = 400, Critical; claimed 320, High
//	R-COMP-001   4, 2: 20*4*2 = 160, Medium;  claimed  80, Low
//	R-TECH-001   3, 2: 20*3*2 = 120, Medium;  claimed  60, Low
//	R-PHYS-001   2, 1: 20*2*1 =  40, Minimal; claimed  20, Minimal
func TestHack23(t *testing.T) {
	data, err := os.ReadFile(sharedData(t, "hack23-risk-register.csv"))
	require.NoError(t, err)
	method, err := os.ReadFile("../examples/methods/hack23.yaml")
	require.NoError(t, err)
	c := compiled(t, "hack23.yaml", string(method))
	var b strings.Builder
	b.WriteString("id,title,probability,impact,claimed_level,claimed_band\n")
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		if cells[0] != "id" {
			b.WriteString(strings.Join(cells[:6], ",") + "\n")
		}
	}
	s, err := risk.StreamCSV("hack23.csv", strings.NewReader(b.String()), c)
	require.NoError(t, err)
	wrong := map[string]string{}
	total := 0
	_, err = risk.AssessStream(ctx, c, s, march, risk.StreamOptions{Outcome: func(o *risk.Outcome) error {
		total++
		require.NotNil(t, o.Claimed, o.Risk)
		if !o.Claimed.Follows {
			wrong[o.Risk] = o.Level + " " + o.Band
		}
		return nil
	}})
	require.NoError(t, err)
	require.Equal(t, 26, total)
	require.Equal(t, map[string]string{"R-CASH-001": "400 Critical", "R-COMP-001": "160 Medium", "R-TECH-001": "120 Medium", "R-PHYS-001": "40 Minimal"}, wrong)
}

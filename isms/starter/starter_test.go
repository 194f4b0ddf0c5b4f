package starter_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/starter"
	"github.com/stretchr/testify/require"
)

var july = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)

var standard = sync.OnceValues(func() (*conformity.Rules, error) { return conformity.Compile(conformity.Standard()) })

// each runs a test for every profile and kind.
func each(t *testing.T, test func(t *testing.T, p *conformity.Profile, k starter.Kind, files []isms.File)) {
	for _, p := range conformity.Profiles() {
		for _, k := range starter.Kinds() {
			t.Run(p.ID+" "+k.String(), func(t *testing.T) {
				files, err := starter.Files(p, k)
				require.NoError(t, err)
				test(t, p, k, files)
			})
		}
	}
}

func load(t testing.TB, files []isms.File) *isms.System {
	t.Helper()
	folder := fstest.MapFS{}
	for _, f := range files {
		folder[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	s, err := isms.Load(t.Context(), folder)
	require.NoError(t, err)
	return s
}

func check(t testing.TB, s *isms.System, p *conformity.Profile) *conformity.Report {
	t.Helper()
	rules, err := standard()
	require.NoError(t, err)
	rep, err := rules.Check(t.Context(), s, conformity.Options{AsOf: july, Profile: p})
	require.NoError(t, err)
	return rep
}

// TestNothingIsClaimed: the report of a starter is nothing but questions, and
// every rule of the standard asks one.
func TestNothingIsClaimed(t *testing.T) {
	each(t, func(t *testing.T, p *conformity.Profile, k starter.Kind, files []isms.File) {
		s := load(t, files)
		require.Equal(t, p.Edition, s.Edition)
		require.Empty(t, s.Check(july))
		rep := check(t, s, p)
		asked := map[string]bool{}
		for _, v := range rep.Verdicts {
			require.Contains(t, []isms.VerdictStatus{isms.VerdictUndetermined, isms.VerdictNotApplicable}, v.Status, "%s %v", v.Rule.ID, v.Subject)
			require.Empty(t, v.Error, v.Rule.ID)
			if v.Status == isms.VerdictUndetermined {
				require.NotEmpty(t, v.Missing, v.Rule.ID)
				asked[v.Rule.ID] = true
			}
		}
		for _, r := range conformity.Standard().Rules {
			if r.In(p.ID) && r.Kind == conformity.Shall {
				require.True(t, asked[r.ID], "%s asks nothing", r.ID)
			}
		}
	})
}

// question matches a line that asks: a # and then a key of YAML, or an entry.
var question = regexp.MustCompile(`(?m)^#( *)([A-Za-z]+:|-( id:)?)`)

// braces matches what an answer takes the place of.
var braces = regexp.MustCompile(`\{[^}]*\}`)

// answers puts an answer in the place of each pair of braces.
func answers(line string, number int) string {
	return braces.ReplaceAllStringFunc(line, func(s string) string {
		switch s = strings.Trim(s, "{}"); {
		case s == "id":
			return fmt.Sprintf("id-%d", number)
		case strings.HasPrefix(s, "id of "):
			return "id-1"
		case s == "date":
			return "2026-01-31"
		case s == "time such as 365d":
			return "365d"
		case s == "number", s == "whole number":
			return "1"
		case s == "sha256 digest":
			return "sha256:" + strings.Repeat("0", 64)
		case strings.Contains(s, " | "):
			word, _, _ := strings.Cut(s, " | ")
			return word
		}
		return "text"
	})
}

// TestAnswers: with every # taken away and answers in the place of the braces
// the documents are right, and each place without an answer is an error.
func TestAnswers(t *testing.T) {
	each(t, func(t *testing.T, p *conformity.Profile, k starter.Kind, files []isms.File) {
		for _, f := range files {
			lines := strings.Split(question.ReplaceAllString(string(f.Data), "$1$2"), "\n")
			_, err := isms.Parse(f.Name, []byte(answered(lines, 0, 0)))
			require.NoError(t, err)
			if testing.Short() && (k != starter.Group || p.ID != "2022-amd1") {
				continue
			}
			for from := 0; from < len(lines); from += 40 {
				to := min(from+40, len(lines))
				_, err := isms.Parse(f.Name, []byte(answered(lines, from, to)))
				wrong := map[int]bool{}
				var e *source.Error
				if errors.As(err, &e) {
					for _, d := range e.Diagnostics {
						wrong[d.Pos.Line] = true
					}
				}
				for i, line := range lines {
					asks := i >= from && i < to && !strings.HasPrefix(line, "#") && braces.MatchString(line)
					require.Equal(t, asks, wrong[i+1], "%s:%d %s", f.Name, i+1, line)
				}
			}
		}
	})
}

// answered answers all lines but some.
func answered(lines []string, from, to int) string {
	list := slices.Clone(lines)
	for i, line := range list {
		if i < from || i >= to {
			list[i] = answers(line, i)
		}
	}
	return strings.Join(list, "\n")
}

// TestWholeModel: every field of every type is stated or asked.
func TestWholeModel(t *testing.T) {
	each(t, func(t *testing.T, p *conformity.Profile, k starter.Kind, files []isms.File) {
		var all []isms.File
		for _, f := range files {
			all = append(all, isms.File{Name: f.Name, Data: question.ReplaceAll(f.Data, []byte("$1$2"))})
		}
		seen := map[string]bool{}
		var visit func(n *source.Node, typ *isms.Type)
		visit = func(n *source.Node, typ *isms.Type) {
			for _, f := range n.Fields() {
				x := typ.Field(f.Key)
				if x == nil {
					continue
				}
				seen[typ.Name+"."+f.Key] = true
				if x.Type == nil {
					continue
				}
				for _, item := range append(f.Value.Items(), f.Value) {
					visit(item, x.Type)
				}
			}
		}
		for _, f := range all {
			root, err := source.Parse(f.Name, f.Data, source.Limits{})
			require.NoError(t, err)
			visit(root, isms.Types()[0])
		}
		for _, typ := range isms.Types() {
			for _, f := range typ.Fields {
				require.True(t, seen[typ.Name+"."+f.Name], "%s.%s", typ.Name, f.Name)
			}
		}
	})
}

// TestOneAnswer: an answer takes its questions away, and makes no new claims.
func TestOneAnswer(t *testing.T) {
	p := conformity.ProfileOf("2022-amd1")
	files, err := starter.Files(p, starter.Company)
	require.NoError(t, err)
	i := slices.IndexFunc(files, func(f isms.File) bool { return f.Name == "04-context.yaml" })
	text := string(files[i].Data)
	for _, answer := range [][2]string{{"#scope:", "scope:"}, {"#  statement: {text}  ", "  statement: Booking of walks  "}, {"#  included: [{text}]", "  included: [booking]"}} {
		require.Contains(t, text, answer[0])
		text = strings.Replace(text, answer[0], answer[1], 1)
	}
	before := check(t, load(t, files), p)
	files[i].Data = []byte(text)
	after := check(t, load(t, files), p)
	require.Equal(t, isms.VerdictUndetermined, before.Of("R43-01")[0].Status)
	require.Equal(t, []string{"scope"}, before.Of("R43-01")[0].Missing)
	require.Equal(t, isms.VerdictConform, after.Of("R43-01")[0].Status)
	require.Zero(t, after.Count(0).Nonconform)
}

// TestEditions: numbers are those of the edition.
func TestEditions(t *testing.T) {
	text := func(id string) string {
		files, err := starter.Files(conformity.ProfileOf(id), starter.Person)
		require.NoError(t, err)
		var b strings.Builder
		for _, f := range files {
			b.Write(f.Data)
		}
		return b.String()
	}
	old, now := text("2013"), text("2022-amd1")
	require.Contains(t, old, "## Nonconformities and what was done about them (10.1)")
	require.Contains(t, now, "## Nonconformities and what was done about them (10.2)")
	require.Contains(t, old, "## Changes, planned and unintended (8.1)")
	require.Contains(t, now, "## Changes, planned and unintended (6.3; 8.1)")
	require.Contains(t, old, "##   audit_programme (9.2 g)")
	require.Contains(t, now, "##   audit_programme (9.2.2)")
	require.Contains(t, old, "edition: 2013")
}

// TestKinds: what is stated besides the edition is ids, and these alone tell
// the kinds apart; equal arguments give equal bytes.
func TestKinds(t *testing.T) {
	p := conformity.ProfileOf("2022-amd1")
	for k, want := range map[starter.Kind][]string{
		starter.Person: {"auditor", "document-1", "measure-1", "measure-2", "objective-1", "party-1", "person-1", "policy-1", "process-1", "process-2", "security-officer"},
		starter.Company: {"auditor", "document-1", "document-2", "measure-1", "measure-2", "objective-1", "party-1", "party-2",
			"person-1", "person-2", "person-3", "policy-1", "process-1", "process-2", "security-officer"},
		starter.Group: {"auditor", "company-1", "company-2", "document-1", "document-2", "external-1", "external-2", "group", "measure-1", "measure-2", "objective-1",
			"party-1", "party-2", "person-1", "person-2", "person-3", "person-4", "person-5", "policy-1", "process-1", "process-2", "security-officer"},
	} {
		files, err := starter.Files(p, k)
		require.NoError(t, err)
		again, err := starter.Files(p, k)
		require.NoError(t, err)
		require.Equal(t, files, again)

		s := load(t, files)
		var ids []string
		for path, e := range s.Walk() {
			for _, f := range isms.TypeOf(e).Fields {
				v, state := f.Value(e)
				switch {
				case state == isms.StateUnknown, f.Type != nil:
				case f.Kind == isms.KindID:
					ids = append(ids, v.(string))
				default:
					require.Equal(t, "edition", f.Name, "%s.%s is stated", path, f.Name)
				}
			}
		}
		slices.Sort(ids)
		require.Equal(t, want, ids)
	}
}

func TestArguments(t *testing.T) {
	_, err := starter.Files(nil, starter.Company)
	require.ErrorIs(t, err, starter.ErrProfile)
	for _, k := range []starter.Kind{0, starter.Group + 1} {
		_, err := starter.Files(conformity.Profiles()[0], k)
		require.ErrorIs(t, err, starter.ErrKind)
	}
	require.Empty(t, (starter.Group + 1).String())
	for _, k := range starter.Kinds() {
		got, ok := starter.KindOf(k.String())
		require.True(t, ok)
		require.Equal(t, k, got)
	}
	for _, name := range []string{"", "firm"} {
		_, ok := starter.KindOf(name)
		require.False(t, ok)
	}
}

func ExampleFiles() {
	files, err := starter.Files(conformity.ProfileOf("2022-amd1"), starter.Person)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range files {
		fmt.Println(f.Name)
	}
	lines := strings.SplitAfter(string(files[1].Data), "\n")
	i := slices.Index(lines, "parties:\n")
	fmt.Print(strings.Join(lines[i-1:i+3], ""))
	// Output:
	// 00-system.yaml
	// 04-context.yaml
	// 05-leadership.yaml
	// 06-planning.yaml
	// 07-support.yaml
	// 08-operation.yaml
	// 09-evaluation.yaml
	// 10-improvement.yaml
	// ## Interested parties (4.2)
	// parties:
	//   - id: party-1
	// #    name: {text}                               # what it is called
}

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// EvidenceFormat names the list of evidence.
const EvidenceFormat = "ismskit.report.evidence/v1"

// Evidence is what must be found out before rules can decide: every missing
// value, as a question in words, by who owes the answer.
type Evidence struct {
	Head
	Owed []Owed `json:"owed"` // by name; those for whom nobody is named last
	// Failed are rules that failed while they ran. No answer decides these: the
	// rule, or what it computes with, must be mended.
	Failed []FailedRule `json:"failed"`
}

// Owed are the questions that somebody owes an answer to.
type Owed struct {
	Who       Who        `json:"who"` // zero if nobody is named
	Questions []Question `json:"questions"`
}

// A Question asks for one missing value.
type Question struct {
	Path     string    `json:"path"`  // of the value
	About    string    `json:"about"` // what it is about, in words
	Question string    `json:"question"`
	Answer   string    `json:"answer,omitempty"`   // what an answer looks like
	Why      string    `json:"why,omitempty"`      // why this person is asked
	Position string    `json:"position,omitempty"` // where to write it: file:line:col
	Waiting  []Waiting `json:"waiting"`            // rules that wait for it
}

// Waiting is a rule that waits for an answer.
type Waiting struct {
	Rule     string `json:"rule"`
	Set      string `json:"set"`
	Clause   string `json:"clause"`
	Kind     string `json:"kind"`
	Meaning  string `json:"meaning"`
	Subjects int    `json:"subjects"` // for so many subjects
}

// A FailedRule is a rule that failed on a subject.
type FailedRule struct {
	Rule     string `json:"rule"`
	Set      string `json:"set"`
	Path     string `json:"path,omitempty"` // of the subject
	Code     string `json:"code"`
	Position string `json:"position,omitempty"`
}

// Count is the number of questions.
func (e *Evidence) Count() int {
	n := 0
	for _, o := range e.Owed {
		n += len(o.Questions)
	}
	return n
}

// NewEvidence makes the list of evidence from the undetermined verdicts of a
// report. The system is the one that was checked. Of a verdict that misses very
// many values the report names some only; the others come up once these are
// there.
func NewEvidence(sys *isms.System, rep *conformity.Report) *Evidence {
	e := &Evidence{Head: headOf(sys, rep.AsOf), Owed: []Owed{}, Failed: []FailedRule{}}
	e.Profile = rep.Profile.ID
	questions := map[string]*Question{}
	for i := range rep.Verdicts {
		v := &rep.Verdicts[i]
		if v.Error != "" {
			e.Failed = append(e.Failed, FailedRule{v.Rule.ID, v.Set.ID, v.Subject.Path, v.Error, v.Position.String()})
		}
		if v.Status != isms.VerdictUndetermined {
			continue
		}
		for _, path := range v.Missing {
			q := questions[path]
			if q == nil {
				q = &Question{Path: path}
				questions[path] = q
			}
			q.wait(v)
		}
	}
	e.assign(sys, questions)
	return e
}

func (q *Question) wait(v *conformity.Verdict) {
	if n := len(q.Waiting); n > 0 && q.Waiting[n-1].Rule == v.Rule.ID {
		q.Waiting[n-1].Subjects++
		return
	}
	q.Waiting = append(q.Waiting, Waiting{v.Rule.ID, v.Set.ID, v.Clause, v.Rule.Kind.String(), v.Rule.Meaning, 1})
}

// assign puts the questions into words and to those who owe the answers.
func (e *Evidence) assign(sys *isms.System, questions map[string]*Question) {
	o := ownersOf(sys)
	byWho := map[Who]int{}
	paths := make([]string, 0, len(questions))
	for path := range questions {
		paths = append(paths, path)
	}
	// What is asked about one thing stands together. Numbers in paths count by
	// their value, as in clauses.
	slices.SortFunc(paths, func(a, b string) int {
		return cmp.Or(conformity.CompareClauses(parent(a), parent(b)), conformity.CompareClauses(a, b))
	})
	for _, path := range paths {
		q := questions[path]
		who, why := o.owner(path)
		// One person owes in whatever role.
		key := Who{Person: who.Person, Name: who.Name}
		if who.Role != "" {
			why += ", as " + or(who.Title, who.Role)
		}
		q.Why = why
		q.About, q.Question, q.Answer = o.asked(path)
		q.Position = o.position(path).String()
		i, ok := byWho[key]
		if !ok {
			i = len(e.Owed)
			byWho[key] = i
			e.Owed = append(e.Owed, Owed{Who: key})
		}
		e.Owed[i].Questions = append(e.Owed[i].Questions, *q)
	}
	slices.SortStableFunc(e.Owed, func(a, b Owed) int {
		if a.Who.Nobody() != b.Who.Nobody() {
			if a.Who.Nobody() {
				return 1
			}
			return -1
		}
		return cmp.Or(strings.Compare(a.Who.String(), b.Who.String()), strings.Compare(a.Who.Person, b.Who.Person))
	})
}

// Format returns EvidenceFormat.
func (e *Evidence) Format() string { return EvidenceFormat }

// JSON returns the list as JSON.
func (e *Evidence) JSON() []byte { return encode(e, e) }

// CSV returns a row for each question.
func (e *Evidence) CSV() []byte {
	t := newTable("who", "person", "why", "about", "question", "answer", "path", "position", "rules", "clauses")
	for _, o := range e.Owed {
		for _, q := range o.Questions {
			var rules, clauses []string
			for _, w := range q.Waiting {
				rules = append(rules, w.Rule)
				if !slices.Contains(clauses, w.Clause) {
					clauses = append(clauses, w.Clause)
				}
			}
			t.row(or(o.Who.String(), "nobody is named"), o.Who.Person, q.Why, q.About, q.Question, q.Answer, q.Path, q.Position, joined(rules), joined(clauses))
		}
	}
	return t.bytes()
}

// Markdown returns the list for readers: a part for each person, with the
// questions by what they are about.
func (e *Evidence) Markdown() []byte {
	p := &page{}
	p.head("Evidence that is missing, by who owes it", e.Head)
	if len(e.Owed) == 0 {
		p.para("No rule waits for an answer.")
	} else {
		p.para("%s. What is not stated was not judged: it is neither conform nor nonconform.", e.sums())
		rows := make([][]string, len(e.Owed))
		for i, o := range e.Owed {
			rows[i] = []string{md(or(o.Who.String(), "nobody is named")), itoa(len(o.Questions))}
		}
		p.rows([]string{"who", "questions#"}, rows)
	}
	for _, o := range e.Owed {
		if o.Who.Nobody() {
			p.part("Nobody is named")
			p.para("Nobody answers for these things, and nobody has a role that answers for the conformity of the system. Name somebody first.")
		} else {
			p.part(md(o.Who.String()))
		}
		about := ""
		for _, q := range o.Questions {
			if q.About != about {
				if about != "" {
					p.end()
				}
				about = q.About
				why := ""
				if q.Why != "" {
					why = " — " + md(q.Why)
				}
				p.para("**%s**%s", md(sentence(about)), why)
			}
			q.page(p)
		}
		p.end()
	}
	if len(e.Failed) > 0 {
		p.part("Rules that failed")
		p.para("No answer decides these. Mend the rule, or what it computes with.")
		for _, f := range e.Failed {
			p.item("%s on %s: %s%s", md(f.Rule), or(code(f.Path), "the system"), md(f.Code), placed(f.Position))
		}
		p.end()
	}
	return p.bytes()
}

// sums says how many questions there are, and for whom.
func (e *Evidence) sums() string {
	orphans := 0
	for _, o := range e.Owed {
		if o.Who.Nobody() {
			orphans += len(o.Questions)
		}
	}
	s := count(e.Count(), "question", "questions")
	if orphans > 0 {
		s += fmt.Sprintf(", %d of them for nobody who is named", orphans)
	}
	return s
}

func (q *Question) page(p *page) {
	p.item("%s", md(q.Question))
	where := code(q.Path)
	if q.Answer != "" {
		where += ": " + strings.NewReplacer(`\[\]`, "`[]`", "~", "`~`").Replace(md(q.Answer))
	}
	p.more("%s%s", where, placed(q.Position))
	texts := make([]string, 0, len(q.Waiting))
	for i, w := range q.Waiting {
		if i == maxWaiting {
			texts = append(texts, count(len(q.Waiting)-i, "more", "more"))
			break
		}
		texts = append(texts, md(w.Rule)+" ("+md(w.Clause)+", "+w.Kind+")")
	}
	p.more("waiting: %s", strings.Join(texts, ", "))
}

// maxWaiting bounds the rules behind a question that a page shows.
const maxWaiting = 6

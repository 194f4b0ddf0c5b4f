package criteria

import (
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// MaxFindingCode is the number of the last check of the analysis, L32.
const MaxFindingCode = 32

// Accepted is a finding of the analysis that the organisation knows of and
// accepts. Reports show it together with the reason.
type Accepted struct {
	Code    string // L01 to L32
	Because string // the reason, never empty

	node *source.Node
}

// Node returns the place in the document.
func (a *Accepted) Node() *source.Node { return a.node }

func (p *parser) accepted(o *source.Object) {
	seen := map[string]*source.Node{}
	for _, n := range p.list(o, "accepted", false, MaxFindingCode) {
		e := p.Object(n)
		a := Accepted{Code: e.String("code", true), Because: e.String("because", true), node: n}
		code, because := n.Get("code"), n.Get("because")
		if code.Kind() == source.String && !isFindingCode(a.Code) {
			p.Report(code, source.BadValue, "%q is no code of a finding: they go from L01 to L%02d", source.Clip(a.Code), MaxFindingCode)
			a.Code = ""
		}
		if because.Kind() == source.String && strings.TrimSpace(a.Because) == "" {
			p.Report(because, source.BadValue, "a finding is accepted for a reason, which must not be empty")
		}
		p.unique(seen, code, a.Code)
		e.Close()
		p.doc.Accepted = append(p.doc.Accepted, a)
	}
}

// isFindingCode tells whether s is one of L01 to L32.
func isFindingCode(s string) bool {
	if len(s) != 3 || s[0] != 'L' || s[1] < '0' || s[1] > '9' || s[2] < '0' || s[2] > '9' {
		return false
	}
	n := int(s[1]-'0')*10 + int(s[2]-'0')
	return n >= 1 && n <= MaxFindingCode
}

package criteria

import (
	"math/big"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
)

// MaxTriggers bounds the events that call for an assessment.
const MaxTriggers = 100

// Assessing says when risks are assessed, beside the criteria by which they
// are: ISO/IEC 27001, 6.1.2 a 2 and 8.2.
type Assessing struct {
	Every time.Duration // at least this often; 0 if not stated
	On    []string      // ids of events that call for an assessment, such as significant_change
	// Agreement is the least agreement of several assessors that the
	// organisation asks for, 0 to 1; nil if not stated. See package agreement.
	Agreement *big.Rat
}

func (p *parser) assessing(o *source.Object) {
	n := o.Opt("assessing")
	if n == nil {
		return
	}
	e := p.Object(n)
	a := Assessing{Every: e.Duration("every", false), On: e.Strings("on", false)}
	if on := e.Opt("on"); on != nil {
		seen := map[string]*source.Node{}
		if on.Len() > MaxTriggers {
			p.Report(on, source.Limit, "%d events, at most %d are allowed", on.Len(), MaxTriggers)
		}
		for _, item := range on.Items() {
			if item.Kind() == source.String {
				p.unique(seen, item, p.IDOf(item))
			}
		}
	}
	if e.Has("agreement") {
		a.Agreement = e.Decimal("agreement", false)
		if a.Agreement != nil && (a.Agreement.Sign() < 0 || a.Agreement.Cmp(big.NewRat(1, 1)) > 0) {
			p.Report(e.Opt("agreement"), source.BadValue, "agreement goes from 0 to 1")
		}
	}
	e.Close()
	p.doc.Assessing = a
}

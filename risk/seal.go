package risk

import (
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
)

// RecordFormat is the first line of every record of this version, and the
// line that its digest begins with.
const RecordFormat = "ismskit.assessment/v1"

// A Seal says in a few lines what was assessed and what came of it. Its digest
// is the digest of the assessment: two assessments with the same digest have
// the same criteria, risks, time and outcomes, to the last byte.
type Seal struct {
	AsOf     time.Time
	Criteria seal.Digest // of the bytes of the criteria document
	Dialect  string      // of the expressions
	Register Root        // of the risks, by id
	Outcomes Root        // of the outcomes, by risk id and stage
	ID       string      // of the register
}

// Root is the root of a Merkle tree (RFC 6962) and the number of its leaves.
type Root struct {
	Hash  seal.Digest
	Count uint64
}

func newSeal(c *criteria.Criteria, asOf time.Time, id string, risks, outcomes *seal.Tree) Seal {
	return Seal{
		AsOf:     asOf.UTC().Round(0),
		Criteria: c.Digest(),
		Dialect:  criteria.Dialect,
		Register: Root{risks.Root().Digest(), risks.Size()},
		Outcomes: Root{outcomes.Root().Digest(), outcomes.Size()},
		ID:       id,
	}
}

// Digest returns the digest of the assessment: SHA-256 over the format's line
// and the canonical JSON of the seal.
func (s Seal) Digest() seal.Digest { return seal.Sum(RecordFormat, s.append(nil)) }

func (s Seal) append(b []byte) []byte {
	w := object{b: append(b, '{')}
	w.time("asOf", s.AsOf)
	w.text("criteria", string(s.Criteria))
	w.text("dialect", s.Dialect)
	w.key("outcomes")
	w.b = s.Outcomes.append(w.b)
	w.key("register")
	w.b = s.Register.append(w.b)
	w.text("registerId", s.ID)
	return append(w.b, '}')
}

func (r Root) append(b []byte) []byte {
	w := object{b: append(b, '{')}
	w.text("root", string(r.Hash))
	w.key("count")
	w.b = strconv.AppendUint(w.b, r.Count, 10)
	return append(w.b, '}')
}

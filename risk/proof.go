package risk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// ProofFormat is the first line of every proof of this version.
const ProofFormat = "ismskit.proof/v1"

// A Proof shows that one outcome is part of an assessment, to somebody who
// knows the assessment's digest and sees none of its other outcomes.
type Proof struct {
	Seal    Seal
	Outcome Outcome
	Path    seal.Proof
}

// Prove makes the proof of one outcome.
func (r *Record) Prove(risk string, stage Stage) (*Proof, error) {
	i, found := slices.BinarySearchFunc(r.Outcomes, risk, func(o Outcome, id string) int {
		return cmp.Or(strings.Compare(o.Risk, id), cmp.Compare(o.Stage, stage))
	})
	if !found {
		return nil, fmt.Errorf("risk: the record has no outcome %s/%s", source.Clip(risk), stage)
	}
	path, err := seal.Prove(r.outcomeLeaves(), uint64(i))
	if err != nil {
		return nil, err
	}
	return &Proof{Seal: r.Seal, Outcome: r.Outcomes[i], Path: path}, nil
}

// Verify checks the proof against the digest of an assessment.
func (p *Proof) Verify(digest seal.Digest) error {
	if d := p.Seal.Digest(); d != digest {
		return fmt.Errorf("%w: the proof is about the assessment %s, not %s", ErrTampered, d, digest)
	}
	root, err := p.Seal.Outcomes.Hash.Hash()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTampered, err)
	}
	if p.Path.Size != p.Seal.Outcomes.Count {
		return fmt.Errorf("%w: the proof is about %d outcomes, the seal about %d", ErrTampered, p.Path.Size, p.Seal.Outcomes.Count)
	}
	if err := p.Path.Verify(seal.LeafHash(p.Outcome.appendLeaf(nil)), root); err != nil {
		return fmt.Errorf("%w: %w", ErrTampered, err)
	}
	return nil
}

// Bytes returns the proof as a JSON file.
func (p *Proof) Bytes() []byte {
	b := []byte("{\"format\":\"" + ProofFormat + "\",\n\"seal\":")
	b = p.Seal.append(b)
	b = append(b, ",\n\"outcome\":"...)
	b = p.Outcome.appendLeaf(b)
	b = append(b, ",\n\"index\":"...)
	b = strconv.AppendUint(b, p.Path.Index, 10)
	b = append(b, ",\n\"size\":"...)
	b = strconv.AppendUint(b, p.Path.Size, 10)
	b = append(b, ",\n\"path\":["...)
	for i, h := range p.Path.Path {
		b = seal.AppendString(separate(b, i), string(h.Digest()))
	}
	return append(b, "]}\n"...)
}

// ParseProof reads a proof. It is not verified yet: Verify needs the digest
// that the reader trusts.
func ParseProof(name string, data []byte) (*Proof, error) {
	root, err := source.ParseJSON(name, data, source.Limits{})
	if err != nil {
		return nil, err
	}
	r := &parser{}
	o := r.Object(root)
	p := &Proof{}
	if n := o.Need("format"); n != nil {
		if s := r.StringOf(n); s != ProofFormat {
			r.ReportNear(n, source.BadValue, ProofFormat, "the format is %q, this release reads %s", source.Clip(s), ProofFormat)
		}
	}
	if n := o.Need("seal"); n != nil {
		p.Seal = r.seal(n)
	}
	if n := o.Need("outcome"); n != nil {
		p.Outcome = r.outcome(n)
	}
	p.Path.Index = uint64(max(0, o.Int("index", true)))
	p.Path.Size = uint64(max(0, o.Int("size", true)))
	for _, n := range o.List("path", true) {
		d, err := seal.ParseDigest(r.StringOf(n))
		h, err2 := d.Hash()
		if err != nil || err2 != nil {
			r.Report(n, source.BadValue, "%q is no digest", source.Clip(n.Text()))
			continue
		}
		p.Path.Path = append(p.Path.Path, h)
	}
	o.Close()
	if err := r.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

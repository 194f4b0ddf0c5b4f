package risk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
)

// A Record is an assessment as it is kept: one JSON file that anyone can
// verify and replay.
type Record struct {
	Seal      Seal
	Digest    seal.Digest
	Materials Materials
	Outcomes  []Outcome
	Rankings  []Ranking
	BuiltWith BuiltWith

	leaves []seal.Hash
	bytes  []byte
}

// Materials are what the assessment was made from. Large ones are named by
// their digests in the seal alone.
type Materials struct {
	Criteria string  // the criteria document, verbatim; "" if left out
	Risks    []*Risk // by id; nil if left out
}

// BuiltWith tells what computed the record. It stands outside the digest of
// the assessment, since it changes nothing about it.
type BuiltWith struct {
	Module string // ismskit's version
	Engine string // the expression engine's module and version
	Go     string
}

var builtWith = sync.OnceValue(func() BuiltWith {
	b := BuiltWith{Module: "unknown", Engine: criteria.Engine(), Go: runtime.Version()}
	const path = "github.com/ismskit/ismskit"
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Path == path && info.Main.Version != "" {
			b.Module = info.Main.Version
		}
		for _, d := range info.Deps {
			if d.Path == path {
				b.Module = d.Version
			}
		}
	}
	return b
})

// MaxMaterialBytes bounds the risks that a record holds verbatim. Larger
// registers are named by their digest, and Replay needs them handed in.
const MaxMaterialBytes = 32 << 20

// Record makes the record of the assessment.
func (a *Assessment) Record() *Record {
	r := &Record{
		Seal: a.Seal, Digest: a.Seal.Digest(),
		Materials: Materials{Criteria: string(a.criteria.Document().Bytes()), Risks: a.risks},
		Outcomes:  a.Outcomes, Rankings: a.Rankings, BuiltWith: builtWith(), leaves: a.leaves,
	}
	var b []byte
	size := 0
	for _, x := range a.risks {
		b = appendRisk(b[:0], x)
		if size += len(b); size > MaxMaterialBytes {
			r.Materials.Risks = nil
			break
		}
	}
	r.bytes = r.encode()
	return r
}

// Bytes returns the record's file. Equal assessments made with the same
// versions give equal bytes. They must not be changed.
func (r *Record) Bytes() []byte { return r.bytes }

// WriteTo writes the record's file.
func (r *Record) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(r.bytes)
	return int64(n), err
}

// encode writes the file: one member a line, one outcome and one risk a line,
// so that two records can be compared by eye. A checksum over everything
// before it ends the file; it guards what the digest leaves out.
func (r *Record) encode() []byte {
	const perOutcome, perRisk = 640, 320 // about; a record of many megabytes should not be copied as it grows
	b := make([]byte, 0, len(r.Materials.Criteria)+perOutcome*len(r.Outcomes)+perRisk*len(r.Materials.Risks)+4096)
	b = append(b, "{\"format\":\""+RecordFormat+"\",\n\"digest\":"...)
	b = seal.AppendString(b, string(r.Digest))
	b = append(b, ",\n\"seal\":"...)
	b = r.Seal.append(b)
	b = append(b, ",\n\"builtWith\":"...)
	b = r.BuiltWith.append(b)
	b = append(b, ",\n\"criteria\":"...)
	b = seal.AppendString(b, r.Materials.Criteria)
	b = append(b, ",\n\"risks\":["...)
	for i, x := range r.Materials.Risks {
		b = appendRisk(separate(b, i), x)
	}
	b = append(b, "],\n\"outcomes\":["...)
	for i := range r.Outcomes {
		b = r.Outcomes[i].appendLeaf(separate(b, i))
	}
	b = append(b, "],\n\"rankings\":["...)
	for i, k := range r.Rankings {
		b = k.append(separate(b, i))
	}
	b = append(b, "],\n\"checksum\":"...)
	b = seal.AppendString(b, string(seal.Sum(checksumLine, b)))
	return append(b, "}\n"...)
}

// checksumLine keeps the checksum apart from the digest of the seal.
const checksumLine = RecordFormat + "+checksum"

func separate(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(b, '\n')
}

func (w BuiltWith) append(b []byte) []byte {
	o := object{b: append(b, '{')}
	o.text("module", w.Module)
	o.text("engine", w.Engine)
	o.text("go", w.Go)
	return append(o.b, '}')
}

func (r Ranking) append(b []byte) []byte {
	o := object{b: append(b, '{')}
	o.text("stage", r.Stage.String())
	o.key("groups")
	o.b = append(o.b, '[')
	for i, g := range r.Groups {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendTexts(o.b, g)
	}
	return append(o.b, "]}"...)
}

// Errors of records. Match them with errors.Is.
var (
	ErrTampered  = errors.New("risk: the record was changed after it was made")
	ErrMismatch  = errors.New("risk: the record does not follow from its materials")
	ErrMaterials = errors.New("risk: the record's materials are not at hand")
)

// Verify checks a record's digests without evaluating anything: the seal
// against the digest, the criteria, risks and outcomes against the seal, and
// every byte against the checksum. ParseRecord has done it already for a
// record that was read.
func (r *Record) Verify() error {
	if d := r.Seal.Digest(); d != r.Digest {
		return fmt.Errorf("%w: the digest is %s, the seal's is %s", ErrTampered, r.Digest, d)
	}
	if r.Materials.Criteria != "" {
		if d := criteria.Digest([]byte(r.Materials.Criteria)); d != r.Seal.Criteria {
			return fmt.Errorf("%w: the criteria's digest is %s, the seal says %s", ErrTampered, d, r.Seal.Criteria)
		}
	}
	if r.Materials.Risks != nil {
		var t seal.Tree
		var b []byte
		for _, x := range r.Materials.Risks {
			b = appendRisk(b[:0], x)
			t.Append(seal.LeafHash(b))
		}
		if err := checkRoot("risks", &t, r.Seal.Register); err != nil {
			return err
		}
	}
	var t seal.Tree
	for _, h := range r.outcomeLeaves() {
		t.Append(h)
	}
	if err := checkRoot("outcomes", &t, r.Seal.Outcomes); err != nil {
		return err
	}
	if !bytes.Equal(r.encode(), r.bytes) {
		return fmt.Errorf("%w: its bytes are not those of its content", ErrTampered)
	}
	return nil
}

func checkRoot(what string, t *seal.Tree, want Root) error {
	if got := t.Root().Digest(); got != want.Hash || t.Size() != want.Count {
		return fmt.Errorf("%w: the %d %s have the root %s, the seal says %d with the root %s", ErrTampered, t.Size(), what, got, want.Count, want.Hash)
	}
	return nil
}

func (r *Record) outcomeLeaves() []seal.Hash {
	if r.leaves == nil {
		var b []byte
		for i := range r.Outcomes {
			b = r.Outcomes[i].appendLeaf(b[:0])
			r.leaves = append(r.leaves, seal.LeafHash(b))
		}
	}
	return r.leaves
}

// A Difference is where a replay and a record part.
type Difference struct {
	Path               string // for instance outcomes[R-001/current].band
	Recorded, Replayed string
}

// Error implements error; errors.Is matches ErrMismatch.
func (d *Difference) Error() string {
	return fmt.Sprintf("%s: recorded %s, recomputed %s", d.Path, d.Recorded, d.Replayed)
}

// Is matches ErrMismatch.
func (d *Difference) Is(target error) bool { return target == ErrMismatch }

// Replay verifies a record and computes it again from its materials. It
// returns the new assessment; the error is a *Difference that names the first
// place where it differs, or what Verify found, or ErrMaterials if the record
// only names its materials: then ReplayWith takes them.
func Replay(ctx context.Context, r *Record) (*Assessment, error) {
	return ReplayWith(ctx, r, Materials{})
}

// ReplayWith is Replay for a record that names its materials by digest. What
// the record holds itself takes precedence.
func ReplayWith(ctx context.Context, r *Record, m Materials) (*Assessment, error) {
	if err := r.Verify(); err != nil {
		return nil, err
	}
	if r.Materials.Criteria != "" {
		m.Criteria = r.Materials.Criteria
	}
	if r.Materials.Risks != nil {
		m.Risks = r.Materials.Risks
	}
	if m.Criteria == "" || m.Risks == nil {
		return nil, ErrMaterials
	}
	doc, err := criteria.Parse("criteria", []byte(m.Criteria))
	if err != nil {
		return nil, err
	}
	c, err := doc.Compile()
	if err != nil {
		return nil, err
	}
	if c.Digest() != r.Seal.Criteria {
		return nil, &Difference{"seal.criteria", string(r.Seal.Criteria), string(c.Digest())}
	}
	a, err := Assess(ctx, c, &Register{ID: r.Seal.ID, Risks: m.Risks}, r.Seal.AsOf)
	if err != nil {
		return nil, err
	}
	if a.Seal.Register != r.Seal.Register {
		return nil, &Difference{"seal.register", string(r.Seal.Register.Hash), string(a.Seal.Register.Hash)}
	}
	if d := firstDifference(r, a); d != nil {
		return a, d
	}
	return a, nil
}

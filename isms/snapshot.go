package isms

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// SnapshotFormat is the first line of every snapshot of this version, and the
// line that its digest begins with.
const SnapshotFormat = "ismskit.snapshot/v1"

// MaxSnapshotBytes bounds a snapshot that is read.
const MaxSnapshotBytes = 512 << 20

// MaxMaterialBytes bounds the documents that a snapshot holds verbatim. Those
// that do not fit are named by their digests.
const MaxMaterialBytes = 64 << 20

// Errors of snapshots. Match them with errors.Is.
var (
	ErrTime      = errors.New("isms: asOf is not a time from year 1 to year 9999")
	ErrTampered  = errors.New("isms: the snapshot was changed after it was made")
	ErrMaterials = errors.New("isms: the snapshot's documents are not at hand")
)

// A Snapshot is a system as it was at a time, sealed: with its registers,
// records, plans and criteria.
type Snapshot struct {
	AsOf   time.Time
	Digest seal.Digest // SHA-256 over the format's line and the canonical seal
	Parts  []Part      // the system's own document first, then by format and name

	bytes []byte
}

// A Part is a document of a snapshot.
type Part struct {
	Format string
	Name   string      // the document's id, with its version if it has one
	Digest seal.Digest // as documents of its format have it
	Text   string      // the document; "" if it is named by its digest only
}

// Snapshot seals the system as of a time. Equal systems and times give equal
// bytes. The error is ErrTime, or what Merge says about a system that was made
// in Go and cannot be read back.
func (s *System) Snapshot(asOf time.Time) (*Snapshot, error) {
	if asOf = asOf.UTC().Round(0); asOf.Year() < 1 || asOf.Year() > 9999 || asOf.IsZero() {
		return nil, ErrTime
	}
	x := &Snapshot{AsOf: asOf, Parts: s.parts()}
	left := MaxMaterialBytes
	for i := range x.Parts {
		if n := len(x.Parts[i].Text); n <= left {
			left -= n
		} else {
			x.Parts[i].Text = ""
		}
	}
	x.Digest = seal.Sum(SnapshotFormat, x.seal())
	x.bytes = x.encode()
	if err := x.check(); err != nil {
		return nil, fmt.Errorf("isms: the system cannot be read back: %w", err)
	}
	return x, nil
}

// parts lists the documents of the system in order.
func (s *System) parts() []Part {
	list := []Part{{Format, s.ID.Or(""), s.Digest(), string(s.Bytes())}}
	for _, d := range s.CriteriaDocuments {
		list = append(list, Part{criteria.Format, criteriaName(d), criteria.Digest(d.Bytes()), string(d.Bytes())})
	}
	for _, r := range s.Records {
		list = append(list, Part{risk.RecordFormat, string(r.Digest), r.Digest, string(r.Bytes())})
	}
	for _, r := range s.Registers {
		list = append(list, Part{risk.RegisterFormat, r.ID, r.Digest(), string(r.Bytes())})
	}
	for _, p := range s.Plans {
		list = append(list, Part{risk.PlanFormat, planName(p), p.Digest(), string(p.Bytes())})
	}
	for _, a := range s.Statements {
		list = append(list, Part{soa.StatementFormat, statementName(a), a.Digest(), string(a.Bytes())})
	}
	for _, c := range s.Catalogues {
		list = append(list, Part{soa.CatalogueFormat, c.ID, c.Digest(), string(c.Bytes())})
	}
	slices.SortStableFunc(list[1:], func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Format, b.Format), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// seal gives what the digest is over: the time, and every document by its
// digest.
func (x *Snapshot) seal() []byte {
	b := appendTime([]byte(`{"asOf":`), x.AsOf)
	b = append(b, `,"parts":`...)
	b = appendList(b, x.Parts, func(b []byte, p Part) []byte {
		b = seal.AppendString(append(b, `{"format":`...), p.Format)
		b = seal.AppendString(append(b, `,"name":`...), p.Name)
		b = seal.AppendString(append(b, `,"digest":`...), string(p.Digest))
		return append(b, '}')
	})
	return append(b, '}')
}

// checksumLine keeps the checksum apart from the digest of the seal.
const checksumLine = SnapshotFormat + "+checksum"

// encode writes the file: the digest, the seal, and the text of each part, one
// a line. A checksum over everything before it ends the file.
func (x *Snapshot) encode() []byte {
	b := append([]byte(nil), "{\"format\":\""+SnapshotFormat+"\",\n\"digest\":"...)
	b = seal.AppendString(b, string(x.Digest))
	b = append(append(b, ",\n\"seal\":"...), x.seal()...)
	b = append(b, ",\n\"texts\":"...)
	b = appendList(b, x.Parts, func(b []byte, p Part) []byte { return seal.AppendString(append(b, '\n'), p.Text) })
	b = append(b, ",\n\"checksum\":"...)
	b = seal.AppendString(b, string(seal.Sum(checksumLine, b)))
	return append(b, "}\n"...)
}

// Bytes returns the snapshot's file. It must not be changed.
func (x *Snapshot) Bytes() []byte { return x.bytes }

// ParseSnapshot reads a snapshot and verifies it. What is no snapshot of this
// format is a *source.Error, what was changed after it was made matches
// ErrTampered.
func ParseSnapshot(name string, data []byte) (*Snapshot, error) {
	root, err := source.ParseJSON(name, data, source.Limits{Bytes: MaxSnapshotBytes})
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	x := d.snapshot(root)
	if err := d.Err(); err != nil {
		return nil, err
	}
	x.bytes = data
	if err := x.Verify(); err != nil {
		return nil, err
	}
	return x, nil
}

func (d *decoder) snapshot(root *source.Node) *Snapshot {
	x := &Snapshot{}
	o := d.Object(root)
	if n := o.Need("format"); n != nil {
		if s := d.StringOf(n); s != SnapshotFormat {
			d.ReportNear(n, source.BadValue, SnapshotFormat, "the format is %q, this release reads %s", source.Clip(s), SnapshotFormat)
			return x
		}
	}
	if n := o.Need("digest"); n != nil {
		x.Digest = d.digest(n)
	}
	texts := o.Strings("texts", true)
	if n := o.Need("seal"); n != nil {
		s := d.Object(n)
		x.AsOf = s.Time("asOf", true)
		for _, n := range s.List("parts", true) {
			p := d.Object(n)
			part := Part{Format: p.String("format", true), Name: p.String("name", true)}
			if n := p.Need("digest"); n != nil {
				part.Digest = d.digest(n)
			}
			p.Close()
			if i := len(x.Parts); i < len(texts) {
				part.Text = texts[i]
			}
			x.Parts = append(x.Parts, part)
		}
		s.Close()
	}
	if n := o.Opt("texts"); n != nil && len(texts) != len(x.Parts) {
		d.Report(n, source.BadValue, "%d texts of %d parts", len(texts), len(x.Parts))
	}
	o.String("checksum", true)
	o.Close()
	return x
}

// Verify checks a snapshot's digests: the seal against the digest, each text
// against the seal, and every byte against the checksum. ParseSnapshot has done
// it already.
func (x *Snapshot) Verify() error {
	if d := seal.Sum(SnapshotFormat, x.seal()); d != x.Digest {
		return fmt.Errorf("%w: the digest is %s, the seal's is %s", ErrTampered, x.Digest, d)
	}
	if !bytes.Equal(x.encode(), x.bytes) {
		return fmt.Errorf("%w: its bytes are not those of its content", ErrTampered)
	}
	if err := x.check(); err != nil {
		return fmt.Errorf("%w: %w", ErrTampered, err)
	}
	return nil
}

// check reads the texts and compares them with their digests.
func (x *Snapshot) check() error {
	s, err := x.merge()
	if err != nil {
		return err
	}
	have := map[string]seal.Digest{}
	for _, p := range s.parts() {
		have[p.Format+" "+p.Name] = p.Digest
	}
	for _, p := range x.Parts {
		if d := have[p.Format+" "+p.Name]; p.Text != "" && d != p.Digest {
			return fmt.Errorf("the digest of %s %s is %s, the seal says %s", p.Format, p.Name, d, p.Digest)
		}
	}
	return nil
}

// System returns the system as it was. The error is ErrMaterials if one of its
// documents is named by its digest only.
func (x *Snapshot) System() (*System, error) {
	for _, p := range x.Parts {
		if p.Text == "" {
			return nil, fmt.Errorf("%w: %s %s", ErrMaterials, p.Format, p.Name)
		}
	}
	return x.merge()
}

// merge reads the documents that are there.
func (x *Snapshot) merge() (*System, error) {
	var files []File
	for _, p := range x.Parts {
		if p.Text != "" {
			files = append(files, File{p.Format + " " + p.Name, []byte(p.Text)})
		}
	}
	return Merge(files)
}

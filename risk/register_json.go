package risk

import (
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// Bytes returns the register's file in its canonical form: JSON, risks by id,
// one a line, nothing that is not stated. ParseRegister reads it back. The same
// risks give the same bytes, whatever file they came from.
func (r *Register) Bytes() []byte {
	o := object{b: append([]byte(nil), '{')}
	o.text("format", RegisterFormat)
	o.text("id", r.ID)
	o.text("title", r.Title)
	o.key("risks")
	o.b = append(o.b, '[')
	for i, x := range r.sorted() {
		o.b = appendRisk(separate(o.b, i), x)
	}
	return append(o.b, "]}\n"...)
}

// Digest returns the digest of the register: SHA-256 over the format's line and
// the bytes.
func (r *Register) Digest() seal.Digest { return seal.Sum(RegisterFormat, r.Bytes()) }

// Node returns the place in the document, nil if the risk was made in Go or
// read from a stream.
func (r *Risk) Node() *source.Node { return r.node }

// Node returns the root of the register's document, nil if it was made in Go.
func (r *Register) Node() *source.Node { return r.node }

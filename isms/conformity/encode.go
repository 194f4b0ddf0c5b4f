package conformity

import (
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
)

// ReportFormat is the first line of every report of this version, and the line
// that its digest begins with.
const ReportFormat = "ismskit.conformity/v1"

// Bytes returns the report as JSON: format and digest first, then when and
// against what was checked, counts, warnings, and the verdicts, one a line.
// Equal reports have equal bytes.
func (r *Report) Bytes() []byte {
	body := r.body()
	w := writer{b: []byte("{")}
	w.text("format", ReportFormat)
	w.text("digest", string(seal.Sum(ReportFormat, body)))
	return append(append(append(w.b, ','), body[1:]...), '\n')
}

// Digest returns the digest of the report: SHA-256 over the format's line and
// everything behind the digest.
func (r *Report) Digest() seal.Digest { return seal.Sum(ReportFormat, r.body()) }

func (r *Report) body() []byte {
	w := writer{b: make([]byte, 0, 256*len(r.Verdicts)+4096)}
	w.b = append(w.b, '{')
	w.time("asOf", r.AsOf)
	w.text("profile", r.Profile.ID)
	w.list("ruleSets", len(r.Sets), func(w *writer, i int) {
		w.text("id", r.Sets[i].ID)
		w.text("version", r.Sets[i].Version)
		w.text("owner", string(r.Sets[i].Owner))
		w.text("digest", string(r.Sets[i].Digest()))
	})
	w.key("counts")
	w.b = append(w.b, '{')
	for _, k := range Kinds() {
		w.key(k.String())
		w.b = append(w.b, '{')
		c := r.Count(k)
		w.number(string(isms.VerdictConform), c.Conform)
		w.number(string(isms.VerdictNonconform), c.Nonconform)
		w.number(string(isms.VerdictUndetermined), c.Undetermined)
		w.number(string(isms.VerdictNotApplicable), c.NotApplicable)
		w.b = append(w.b, '}')
	}
	w.b = append(w.b, '}')
	w.list("warnings", len(r.Warnings), func(w *writer, i int) {
		x := &r.Warnings[i]
		w.text("code", string(x.Code))
		w.text("path", x.Path)
		w.position("position", x.Position)
		w.text("message", x.Message)
	})
	w.list("verdicts", len(r.Verdicts), func(w *writer, i int) { r.Verdicts[i].write(w) })
	return append(w.b, '}')
}

func (v *Verdict) write(w *writer) {
	w.text("rule", v.Rule.ID)
	w.text("set", v.Set.ID)
	w.text("clause", v.Clause)
	w.text("kind", v.Rule.Kind.String())
	w.key("subject")
	w.b = append(w.b, '{')
	w.text("type", v.Subject.Type)
	w.text("id", v.Subject.ID)
	w.text("path", v.Subject.Path)
	w.b = append(w.b, '}')
	w.text("status", string(v.Status))
	w.texts("missing", v.Missing)
	if v.More > 0 {
		w.number("more", v.More)
	}
	w.texts("witness", v.Witness)
	w.text("error", v.Error)
	w.position("position", v.Position)
	if len(v.Seen) > 0 {
		w.list("seen", len(v.Seen), func(w *writer, i int) {
			w.text("field", v.Seen[i].Field)
			w.text("value", v.Seen[i].Value)
			w.position("position", v.Seen[i].Position)
		})
	}
}

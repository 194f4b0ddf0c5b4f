package risk

// AppendJSON appends the register as a document that ParseRegister reads: the
// risks in their order, each with its keys in the order of the specification and
// statements by input. It does not check the risks; reading it does.
func (r *Register) AppendJSON(b []byte) []byte {
	o := object{b: append(b, '{')}
	o.text("format", RegisterFormat)
	o.text("id", r.ID)
	o.text("title", r.Title)
	o.key("risks")
	o.b = append(o.b, '[')
	for i, k := range r.Risks {
		o.b = appendRisk(separate(o.b, i), k)
	}
	return append(o.b, "]}\n"...)
}

package risk

import "github.com/ismskit/ismskit/criteria/source"

// ParseApprovals reads a list of approvals, as it stands in a plan.
func ParseApprovals(name string, data []byte) ([]Approval, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxRegisterBytes, Nodes: 20_000_000})
	if err != nil {
		return nil, err
	}
	p := &parser{}
	o := p.Object(root)
	out := p.approvals(o.Opt("approvals"))
	o.Close()
	if err := p.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// AppendApproval writes an approval in its canonical form.
func AppendApproval(b []byte, a *Approval) []byte { return appendApproval(b, a) }

// Unplaced returns an approval without its place in a document, so that it can
// be compared.
func Unplaced(a Approval) Approval {
	a.node = nil
	a.Conditions = append([]ApprovalCondition(nil), a.Conditions...)
	for i := range a.Conditions {
		a.Conditions[i].node = nil
	}
	return a
}

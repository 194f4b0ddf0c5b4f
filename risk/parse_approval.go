package risk

import (
	"github.com/ismskit/ismskit/criteria/source"
)

// approvals reads ids and kinds alone.
func (p *parser) approvals(n *source.Node) []Approval {
	if n == nil {
		return nil
	}
	var out []Approval
	for _, item := range n.Items() {
		o := p.Object(item)
		a := Approval{ID: o.ID("id", true), Risk: p.id(o, "risk"), Item: p.id(o, "item"), node: item}
		switch p.word(o, "kind", approvalKindNames[1:]...) {
		case "item":
			a.Kind = ApproveItem
		case "acceptance":
			a.Kind = AcceptRisk
		}
		if s := p.word(o, "stage", "current", "residual"); s != "" {
			a.Stage, _ = ParseStage(s)
		}
		if p.word(o, "decision", approvalDecisionNames[1:]...) == "approved" {
			a.Decision = Approved
		}
		o.Close()
		out = append(out, a)
	}
	return out
}

func appendApproval(b []byte, a *Approval) []byte {
	o := object{b: append(b, '{')}
	o.text("id", a.ID)
	o.text("kind", a.Kind.String())
	o.text("risk", a.Risk)
	o.text("item", a.Item)
	o.text("stage", a.Stage.String())
	o.text("decision", a.Decision.String())
	return append(o.b, '}')
}

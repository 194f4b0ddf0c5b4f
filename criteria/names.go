package criteria

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/ismskit/ismskit/criteria/source"
)

// Codes of what can be wrong with a document beyond its syntax; those of
// expressions begin with expr_. Match them with errors.Is.
const (
	CodeBadName   source.Code = "bad_name"   // no identifier, or a reserved word
	CodeNameTaken source.Code = "name_taken" // a name that already means something else
	CodeOrder     source.Code = "order"      // values or thresholds that do not increase
	CodeOffScale  source.Code = "off_scale"  // a rating that is no level of its scale
	CodeNotTotal  source.Code = "not_total"  // acceptance rules that may leave a risk undecided
	CodeNonFinite source.Code = "non_finite" // a number that is not finite

	CodeExprSyntax      = source.Code(engine.CodeSyntax)
	CodeExprType        = source.Code(engine.CodeType)
	CodeExprUnknownName = source.Code(engine.CodeUnknownName)
	CodeExprOrder       = source.Code(engine.CodeOrder)
	CodeExprForbidden   = source.Code(engine.CodeForbidden)
	CodeExprLimit       = source.Code(engine.CodeLimit)
	CodeExprScale       = source.Code(engine.CodeScale)
	CodeExprLiteral     = source.Code(engine.CodeLiteral)
	CodeExprOrdinal     = source.Code(engine.CodeOrdinal)
)

// names checks that what expressions call by name has one meaning. Variables
// (inputs, derived values, tables, level, band, asOf) share one space, groups
// of constants (scales, params, band) another: impact may be a variable and
// impact.severe a level.
type names struct {
	r         *source.Reporter
	reserved  []string
	variables map[string]string // name -> what it is
	groups    map[string]string
}

func newNames(r *source.Reporter) *names {
	return &names{
		r:        r,
		reserved: engine.ReservedNames(),
		variables: map[string]string{"level": "the level of risk", "band": "the band", "asOf": "the time of evaluation",
			"params": "the parameters"},
		groups: map[string]string{"params": "the parameters", "band": "the bands"},
	}
}

func (n *names) identifier(node *source.Node, id string) bool {
	return n.identifierAt(node, node.Pos(), id)
}

// identifierAt is identifier for a name that does not stand at its node: a key.
func (n *names) identifierAt(node *source.Node, pos source.Pos, id string) bool {
	if node == nil || id == "" {
		return false // reported where it was read
	}
	if !engine.ValidIdentifier(id) {
		n.r.ReportAt(node, pos, CodeBadName, "%q is used in expressions and must be an identifier: letters, digits and _, not beginning with a digit", source.Clip(id))
		return false
	}
	if _, found := slices.BinarySearch(n.reserved, id); found {
		n.r.ReportAt(node, pos, CodeBadName, "%q is a reserved word of the expression language", id)
		return false
	}
	return true
}

func (n *names) variable(node *source.Node, id, what string) {
	if !n.identifier(node, id) {
		return
	}
	if was, taken := n.variables[id]; taken {
		n.r.Report(node, CodeNameTaken, "%q is already %s", id, was)
		return
	}
	n.variables[id] = what
}

func (n *names) group(node *source.Node, id, what string) {
	if !n.identifier(node, id) {
		return
	}
	if was, taken := n.groups[id]; taken {
		n.r.Report(node, CodeNameTaken, "%q is already %s", id, was)
		return
	}
	n.groups[id] = what
}

package conformity

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// ParseRules reads a file of rules, YAML or JSON. The name is used in positions
// only. The error is a *source.Error that holds every error found, in order of
// position; expressions are checked by Compile.
func ParseRules(name string, data []byte) (*RuleSet, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxBytes})
	if err != nil {
		return nil, err
	}
	r := &reader{}
	s := r.ruleSet(root)
	if err := r.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

type reader struct{ source.Reporter }

// format reads the format and tells whether it is the one wanted.
func (r *reader) format(o *source.Object, want string) bool {
	n := o.Need("format")
	if n == nil {
		return o.Node() != nil
	}
	if s := r.StringOf(n); s != want {
		r.ReportNear(n, source.BadValue, want, "the format is %q, this release reads %s", source.Clip(s), want)
		return false
	}
	return true
}

func (r *reader) ruleSet(root *source.Node) *RuleSet {
	o := r.Object(root)
	s := &RuleSet{node: o.Node()}
	if !r.format(o, Format) {
		return s
	}
	s.ID = o.ID("id", true)
	s.Version = r.text(o, "version", true)
	s.Title = r.text(o, "title", false)
	s.Owner = isms.OwnRules
	if n := o.Opt("owner"); n != nil {
		s.Owner = isms.RuleSetKind(r.word(n, []string{string(isms.StandardRules), string(isms.OwnRules), string(isms.VendorRules)}))
	}
	list := o.List("rules", true)
	if len(list) > MaxRules {
		r.Report(o.Opt("rules"), source.Limit, "%d rules, at most %d are allowed", len(list), MaxRules)
		list = list[:MaxRules]
	}
	if n := o.Opt("rules"); n.Kind() == source.List && len(list) == 0 {
		r.Report(n, source.Empty, "there are no rules")
	}
	first := map[string]*source.Node{}
	for _, n := range list {
		rule := r.rule(n)
		if id := n.Get("id"); rule.ID != "" {
			if before := first[rule.ID]; before != nil {
				r.Report(id, source.DuplicateID, "the rule %q is already at %s", rule.ID, positionOf(before))
				continue
			}
			first[rule.ID] = id
		}
		s.Rules = append(s.Rules, rule)
	}
	o.Close()
	return s
}

func (r *reader) rule(n *source.Node) Rule {
	o := r.Object(n)
	x := Rule{node: n, ID: o.ID("id", true), Clause: r.text(o, "clause", true)}
	if n := o.Need("kind"); n != nil {
		x.Kind = Kind(slices.Index(kinds[:], r.word(n, kinds[1:])))
	}
	if n := o.Opt("editions"); n != nil {
		x.Editions = r.editions(n)
	}
	if n := o.Need("forEach"); n != nil {
		if x.ForEach = r.StringOf(n); x.ForEach != "" && !slices.Contains(Subjects(), x.ForEach) {
			r.ReportNear(n, source.UnknownName, source.Nearest(x.ForEach, Subjects()), "no type of the model is called %q", source.Clip(x.ForEach))
		}
	}
	// An expression such as true is written without quotes, too.
	if o.Has("when") {
		x.When = o.Scalar("when", true)
	}
	x.Expr = o.Scalar("expr", true)
	x.Meaning = r.text(o, "meaning", true)
	x.Advice = r.text(o, "advice", false)
	o.Close()
	return x
}

// editions reads the ids of profiles. 2013 and 2022 are numbers for YAML.
func (r *reader) editions(n *source.Node) []string {
	if n.Kind() != source.List {
		r.Report(n, source.WrongType, "a list of editions is needed; without it the rule is in all")
		return nil
	}
	if n.Len() == 0 {
		r.Report(n, source.Empty, "a rule of no edition is never checked")
	}
	var list []string
	for _, item := range n.Items() {
		var s string
		if item.Kind() == source.Int {
			s = item.Text()
		} else {
			s = r.StringOf(item)
		}
		switch {
		case s == "":
		case !slices.Contains(profileIDs(), s):
			r.ReportNear(item, source.UnknownName, source.Nearest(s, profileIDs()), "there is no edition %q", source.Clip(s))
		case slices.Contains(list, s):
			r.Report(item, source.DuplicateID, "the edition %s is there already", s)
		default:
			list = append(list, s)
		}
	}
	return list
}

// word reads one of a few words, "" if it is none of them.
func (r *reader) word(n *source.Node, words []string) string {
	s := r.StringOf(n)
	if n.Kind() == source.String && !slices.Contains(words, s) {
		r.ReportNear(n, source.BadValue, source.Nearest(s, words), "%q is not one of %v", source.Clip(s), words)
		return ""
	}
	return s
}

// text reads a text of bounded length; one that is needed is not empty.
func (r *reader) text(o *source.Object, key string, need bool) string {
	s := o.String(key, need)
	switch n := o.Opt(key); {
	case len(s) > MaxTextBytes:
		r.Report(n, source.Limit, "the text has %d bytes, at most %d are allowed", len(s), MaxTextBytes)
	case need && s == "" && n.Kind() == source.String:
		r.Report(n, source.Empty, "the text is empty")
	}
	return s
}

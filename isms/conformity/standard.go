package conformity

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"github.com/ismskit/ismskit/isms"
)

//go:embed rules/*.yaml
var ruleFiles embed.FS

// StandardID is the id of the standard's set of rules.
const StandardID = "iso27001"

// Standard returns the rules of ISO/IEC 27001, of all editions, in our own
// words. They are data: files by clause in the folder rules, in the format that
// an organisation's own rules have.
func Standard() *RuleSet {
	s := standard()
	return &RuleSet{ID: s.ID, Version: s.Version, Title: s.Title, Owner: s.Owner, Rules: slices.Clone(s.Rules)}
}

var standard = sync.OnceValue(func() *RuleSet {
	entries, err := ruleFiles.ReadDir("rules")
	if err != nil {
		panic(err)
	}
	all := &RuleSet{ID: StandardID, Owner: isms.StandardRules}
	for _, e := range entries {
		name := "rules/" + e.Name()
		data, err := ruleFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		s, err := ParseRules(name, data)
		if err != nil {
			panic(fmt.Sprintf("conformity: an embedded file of rules is wrong: %v", err))
		}
		all.Version, all.Title = s.Version, s.Title
		all.Rules = append(all.Rules, s.Rules...)
	}
	slices.SortFunc(all.Rules, func(a, b Rule) int { return compareNumbered(a.ID, b.ID) })
	return all
})

package annexa_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// The figures are those of the standards' tables of contents.
func TestEdition2022(t *testing.T) {
	c := annexa.Edition2022()
	require.Same(t, c, annexa.Edition2022())
	require.Equal(t, annexa.ID2022, c.ID)
	require.Equal(t, "iso27001-2022-annex-a", c.ID)
	require.Equal(t, soa.SourceAnnexA, c.Source)
	require.Empty(t, soa.Lint(c))
	themes := map[string]int{}
	for _, k := range c.Controls {
		themes[k.Group]++
		require.True(t, strings.HasPrefix(k.ID, k.Group+"."), k.ID)
	}
	require.Equal(t, map[string]int{"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}, themes)
	require.Len(t, c.Controls, 93)
	require.Len(t, c.Groups, 4)
	i := 0
	for _, theme := range []struct {
		group string
		n     int
	}{{"A.5", 37}, {"A.6", 8}, {"A.7", 14}, {"A.8", 34}} {
		for n := range theme.n {
			require.Equal(t, fmt.Sprintf("%s.%d", theme.group, n+1), c.Controls[i].ID)
			i++
		}
	}
}

func TestEdition2013(t *testing.T) {
	c := annexa.Edition2013()
	require.Equal(t, annexa.ID2013, c.ID)
	require.Equal(t, "iso27001-2013-annex-a", c.ID)
	require.Equal(t, soa.SourceAnnexA, c.Source)
	require.Empty(t, soa.Lint(c, annexa.Edition2022()), "both editions may be used together")
	domains, objectives := 0, map[string]int{}
	for _, g := range c.Groups {
		if g.Parent == "" {
			domains++
		} else {
			objectives[g.ID] = 0
			require.True(t, strings.HasPrefix(g.ID, g.Parent+"."), g.ID)
		}
	}
	perDomain := map[string]int{}
	for _, k := range c.Controls {
		objectives[k.Group]++
		require.Equal(t, fmt.Sprintf("%s.%d", k.Group, objectives[k.Group]), k.ID, "numbered without a gap")
		perDomain[c.Group(k.Group).Parent]++
	}
	require.Equal(t, 14, domains)
	require.Len(t, objectives, 35)
	require.Len(t, c.Controls, 114)
	require.Equal(t, map[string]int{"A.5": 2, "A.6": 7, "A.7": 6, "A.8": 10, "A.9": 14, "A.10": 2, "A.11": 15, "A.12": 14, "A.13": 7, "A.14": 13, "A.15": 5, "A.16": 7, "A.17": 4, "A.18": 8}, perDomain)
	for id, n := range objectives {
		require.Positive(t, n, id)
	}
}

// Labels are of our own and short; no two controls of an edition share one.
func TestLabels(t *testing.T) {
	for _, c := range []*soa.Catalogue{annexa.Edition2013(), annexa.Edition2022()} {
		seen := map[string]string{}
		for _, k := range c.Controls {
			n := len(strings.Fields(k.Title))
			require.True(t, 2 <= n && n <= 6, k.Title)
			require.Empty(t, seen[k.Title], k.Title)
			seen[k.Title] = k.ID
			require.Empty(t, k.Description, "the text is in the standard")
		}
	}
}

func TestAttributes(t *testing.T) {
	vocabulary := map[string][]string{
		"control_type":          {"preventive", "detective", "corrective"},
		"security_property":     {"confidentiality", "integrity", "availability"},
		"cybersecurity_concept": {"identify", "protect", "detect", "respond", "recover"},
		"operational_capability": {"governance", "asset_management", "information_protection", "human_resource_security", "physical_security",
			"system_and_network_security", "application_security", "secure_configuration", "identity_and_access_management",
			"threat_and_vulnerability_management", "continuity", "supplier_relationships_security", "legal_and_compliance",
			"information_security_event_management", "information_security_assurance"},
		"security_domain": {"governance_and_ecosystem", "protection", "defence", "resilience"},
	}
	require.Len(t, vocabulary["operational_capability"], 15)
	used := map[string]int{}
	for _, k := range annexa.Edition2022().Controls {
		require.Len(t, k.Attributes, 5, k.ID)
		for _, a := range k.Attributes {
			require.NotEmpty(t, a.Values, k.ID)
			last := -1
			for _, v := range a.Values {
				n := slices.Index(vocabulary[a.Name], v)
				require.GreaterOrEqual(t, n, 0, "%s: %s %s", k.ID, a.Name, v)
				if a.Name != "operational_capability" {
					require.Greater(t, n, last, "%s: %s in the order of the vocabulary", k.ID, a.Name)
				}
				last = n
				used[a.Name+" "+v]++
			}
		}
	}
	require.Len(t, used, 3+3+5+15+4, "every value occurs")
	// As the published matrix of attributes has it: 14 corrective controls.
	corrective := []string{}
	for _, k := range annexa.Edition2022().Controls {
		if slices.Contains(k.Values("control_type"), "corrective") {
			corrective = append(corrective, k.ID)
		}
	}
	require.Equal(t, []string{"A.5.5", "A.5.6", "A.5.7", "A.5.24", "A.5.26", "A.5.28", "A.5.29", "A.5.30", "A.5.35", "A.5.37", "A.6.4", "A.8.7", "A.8.13", "A.8.16"}, corrective)
	k := annexa.Edition2022().Control("A.5.30")
	require.Equal(t, []string{"availability"}, k.Values("security_property"))
	require.Equal(t, []string{"respond"}, k.Values("cybersecurity_concept"))
	require.Equal(t, []string{"continuity"}, k.Values("operational_capability"))
	require.Equal(t, []string{"resilience"}, k.Values("security_domain"))
}

func TestCrosswalk(t *testing.T) {
	x := annexa.Crosswalk()
	require.Equal(t, annexa.ID2013, x.From)
	require.Equal(t, annexa.ID2022, x.To)
	require.Len(t, x.Links, 126)
	require.Empty(t, x.Lint(annexa.Edition2013(), annexa.Edition2022()))

	olds, news := map[string][]string{}, map[string][]string{}
	relations := map[soa.Relation]int{}
	for _, l := range x.Links {
		relations[l.Relation]++
		if l.From != "" {
			olds[l.From] = append(olds[l.From], l.To)
			news[l.To] = append(news[l.To], l.From)
		}
	}
	require.Len(t, olds, 114)
	require.Len(t, news, 82, "new controls with a predecessor")
	fresh, absorbing, absorbed, single := []string{}, 0, 0, 0
	for _, k := range annexa.Edition2022().Controls {
		switch n := len(news[k.ID]); {
		case n == 0:
			fresh = append(fresh, k.ID)
		case n > 1:
			absorbing++
			absorbed += n
		default:
			single++
		}
	}
	require.Equal(t, []string{"A.5.7", "A.5.23", "A.5.30", "A.7.4", "A.8.9", "A.8.10", "A.8.11", "A.8.12", "A.8.16", "A.8.23", "A.8.28"}, fresh)
	require.Equal(t, 24, absorbing)
	require.Equal(t, 57, absorbed)
	require.Equal(t, 58, single)
	for old, to := range olds {
		if len(to) > 1 {
			require.Equal(t, "A.18.2.3", old)
			require.Equal(t, []string{"A.5.36", "A.8.8"}, to)
		}
	}
	require.Equal(t, map[soa.Relation]int{soa.Equal: 58, soa.MergedInto: 55, soa.SplitInto: 2, soa.New: 11}, relations)
}

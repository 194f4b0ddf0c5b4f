package conformity

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// ProfileFormat is the first line of the data of a profile.
const ProfileFormat = "ismskit.profile/v1"

// A Profile is an edition of the standard as data. Rules name the profiles that
// they belong to; no code asks for an edition.
type Profile struct {
	ID      string // 2013, 2022 or 2022-amd1
	Title   string
	Edition isms.Edition
	// Clauses are the numbers of the clauses that an audit programme goes
	// through, as the edition numbers them.
	Clauses           []string
	RequiredDocuments []RequiredDocument
	Catalogue         string // id of the catalogue that 6.1.3 c compares with
	// ClauseMap gives this edition's number for clauses of the edition of 2022,
	// by which rules are numbered. What is not in it has the same number.
	ClauseMap []Renumbering
	ValidFrom time.Time // the day of publication
	// ValidUntil is the last moment at which the edition could be certified
	// against; zero if it still can.
	ValidUntil time.Time
	Supersedes string // the profile before; "" for the first
}

// A RequiredDocument is an item of documented information that a profile
// demands. Documents say under covers which items they hold.
type RequiredDocument struct {
	ID     string
	Clause string // as the edition numbers it
}

// A Renumbering is a clause with another number.
type Renumbering struct{ From, To string }

//go:embed profiles/*.yaml
var profileFiles embed.FS

var profiles = sync.OnceValue(func() []*Profile {
	entries, err := profileFiles.ReadDir("profiles")
	if err != nil {
		panic(err)
	}
	var list []*Profile
	for _, e := range entries {
		name := "profiles/" + e.Name()
		data, err := profileFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		p, err := parseProfile(name, data)
		if err != nil {
			panic(fmt.Sprintf("conformity: an embedded profile is wrong: %v", err))
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *Profile) int { return a.ValidFrom.Compare(b.ValidFrom) })
	return list
})

// Profiles lists the profiles, the oldest first. They must not be changed.
func Profiles() []*Profile { return slices.Clone(profiles()) }

// ProfileOf returns the profile of that id, which is the edition's word, or
// nil.
func ProfileOf(id string) *Profile {
	for _, p := range profiles() {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// profileIDs lists the ids that rules may name, without reading the profiles.
func profileIDs() []string {
	return []string{string(isms.Edition2013), string(isms.Edition2022), string(isms.Edition2022Amd1)}
}

// Clause gives the profile's number for a clause, or for several with commas
// between them, of the edition of 2022.
func (p *Profile) Clause(clause string) string {
	parts := strings.Split(clause, ", ")
	for i, part := range parts {
		parts[i] = p.renumber(part)
	}
	return strings.Join(parts, ", ")
}

func (p *Profile) renumber(clause string) string {
	num, letters := number(clause)
	for _, r := range p.ClauseMap {
		switch r.From {
		case clause:
			return r.To
		case num:
			num = r.To
			if letters == "" {
				return num
			}
			return num + " " + letters
		}
	}
	return clause
}

// OutOfDate tells whether nobody can be certified against the profile any more.
func (p *Profile) OutOfDate(asOf time.Time) bool {
	return !p.ValidUntil.IsZero() && asOf.After(p.ValidUntil)
}

// Successor returns the profile that replaces it, or nil.
func (p *Profile) Successor() *Profile {
	for _, q := range profiles() {
		if q.Supersedes == p.ID {
			return q
		}
	}
	return nil
}

// required gives the ids of the required documents.
func (p *Profile) required() []string {
	ids := make([]string, len(p.RequiredDocuments))
	for i, d := range p.RequiredDocuments {
		ids[i] = d.ID
	}
	return ids
}

// Requirements lists what an audit programme goes through: the clauses of the
// profile, then those of the organisation's own rules among the sets, each once.
func (p *Profile) Requirements(sets ...*RuleSet) []string {
	list := append([]string(nil), p.Clauses...)
	seen := map[string]bool{}
	for _, c := range list {
		seen[c] = true
	}
	for _, s := range sets {
		if s.Owner != isms.OwnRules {
			continue
		}
		for _, r := range s.Rules {
			if c := r.Clause; r.In(p.ID) && !seen[c] && !anyWithin(c, p.Clauses) {
				seen[c] = true
				list = append(list, c)
			}
		}
	}
	return list
}

func anyWithin(clause string, list []string) bool {
	for _, c := range list {
		if Within(clause, c) {
			return true
		}
	}
	return false
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// A judge holds a system against rules: what check and evidence have in common.
type judge struct {
	*tool
	at, profile, contents string
	own                   []string
}

func (g *judge) houseFlags(f *pflag.FlagSet) {
	f.StringVar(&g.at, "at", "", "as of when it is checked: a date such as 2026-03-01, or a time (default: that of the snapshot)")
	f.StringVar(&g.profile, "profile", "", "edition of the standard: 2013, 2022 or 2022-amd1 (default: the one that the documents state)")
	f.StringArrayVar(&g.own, "rules", nil, "file of rules of your own, of equal rank; may be given several times")
	f.StringVar(&g.contents, "contents", "", "folder with the files that documents name, whose digests are compared")
}

// profileIDs lists the profiles. Every run of the tool wants them for its help,
// so they are not read out of the profiles' data.
func profileIDs() []string {
	return []string{string(isms.Edition2013), string(isms.Edition2022), string(isms.Edition2022Amd1)}
}

func noProfile(id string) error { return oneOf("--profile", []string{id}, profileIDs()...) }

// A judgement is what came of it.
type judgement struct {
	house    *house
	report   *conformity.Report
	problems []isms.Problem // that cannot be right, or dangle
}

func (g *judge) run(ctx context.Context, names []string) (*judgement, error) {
	profile := conformity.ProfileOf(g.profile)
	if g.profile != "" && profile == nil {
		return nil, noProfile(g.profile)
	}
	h, err := g.readHouse(ctx, names)
	if err != nil {
		return nil, err
	}
	at, err := g.time(h)
	if err != nil {
		return nil, err
	}
	rules, err := g.rules(h)
	if err != nil {
		return nil, err
	}
	opt := conformity.Options{AsOf: at, Profile: profile}
	if g.contents != "" {
		if opt.Contents, err = g.readContents(h.system, g.contents); err != nil {
			return nil, err
		}
	}
	j := &judgement{house: h}
	progress := g.startProgress("verdicts", -1)
	defer progress.end()
	opt.Progress = progress.set
	if j.report, err = rules.Check(ctx, h.system, opt); errors.Is(err, conformity.ErrProfile) {
		return nil, usagef("the documents state no edition; name a profile with --profile")
	} else if err != nil {
		return nil, err
	}
	j.problems = slices.DeleteFunc(h.system.Check(at), func(p isms.Problem) bool { return p.Code == isms.UnresolvedReference })
	return j, nil
}

// time is the time that is given, or else that of a snapshot.
func (g *judge) time(h *house) (time.Time, error) {
	switch {
	case g.at != "":
		return asOf(g.at)
	case h.asOf.IsZero():
		return time.Time{}, usagef("wanted is --at TIME: as of when it is looked at")
	}
	return h.asOf, nil
}

// rules compiles the rules of the standard, those among the documents and those
// that the command line names.
func (g *judge) rules(h *house) (*conformity.Rules, error) {
	files := h.rules
	for _, name := range g.own {
		data, err := g.read(name, conformity.MaxBytes)
		if err != nil {
			return nil, err
		}
		if f := (isms.File{Name: display(name), Data: data}); !slices.ContainsFunc(files, func(o isms.File) bool { return sameFile(o.Name, f.Name) }) {
			files = append(files, f)
		}
	}
	sets := []*conformity.RuleSet{conformity.Standard()}
	var bad source.Reporter
	for _, f := range files {
		s, err := conformity.ParseRules(f.Name, f.Data)
		if err == nil {
			sets = append(sets, s)
		} else if !collect(&bad, err) {
			return nil, err
		}
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	return conformity.Compile(sets...)
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

func (g *judge) title(j *judgement) string {
	name := "The system"
	if o, ok := j.house.system.Organisation.Get(); ok && o != nil {
		name = o.Name.Or(name)
	}
	if name == "The system" {
		name = j.house.system.ID.Or(name)
	}
	return fmt.Sprintf("%s, %s, as of %s", visible(name), j.report.Profile.Title, timeText(j.report.AsOf))
}

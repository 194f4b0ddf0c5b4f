package report

import (
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// checkTimes gives isms.ErrTime for a time that no report can be made as of.
func checkTimes(list ...time.Time) error {
	for _, t := range list {
		if y := t.UTC().Year(); t.IsZero() || y < 1 || y > 9999 {
			return isms.ErrTime
		}
	}
	return nil
}

// profileFor gives the profile, or that of the edition that the system states.
func profileFor(sys *isms.System, p *conformity.Profile) (*conformity.Profile, error) {
	if p == nil {
		if p = conformity.ProfileOf(string(sys.Edition)); p == nil {
			return nil, conformity.ErrProfile
		}
	}
	return p, nil
}

// after gives the time that lies d after t; ok is false beyond year 9999.
func after(t time.Time, d time.Duration) (u time.Time, ok bool) {
	u = t.UTC().Add(d)
	return u, u.Year() >= 1 && u.Year() <= 9999
}

// past tells whether a time is stated and not after asOf.
func past(t isms.Opt[time.Time], asOf time.Time) bool {
	at := stated(t)
	return !at.IsZero() && !at.After(asOf)
}

// stated gives a time that is stated, in UTC; zero if none is, or one that no
// document can hold.
func stated(t isms.Opt[time.Time]) time.Time {
	at, ok := t.Get()
	if at = at.UTC(); !ok || at.Year() < 1 || at.Year() > 9999 {
		return time.Time{}
	}
	return at
}

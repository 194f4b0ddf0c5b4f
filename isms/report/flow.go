package report

import "time"

// A Flow counts what was open at the beginning of a period, opened in it,
// closed in it, and is open at its end. It counts what is dated; what is not
// stands beside it.
type Flow struct {
	Period
	OpenAtStart int `json:"openAtStart"`
	Opened      int `json:"opened"`
	Closed      int `json:"closed"`
	OpenAtEnd   int `json:"openAtEnd"`
}

// lifespan is the time in which something is open.
type lifespan struct {
	id     string
	opened time.Time
	closed time.Time // zero while it is open
	// undated tells that it is not known when it was opened, whether it was
	// closed, or when.
	undated bool
}

// openAt tells whether it is open at a time: opened by then and not closed.
func (l *lifespan) openAt(t time.Time) bool {
	return !l.undated && !l.opened.After(t) && (l.closed.IsZero() || l.closed.After(t))
}

// lifespanOf makes a lifespan of two times. Nothing is closed before it is
// opened: what is dated so counts as closed when it was opened.
func lifespanOf(id string, opened, closed time.Time, known bool) lifespan {
	if !closed.IsZero() && closed.Before(opened) {
		closed = opened
	}
	return lifespan{id: id, opened: opened, closed: closed, undated: opened.IsZero() || !known}
}

// flows counts over periods that follow each other.
func flows(periods []Period, all []lifespan) []Flow {
	list := make([]Flow, len(periods))
	for i, p := range periods {
		f := Flow{Period: p}
		for j := range all {
			l := &all[j]
			if l.undated {
				continue
			}
			if !p.From.IsZero() && l.openAt(p.From) {
				f.OpenAtStart++
			}
			if p.holds(l.opened) {
				f.Opened++
			}
			if p.holds(l.closed) {
				f.Closed++
			}
			if l.openAt(p.Until) {
				f.OpenAtEnd++
			}
		}
		list[i] = f
	}
	return list
}

// undated lists the ids of what could not be counted.
func undated(all []lifespan) []string {
	var ids []string
	for _, l := range all {
		if l.undated {
			ids = append(ids, l.id)
		}
	}
	return ids
}

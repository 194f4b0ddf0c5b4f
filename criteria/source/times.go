package source

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// ErrTime and ErrDuration are returned for what is no point in time, and no
// duration.
var (
	ErrTime     = errors.New("source: no point in time")
	ErrDuration = errors.New("source: no duration")
)

// ParseTime reads a time as of RFC 3339, or a date, which stands for its
// midnight in UTC. The result is in UTC, from year 1 to 9999.
func ParseTime(s string) (time.Time, error) {
	if len(s) > 64 {
		return time.Time{}, ErrTime
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t, err = time.Parse(time.RFC3339Nano, s)
	}
	if t = t.UTC(); err != nil || t.Year() < 1 || t.Year() > 9999 || t.IsZero() {
		return time.Time{}, ErrTime
	}
	return t, nil
}

var units = []struct {
	name byte
	unit time.Duration
}{{'d', 24 * time.Hour}, {'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}

// ParseDuration reads a positive length of time: whole numbers of days, hours,
// minutes and seconds, the larger unit first, such as 365d or 1d12h. A day has
// 24 hours.
func ParseDuration(s string) (time.Duration, error) {
	if s == "" || len(s) > 64 {
		return 0, ErrDuration
	}
	total, next := time.Duration(0), 0
	for s != "" {
		n := digits(s)
		if n == 0 || n == len(s) {
			return 0, ErrDuration
		}
		v, err := strconv.ParseInt(s[:n], 10, 64)
		for next < len(units) && units[next].name != s[n] {
			next++
		}
		if err != nil || next == len(units) {
			return 0, ErrDuration
		}
		u := units[next].unit
		if v > int64(maxDuration-total)/int64(u) {
			return 0, ErrDuration
		}
		total += time.Duration(v) * u
		s, next = s[n+1:], next+1
	}
	if total == 0 {
		return 0, ErrDuration
	}
	return total, nil
}

const maxDuration = 1<<63 - 1

// FormatDuration writes a length of time as ParseDuration reads it. Parts of a
// second are written as a decimal fraction, which ParseDuration refuses.
func FormatDuration(d time.Duration) string {
	if d == 0 {
		return "0s"
	}
	var b strings.Builder
	if d < 0 {
		b.WriteByte('-')
	}
	for _, u := range units {
		n := d / u.unit
		d %= u.unit
		if n < 0 {
			n = -n
		}
		if n > 0 {
			b.WriteString(strconv.FormatInt(int64(n), 10))
			b.WriteByte(u.name)
		}
	}
	if d != 0 {
		if d < 0 {
			d = -d
		}
		s := strings.TrimRight(strconv.FormatInt(int64(d)+int64(time.Second), 10)[1:], "0")
		b.WriteString("0." + s + "s")
	}
	return b.String()
}

package measure_test

import (
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

// parse reads the first measure of a document with that measure.
func parse(t testing.TB, text string) *isms.Measure {
	t.Helper()
	s, err := isms.Parse("m.yaml", []byte("format: ismskit.isms/v1\nmeasures:\n  - id: M\n"+text))
	require.NoError(t, err)
	return s.Measures.Or(nil)[0]
}

// digest is that of a method as the format states it.
func digest(method string) string {
	return string(seal.Sum("ismskit.isms/v1/method", []byte(method)))
}

// other is the digest of another method.
const other = "sha256:0000000000000000000000000000000000000000000000000000000000000001"

var july = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)

// first gives the result of a day.
func first(m *isms.Measure, day string) *isms.MeasureResult {
	for _, r := range m.Results.Or(nil) {
		if at, _ := r.At.Get(); at.Format(time.DateOnly) == day {
			return r
		}
	}
	return nil
}

package oscal_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/soa/oscal"
	"github.com/stretchr/testify/require"
)

// largeCatalog makes a catalog of about so many bytes: controls of about 8 kB,
// as those of NIST SP 800-53 are, in families of 20.
func largeCatalog(size int) []byte {
	var b bytes.Buffer
	b.Grow(size + 1<<14)
	b.WriteString(`{"catalog": {` + head + `, "groups": [`)
	item := `{"name": "item", "props": [{"name": "label", "value": "a."}], "prose": "` + strings.Repeat("The organization does what it says it does. ", 11) + `"},`
	rest := `"props": [{"name": "label", "value": "C"}, {"name": "label", "value": "C-0", "class": "zero-padded"}, {"name": "sort-id", "value": "c"}],
 "links": [{"href": "#c-1", "rel": "related"}], "parts": [{"name": "statement", "parts": [` + strings.Repeat(item, 13) + strings.TrimSuffix(item, ",") + "]}]}"
	for n := 0; b.Len() < size; n++ {
		switch {
		case n == 0:
			b.WriteString(`{"id": "g0", "title": "Family 0", "controls": [`)
		case n%20 == 0:
			fmt.Fprintf(&b, `]}, {"id": "g%d", "title": "Family %d", "controls": [`, n/20, n/20)
		default:
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id": "c-%d", "class": "SP800-53", "title": "Control %d", "params": [{"id": "c-%d_odp", "label": "roles"}], `, n, n, n)
		b.WriteString(rest)
	}
	b.WriteString("]}]}}")
	return b.Bytes()
}

// TestLargeCatalog reads 100 MB. What is read beside the file's own bytes is
// bounded by a part of it.
func TestLargeCatalog(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100 MB")
	}
	data := largeCatalog(100 << 20)
	before := heap()
	c, err := oscal.ParseCatalog("large.json", data)
	require.NoError(t, err)
	held := heap() - before
	require.Greater(t, len(controlIDs(c)), 10_000)
	require.Less(t, held, int64(len(data)/4), "held beside the file")
	t.Logf("%d bytes, %d controls, %d bytes held beside", len(data), len(controlIDs(c)), held)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func BenchmarkParseCatalog(b *testing.B) {
	for _, size := range []int{1 << 20, 100 << 20} {
		data := largeCatalog(size)
		b.Run(fmt.Sprintf("%dMB", size>>20), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				_, err := oscal.ParseCatalog("large.json", data)
				require.NoError(b, err)
			}
		})
	}
}

func BenchmarkResolveLow(b *testing.B) {
	file := shared(b, lowCatalog)
	p, err := oscal.ParseProfile(lowProfile, shared(b, lowProfile))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := oscal.Resolve(p, func(oscal.ImportRef) (string, []byte, error) { return "c", file, nil })
		require.NoError(b, err)
	}
}

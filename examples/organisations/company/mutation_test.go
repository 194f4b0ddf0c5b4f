package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

const table = "testdata/unnoticed.txt"

// unanswered stands in the table until somebody has given the reason.
const unanswered = "?"

// each is how many changes there are to one that is tried: tens of thousands
// take minutes.
var each = flag.Int("each", 20, "try every nth change of the company's documents; 1 holds the table of unnoticed ones exactly")

// TestEveryChange changes each place of each document of the company in turn,
// and holds what nobody notices against the table that says why.
func TestEveryChange(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // thousands of systems are made and forgotten
	first := newWatcher(t)
	all := allMutations(first)
	n := *each
	if testing.Short() {
		n *= 5
	}
	all = every(all, n)
	found := try(first, all)
	unnoticed := map[string]bool{}
	counts := map[string]int{}
	for i := range all {
		counts[group(found[i])]++
		if found[i] == byNobody {
			unnoticed[all[i].row()] = true
		}
	}
	t.Logf("%d changes: %v", len(all), counts)
	reasons := readTable(t)
	if *update && n == 1 {
		writeTable(t, unnoticed, reasons)
		reasons = readTable(t)
	}
	for _, row := range slices.Sorted(maps.Keys(unnoticed)) {
		if cmp.Or(reasons[row], unanswered) == unanswered {
			t.Errorf("nobody notices %s, and the table gives no reason", row)
		}
	}
	if n > 1 {
		return
	}
	for _, row := range slices.Sorted(maps.Keys(reasons)) {
		if !unnoticed[row] {
			t.Errorf("%s is noticed, and still in the table", row)
		}
	}
}

func allMutations(w *watcher) []mutation {
	var all []mutation
	for _, doc := range slices.Sorted(maps.Keys(w.docs)) {
		all = append(all, mutations(doc, w.docs[doc])...)
	}
	return all
}

func every(all []mutation, n int) []mutation {
	var list []mutation
	for i := 0; i < len(all); i += n {
		list = append(list, all[i])
	}
	return list
}

// try lets as many watchers as there are processors look at the changes.
func try(first *watcher, all []mutation) []string {
	found := make([]string, len(all))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		w := first.fork()
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				found[i] = w.notice(&all[i])
			}
		})
	}
	wg.Wait()
	return found
}

// group names who noticed, all rules as one.
func group(who string) string {
	switch who {
	case byNobody:
		return "nobody"
	case byReading, byData, byWarning, byPlan, byStatement, bySuccession:
		return who
	}
	return "rules"
}

// row is how the table names a change.
func (m *mutation) row() string {
	pattern := m.pattern
	if m.doc != "main" {
		pattern = m.doc + ": " + pattern
	}
	return pattern + " | " + m.change
}

// readTable gives the reasons by rows. A line may give several changes.
func readTable(t testing.TB) map[string]string {
	reasons := map[string]string{}
	for line := range strings.Lines(string(read(t, table))) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, " | ")
		require.Len(t, parts, 3, line)
		for change := range strings.SplitSeq(parts[1], ", ") {
			row := parts[0] + " | " + change
			require.NotContains(t, reasons, row)
			reasons[row] = parts[2]
		}
	}
	return reasons
}

// writeTable keeps the reasons that are there. What is new gets a question
// mark, and somebody has to answer it.
func writeTable(t testing.TB, unnoticed map[string]bool, reasons map[string]string) {
	byLine := map[string][]string{} // changes by pattern and reason
	for row := range unnoticed {
		pattern, change, _ := strings.Cut(row, " | ")
		line := pattern + " | " + cmp.Or(reasons[row], unanswered)
		byLine[line] = append(byLine[line], change)
	}
	var b strings.Builder
	for line := range strings.Lines(string(read(t, table))) {
		if !strings.HasPrefix(line, "#") {
			break
		}
		b.WriteString(line)
	}
	for _, line := range slices.Sorted(maps.Keys(byLine)) {
		pattern, reason, _ := strings.Cut(line, " | ")
		slices.Sort(byLine[line])
		fmt.Fprintf(&b, "%s | %s | %s\n", pattern, strings.Join(byLine[line], ", "), reason)
	}
	require.NoError(t, os.WriteFile(table, []byte(b.String()), 0o644))
}

// Command peers runs one acceptance rule over the same risks through ismskit
// and through other engines, checks that every answer is the same, and prints
// what each costs.
//
//	go -C examples/peers run .
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// risk is one row: levels of the scales counted from 0, as every engine gets
// them, prepared in the form that it likes best.
type risk struct {
	likelihood, confidentiality, integrity, availability int64 // 1 to 3
	personalData                                         bool
}

// contestant decides all risks; answer i is 0 to accept, 1 to accept
// conditionally, 2 to treat.
type contestant struct {
	name  string
	slow  int // only every slow-th risk is run, where all would take minutes
	run   func(risks []risk, answers []uint8)
	after func(answers []uint8) // outside the timing: brings the answers into this form; may be nil
}

func main() {
	n := flag.Int("n", 100_000, "number of risks")
	rounds := flag.Int("rounds", 7, "measured rounds, interleaved")
	flag.Parse()
	risks := generate(*n)
	want := make([]uint8, *n)
	handWritten(risks, want)
	all := contestants(risks)
	results := make([][]float64, len(all))
	allocs := make([]float64, len(all))
	for round := range *rounds + 1 {
		for i, c := range all {
			in, expect := risks, want
			if c.slow > 1 {
				in, expect = risks[:*n/c.slow], want[:*n/c.slow]
			}
			answers := make([]uint8, len(in))
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			c.run(in, answers)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if c.after != nil {
				c.after(answers)
			}
			for k := range answers {
				if answers[k] != expect[k] {
					log.Fatalf("%s: risk %d: answer %d, hand-written Go says %d", c.name, k, answers[k], expect[k])
				}
			}
			results[i] = append(results[i], float64(took.Nanoseconds())/float64(len(in)))
			if allocs[i] = float64(after.Mallocs-before.Mallocs) / float64(len(in)); round == 0 {
				results[i] = results[i][:0] // the first round warms up
			}
		}
	}
	report(all, results, allocs, *n)
}

// generate makes risks by a small linear congruential generator: the same
// ones everywhere.
func generate(n int) []risk {
	x := uint64(2026)
	next := func(m uint64) int64 {
		x = x*6364136223846793005 + 1442695040888963407
		return int64((x >> 33) % m)
	}
	out := make([]risk, n)
	for i := range out {
		out[i] = risk{1 + next(3), 1 + next(3), 1 + next(3), 1 + next(3), next(2) == 1}
	}
	return out
}

func report(all []contestant, results [][]float64, allocs []float64, n int) {
	fmt.Printf("%d risks, %d cores, %s, %s/%s; ns a risk over %d rounds, after one to warm up\n\n",
		n, runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, len(results[0]))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "engine\tmin\tmedian\tmax\tallocs\tratio\t")
	var base float64
	for i, c := range all {
		slices.Sort(results[i])
		median := results[i][len(results[i])/2]
		if i == 0 {
			base = median
		}
		fmt.Fprintf(w, "%s\t%.2f\t%.2f\t%.2f\t%.1f\t%.2f\t\n", c.name, results[i][0], median, results[i][len(results[i])-1], allocs[i], median/base)
	}
	w.Flush()
}

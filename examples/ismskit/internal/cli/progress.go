package cli

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"
)

// progressAfter is how long work runs before it is reported on.
const progressAfter = time.Second

// A progress reports on long work on standard error: how much is done, how fast
// it goes, and how long it will take. Without a terminal it is silent.
type progress struct {
	what  string // such as risks
	total int64  // bytes of the input, -1 if not known

	items, of, bytes atomic.Int64
	stop, ended      chan struct{}
}

// startProgress begins to report. A nil progress counts nothing.
func (t *tool) startProgress(what string, total int64) *progress {
	p := &progress{what: what, total: total}
	if !t.ticks {
		return p
	}
	p.stop, p.ended = make(chan struct{}), make(chan struct{})
	go p.report(t.err)
	return p
}

// add counts items that are done.
func (p *progress) add(n int64) { p.items.Add(n) }

// set tells how many of all items are done; of several calls at once, the one
// that knows of more counts.
func (p *progress) set(done, of int) {
	p.of.Store(int64(of))
	for old := p.items.Load(); int64(done) > old && !p.items.CompareAndSwap(old, int64(done)); old = p.items.Load() {
	}
}

// reader counts the bytes that are read.
func (p *progress) reader(r io.Reader) io.Reader { return &countingReader{r, &p.bytes} }

// end stops the report and clears its line.
func (p *progress) end() {
	if p.stop != nil {
		close(p.stop)
		<-p.ended
		p.stop = nil
	}
}

func (p *progress) report(w io.Writer) {
	defer close(p.ended)
	start := time.Now()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	shown := 0
	for {
		select {
		case <-p.stop:
			if shown > 0 {
				fmt.Fprintf(w, "\r%s\r", strings.Repeat(" ", shown))
			}
			return
		case now := <-tick.C:
			if past := now.Sub(start); past >= progressAfter {
				line := progressLine(p.what, p.items.Load(), p.share(), past)
				fmt.Fprintf(w, "\r%-*s", shown, line)
				shown = len(line)
			}
		}
	}
}

// share is how much of the work is done, 0 if that is not known.
func (p *progress) share() float64 {
	if of := p.of.Load(); of > 0 {
		return min(float64(p.items.Load())/float64(of), 1)
	}
	if p.total > 0 {
		return min(float64(p.bytes.Load())/float64(p.total), 1)
	}
	return 0
}

// progressLine says how far the work is after some time.
func progressLine(what string, items int64, share float64, past time.Duration) string {
	seconds := past.Seconds()
	line := fmt.Sprintf("%s %s, %s/s", thousands(items), what, thousands(int64(float64(items)/seconds)))
	if share > 0 {
		left := time.Duration((seconds/share - seconds) * float64(time.Second)).Round(time.Second)
		line += fmt.Sprintf(", %.0f %%, %s left", 100*share, left)
	}
	return line
}

// thousands groups the digits of a number.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// counted is a number with what is counted.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(int64(n)) + " " + many
}

type countingReader struct {
	r io.Reader
	n *atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

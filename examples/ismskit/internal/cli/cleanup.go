package cli

import (
	"io"
	"sync"
)

// cleanup holds what must not outlive the run: files that are not complete.
// An interrupted run uses it from another goroutine.
type cleanup struct {
	mu    sync.Mutex
	files []io.Closer
}

func (c *cleanup) add(f io.Closer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files = append(c.files, f)
}

func (c *cleanup) removeAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.files {
		_ = f.Close() // nothing depends on a file that is thrown away
	}
	c.files = nil
}

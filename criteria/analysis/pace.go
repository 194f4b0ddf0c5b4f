package analysis

import "context"

// pace lets a long loop end with its context: a step that finds the context
// ended throws canceled, which Lint alone catches. That keeps the functions
// over matrices free of errors that only one caller could have caused. A nil
// pace never ends.
type pace struct {
	ctx context.Context
	n   uint
}

type canceled struct{}

func (p *pace) step() {
	if p == nil {
		return
	}
	if p.n++; p.n%1024 == 0 && p.ctx.Err() != nil {
		panic(canceled{})
	}
}

// run runs one check.
func (l *linter) run(check func(*linter)) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(canceled); !ok {
				panic(r)
			}
		}
	}()
	check(l)
}

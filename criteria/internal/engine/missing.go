package engine

import (
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// pathSeparator joins the paths that one unknown stands for. The engine merges
// unknowns by copying a map an id, which is quadratic over a list of unknown
// elements; so a set of paths is one id.
const pathSeparator = "\x00"

// unknownAt makes the unknown value of an attribute.
func unknownAt(path string) *types.Unknown {
	if strings.Contains(path, pathSeparator) {
		path = strings.ReplaceAll(path, pathSeparator, "")
	}
	if path == "" {
		path = "?"
	}
	return unknownOf(path)
}

func unknownOf(joined string) *types.Unknown {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h := uint64(offset)
	for i := range len(joined) {
		h = (h ^ uint64(joined[i])) * prime
	}
	return types.NewUnknown(int64(h), types.NewAttributeTrail(joined))
}

// paths is a set of attributes. Of more than MaxMissingCounted it keeps the
// least, whatever the order they come in.
type paths struct {
	set  map[string]struct{}
	seen map[int64]bool // ids of sets that are in
	most string         // what is not less is left out, if not ""
}

// add takes in what an unknown stands for; nil stands for nothing.
func (p *paths) add(u *types.Unknown) {
	if u == nil {
		return
	}
	if p.set == nil {
		p.set, p.seen = map[string]struct{}{}, map[int64]bool{}
	}
	for _, id := range u.IDs() {
		if p.seen[id] {
			continue
		}
		trails, _ := u.GetAttributeTrails(id)
		for _, t := range trails {
			joined := t.Variable()
			if !strings.Contains(joined, pathSeparator) {
				p.put(joined)
				continue
			}
			p.seen[id] = true
			for path := range strings.SplitSeq(joined, pathSeparator) {
				p.put(path)
			}
		}
	}
}

func (p *paths) put(path string) {
	if p.most != "" && path >= p.most {
		return
	}
	if p.set[path] = struct{}{}; len(p.set) > 2*MaxMissingCounted {
		s := p.sorted()
		p.most = s[MaxMissingCounted]
		for _, path := range s[MaxMissingCounted:] {
			delete(p.set, path)
		}
	}
}

func (p *paths) sorted() []string { return slices.Sorted(maps.Keys(p.set)) }

// unknown gives the one value that stands for all, or nil for none.
func (p *paths) unknown() *types.Unknown {
	if len(p.set) == 0 {
		return nil
	}
	s := p.sorted()
	return unknownOf(strings.Join(s[:min(len(s), MaxMissingCounted)], pathSeparator))
}

// obstacles collects what keeps something from being decided: unknown values
// and failures. As for the operators && and ||, an unknown outweighs a failure,
// which it may yet make not matter.
type obstacles struct {
	absent paths
	failed ref.Val // the first failure
}

// add takes in an unknown or a failure; nil is none.
func (o *obstacles) add(v ref.Val) {
	switch v := v.(type) {
	case nil:
	case *types.Unknown:
		o.absent.add(v)
	default:
		if o.failed == nil {
			o.failed = types.MaybeNoSuchOverloadErr(v)
		}
	}
}

// value gives the one that stands for all, or nil.
func (o *obstacles) value() ref.Val {
	if u := o.absent.unknown(); u != nil {
		return u
	}
	return o.failed
}

// both gives one obstacle for two, of which either may be nil.
func both(a, b ref.Val) ref.Val {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	var o obstacles
	o.add(a)
	o.add(b)
	return o.value()
}

// Missing gives the attributes on which an unknown result depends, sorted, at
// most MaxMissing of them, and how many more there are, counted up to
// MaxMissingCounted in all.
func (r Result) Missing() (listed []string, more int) {
	var p paths
	p.add(r.unknown)
	listed = p.sorted()
	if len(listed) > MaxMissingCounted {
		listed = listed[:MaxMissingCounted]
	}
	if len(listed) > MaxMissing {
		return listed[:MaxMissing:MaxMissing], len(listed) - MaxMissing
	}
	return listed, 0
}

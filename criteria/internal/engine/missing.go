package engine

import (
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
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
	seen map[int64]bool
	set  map[string]struct{}
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
		p.seen[id] = true
		trails, _ := u.GetAttributeTrails(id)
		for _, t := range trails {
			for path := range strings.SplitSeq(t.Variable(), pathSeparator) {
				p.set[path] = struct{}{}
			}
		}
		if len(p.set) > 2*MaxMissingCounted {
			for _, path := range p.sorted()[MaxMissingCounted:] {
				delete(p.set, path)
			}
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

// merged gives one value for several unknowns, or nil if all are nil.
func merged(us ...*types.Unknown) *types.Unknown {
	var p paths
	for _, u := range us {
		p.add(u)
	}
	return p.unknown()
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

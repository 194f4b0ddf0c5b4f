package engine

import (
	"maps"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

func nearest(name string, valid []string) string {
	if name == "" || len(valid) == 0 {
		return ""
	}
	return source.Nearest(name, valid)
}

func (e *Env) groupOrder() []string { return slices.Sorted(maps.Keys(e.groups)) }

func (e *Env) tableNames() []string { return slices.Sorted(maps.Keys(e.tables)) }

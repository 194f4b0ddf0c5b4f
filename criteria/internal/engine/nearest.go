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

// declares tells whether the document or the schema has a function of that name.
func (e *Env) declares(name string) bool {
	return e.tables[name] != nil || e.schema != nil && e.schema.functions[name] != nil
}

// functionNames lists the functions that declares knows, sorted.
func (e *Env) functionNames() []string {
	if e.schema != nil {
		return slices.Sorted(maps.Keys(e.schema.functions))
	}
	return slices.Sorted(maps.Keys(e.tables))
}

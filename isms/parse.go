package isms

import (
	"reflect"

	"github.com/ismskit/ismskit/criteria/source"
)

// Parse reads one document of the format ismskit.isms/v1, YAML or JSON. The
// name is used in positions only. The error is a *source.Error that holds every
// error found, in order of position. Whether ids are those of something is told
// by Check.
//
// A system that is spread over several documents is read by Merge or Load.
func Parse(name string, data []byte) (*System, error) {
	root, err := source.Parse(name, data, limits)
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	s := d.document(root)
	if d.Len() == 0 {
		s.finish(&d.Reporter)
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

var limits = source.Limits{Bytes: MaxBytes, Nodes: MaxValues}

// finish puts everything in order and reports ids that are used twice.
func (s *System) finish(r *source.Reporter) {
	TypeOf(s).arrange(reflect.ValueOf(s).Elem())
	s.checkIDs(r)
}

package soa

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// ErrCatalogue is the error of a catalogue that contradicts itself.
var ErrCatalogue = errors.New("soa: not a catalogue")

// NewCatalogue makes a catalogue of what another reader has read, or of what a
// program states. The slices of c are copied. The error matches ErrCatalogue
// and names everything that Lint finds in it.
func NewCatalogue(c Catalogue) (*Catalogue, error) {
	c.node, c.index, c.digest = nil, nil, ""
	c.Groups, c.Controls = slices.Clone(c.Groups), slices.Clone(c.Controls)
	for i := range c.Groups {
		c.Groups[i].node = nil
	}
	for i := range c.Controls {
		k := &c.Controls[i]
		k.node = nil
		k.Attributes = slices.Clone(k.Attributes)
		for j := range k.Attributes {
			k.Attributes[j].Values = slices.Clone(k.Attributes[j].Values)
		}
	}
	if found := Lint(&c); len(found) > 0 {
		errs := []error{fmt.Errorf("%w: %s", ErrCatalogue, source.Clip(c.ID))}
		for _, f := range found[:min(len(found), source.MaxDiagnostics)] {
			errs = append(errs, fmt.Errorf("%s: %w", f, f.Code))
		}
		return nil, errors.Join(errs...)
	}
	c.seal()
	return &c, nil
}

// seal makes what is looked up later, once.
func (c *Catalogue) seal() {
	c.index = make(map[string]int, len(c.Controls))
	for i := range c.Controls {
		c.index[c.Controls[i].ID] = i
	}
	c.digest = c.Digest()
}

// Control returns the control of that id, or nil.
func (c *Catalogue) Control(id string) *Control {
	if c.index != nil {
		if i, ok := c.index[id]; ok {
			return &c.Controls[i]
		}
		return nil
	}
	for i := range c.Controls {
		if c.Controls[i].ID == id {
			return &c.Controls[i]
		}
	}
	return nil
}

// Group returns the group of that id, or nil.
func (c *Catalogue) Group(id string) *Group {
	for i := range c.Groups {
		if c.Groups[i].ID == id {
			return &c.Groups[i]
		}
	}
	return nil
}

// Values returns the values that the control has for an attribute, nil if it
// has none. They must not be changed.
func (k *Control) Values(attribute string) []string {
	for _, a := range k.Attributes {
		if a.Name == attribute {
			return a.Values
		}
	}
	return nil
}

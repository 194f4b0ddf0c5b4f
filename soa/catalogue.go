package soa

import (
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// CatalogueFormat is the first line of every catalogue of this version, and
// the line that its digest begins with.
const CatalogueFormat = "ismskit.catalogue/v1"

// Where the controls of a catalogue come from. The empty text means SourceOther.
const (
	SourceOwn    = "own"     // the organisation's own design
	SourceAnnexA = "annex_a" // ISO/IEC 27001, Annex A
	SourceOther  = "other"   // anybody else's, such as NIST SP 800-53
)

// A Catalogue is a list of controls to choose from. It is made by
// ParseCatalogue or NewCatalogue, is not changed afterwards, and is then safe
// for concurrent use.
type Catalogue struct {
	ID        string
	Title     string
	Version   string // of what the catalogue holds, as its publisher counts
	Source    string // SourceOwn, SourceAnnexA or SourceOther
	Reference string // where it was taken from, in words; "" if not stated
	Groups    []Group
	Controls  []Control // in the order in which a statement lists them

	node   *source.Node
	index  map[string]int // of Controls, by id
	digest seal.Digest
}

// A Group holds controls that belong together: a theme, a domain, an
// objective, a family.
type Group struct {
	ID     string // unique among the groups of the catalogue
	Title  string
	Parent string // the group that this one is part of; "" at the top

	node *source.Node
}

// A Control of a catalogue is a measure that an organisation may choose. It is
// known by its id alone, which is unique among all catalogues used together.
type Control struct {
	ID          string // letters, digits, ., _ and -, at most 64
	Title       string
	Group       string // id of its group; "" if it has none
	Description string
	Attributes  []Attribute
	Parent      string // the control that this one enhances; "" if it stands alone
	Withdrawn   bool   // kept for reference; a statement does not list it

	node *source.Node
}

// An Attribute is a property by which controls are sorted, such as the type of
// control, with the values that a control has.
type Attribute struct {
	Name   string
	Values []string
}

// Node returns the root of the catalogue's document, nil if it was made in Go.
func (c *Catalogue) Node() *source.Node { return c.node }

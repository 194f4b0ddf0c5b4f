package soa

import "github.com/ismskit/ismskit/risk"

// Limits of catalogues, crosswalks and statements. A limit that is hit is an
// error with its position (source.Limit), never a document cut short.
const (
	MaxBytes            = 32 << 20          // bytes of a document
	MaxControls         = 10_000            // controls or groups of a catalogue, entries of a statement, links of a crosswalk
	MaxItems            = risk.MaxItems     // entries of any other list, attributes of a control
	MaxTextBytes        = risk.MaxTextBytes // bytes of one text
	MaxDescriptionBytes = 64 << 10          // bytes of a description

	maxNodes = 4_000_000
)

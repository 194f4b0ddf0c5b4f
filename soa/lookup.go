package soa

// Entry returns the first entry of a control, or nil.
func (s *Statement) Entry(control string) *Entry {
	for i := range s.Entries {
		if s.Entries[i].Control == control {
			return &s.Entries[i]
		}
	}
	return nil
}

// Covers tells whether the statement goes through the catalogue of that id.
func (s *Statement) Covers(catalogue string) bool {
	for _, c := range s.Catalogues {
		if c.ID == catalogue {
			return true
		}
	}
	return false
}

// Source tells where the control comes from: SourceOwn, SourceAnnexA or
// SourceOther; "" if its catalogue is not among those given.
func (e *Entry) Source(catalogues ...*Catalogue) string {
	if e.Catalogue == "" {
		return SourceOwn
	}
	for _, c := range catalogues {
		switch {
		case c.ID != e.Catalogue:
		case c.Source == "":
			return SourceOther
		default:
			return c.Source
		}
	}
	return ""
}

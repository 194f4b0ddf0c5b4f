package criteria

// Fault breaks the decision table of compiled criteria in one of a few ways
// that a mistake in its builder could, to show that the differential test
// would find it. It returns false if the table has nothing to break.
func Fault(c *Criteria, kind int) bool {
	d := &c.table
	switch {
	case kind == 0 && len(d.used) > 1: // two inputs share a stride
		d.used[1].stride = d.used[0].stride
	case kind == 1 && len(d.atoms) > 0: // an atom is left out of the row
		d.atoms[0].stride = 0
	case kind == 2 && len(d.used) > 0: // an input is left out of the row
		d.used[0].stride = 0
	default:
		return false
	}
	return true
}

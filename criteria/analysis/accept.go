package analysis

// accept marks the findings that the document accepts, and reports what is
// accepted but not there: reasons that outlive their finding mislead.
func (l *linter) accept() {
	for i := range l.doc.Accepted {
		a := &l.doc.Accepted[i]
		found := false
		for k := range l.findings {
			if f := &l.findings[k]; f.Code == a.Code {
				f.Accepted, found = a.Because, true
			}
		}
		if !found {
			l.add(a.Code, Info, a.Node(), Finding{}, "%s is accepted but was not found%s; the entry can go", a.Code, l.inSample())
		}
	}
}

// inSample qualifies what is said of all cells where not all were tried.
func (l *linter) inSample() string {
	if l.domain.exhaustive {
		return ""
	}
	return " in the sample"
}

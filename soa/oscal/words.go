package oscal

import "strings"

// NotStated stands where OSCAL asks for a text that nobody gave.
const NotStated = "not stated"

// stated returns the first text that is not empty, otherwise NotStated.
func stated(texts ...string) string {
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return NotStated
}

// line makes a value of one line, as OSCAL's strings must be: no white space
// around it, and no line break in it.
func line(s string) string {
	if s = strings.Join(strings.Fields(s), " "); s == "" {
		return NotStated
	}
	return s
}

// Package oscal reads and writes documents of OSCAL.
package oscal

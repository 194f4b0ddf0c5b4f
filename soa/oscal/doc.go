// Package oscal reads and writes documents of OSCAL, the Open Security Controls
// Assessment Language of NIST, in JSON.
//
// # Reading
//
// Parse reads a catalog, a profile, a component definition, a system security
// plan, a plan of action and milestones, or assessment results, of the versions
// 1.0 and 1.1; ParseCatalog and its like want one model. Only what this module
// uses is read into fields. Everything else is kept as it stands, so that what
// was read can be changed and written without loss: members of the schema's
// order keep their order, and unknown ones the place among the others.
//
// A document is refused, with a *source.Error that gives file, line, column and
// path of everything that is wrong: JSON that is none, names that occur twice,
// invalid UTF-8, another version, values of another type, missing or malformed
// UUIDs, tokens and times, and control ids that occur twice. What the schema of
// OSCAL asks for beyond that, as for members without a field, is not checked,
// and references that lead nowhere are data: see POAM.Tracked.
//
// The limits are the constants MaxBytes, MaxDepth, MaxValues, MaxControls,
// MaxTextBytes and MaxTokenBytes. A document is read where it lies: it keeps the
// bytes that it was read from, and beside them what is in its fields. Writing
// takes several times the size of the text.
//
// # Profiles
//
// Resolve makes a catalog of a profile; a Loader finds what it imports. A
// catalog becomes a catalogue for statements of applicability by
// Catalog.Catalogue.
//
// # Writing
//
// NewSSP, NewProfile, NewCatalog, NewPOAM and NewResults make documents of
// version 1.1.3. The same content gives the same bytes: times are arguments, and
// UUIDs are of version 5, derived from a namespace and the ids that the
// organisation gave. Where OSCAL asks for something that nobody stated, it says
// NotStated; nothing is made up. What OSCAL has no word for stands in
// properties of the namespace NS.
package oscal

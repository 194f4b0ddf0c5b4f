// Package report makes the reports that an information security management
// system is run by:
//
//   - Conformity: what rules say of the system, by clause;
//   - Evidence: what must be found out, by who owes it;
//   - Coverage: which audit has looked at what, and what none has;
//   - Review: the inputs of a management review, with trends computed;
//   - Documents: the documented information that is required, and where it is;
//   - Calendar: what falls due.
//
// Every report is a value first: a pure function of the system, and of the time
// that it is made as of. Any of them can then be written as JSON, as Markdown
// and as CSV, the calendar also as plain text and as iCalendar (RFC 5545). Equal
// values give equal bytes. Nothing is scored or weighted.
//
// What is not stated is shown as not known, never as fine, and is counted on its
// own: a number in a report counts what is known to be so.
//
// # JSON
//
// The first member is format, which names the report and its version, such as
// ismskit.report.conformity/v1. Members that are not stated are left out. Times
// are as of RFC 3339, in UTC; numbers with a fraction are texts.
//
// # Markdown
//
// Texts of the system are escaped, so that they can be no markup, no HTML and no
// rows of a table; control and format characters are replaced.
//
// # CSV
//
// One table for each report, with a header, as of RFC 4180 but for the ends of
// lines, which are LF. Cells that a spreadsheet would take for a formula, since
// they begin with =, +, -, @, a tab or the end of a line, begin with an
// apostrophe.
package report

// Package agreement measures how far several assessors of the same risks agree,
// with exact fractions, so that every machine finds the same numbers.
//
// Agreement on the decision comes first: disagreement about a rating that
// changes no decision matters less. Beside it stand the usual coefficients,
// which take away what chance alone would give: Krippendorff's alpha for any
// number of assessors and missing ratings, Cohen's and Fleiss' kappa, and
// Gwet's AC1, which does not collapse where almost all ratings are equal.
//
// Nothing here says how much agreement is enough. That is for the organisation
// to say (minAgreement in its criteria). A coefficient that cannot be computed,
// as where all ratings are equal, is not known; it is neither 1 nor 0.
//
// Sources: Cohen 1960 and 1968, Fleiss 1971, Krippendorff 2011 (Computing
// Krippendorff's Alpha-Reliability), Gwet 2008.
package agreement

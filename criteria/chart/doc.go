// Package chart draws criteria: the heat map of two inputs with risks as
// numbered dots, and the tornado of what moves one risk. Pictures are SVG
// without script, fonts or links, or plain text; equal input gives equal bytes.
//
// No picture relies on colour: every cell names its band, and the text on a
// colour is black or white, whichever has the contrast that WCAG AA asks for
// (one of the two always has: at least 4.5 to 1). Pictures carry a title and a
// description for readers who do not see them.
package chart

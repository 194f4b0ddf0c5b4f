package risk

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// lineOf writes the line of a node. The line is looked for when a message is
// written, which a Reporter does for the first ones only: on a file of one long
// line it takes time.
type lineOf struct{ node *source.Node }

func (l lineOf) String() string { return strconv.Itoa(l.node.Pos().Line) }

func join(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// some joins at most ten words.
func some(words []string) string {
	const most = 10
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
}

package criteria

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// clipWords joins at most twelve words.
func clipWords(words []string) string {
	const most = 12
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
}

// textsLimit tells how a list of texts exceeds its limits, or "".
func textsLimit(list []string) string {
	if len(list) > MaxListItems {
		return fmt.Sprintf("the list has %d items, at most %d are allowed", len(list), MaxListItems)
	}
	total := 0
	for _, s := range list {
		if len(s) > MaxTextBytes {
			return fmt.Sprintf("a text has %d bytes, at most %d are allowed", len(s), MaxTextBytes)
		}
		total += len(s)
	}
	if total > engine.MaxListBytes {
		return fmt.Sprintf("the texts of the list have %d bytes, at most %d are allowed", total, engine.MaxListBytes)
	}
	return ""
}

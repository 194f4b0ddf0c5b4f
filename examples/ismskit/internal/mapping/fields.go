package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
	"github.com/ismskit/ismskit/risk"
)

// meaning looks a cell of a field up in the column's table, if it has one.
func meaning(c *Column, cell string) (string, error) {
	if c.Values == nil {
		return cell, nil
	}
	v, ok := c.Values[fold(cell)]
	if !ok {
		return "", fmt.Errorf("%q is not in the table of values", source.Clip(cell))
	}
	return v.String(), nil
}

func (a *applier) field(r *risk.Risk, c *Column, cell string) error {
	s, err := meaning(c, cell)
	if err != nil {
		return err
	}
	switch c.Target.Field {
	case "id":
		r.ID, err = a.id(s)
	case "owner":
		r.Owner, err = a.id(s)
	case "parent":
		r.Parent, err = a.id(s)
	case "title":
		r.Title = texts.Line(s)
	case "description":
		r.Description = s
	case "threat":
		r.Threat = s
	case "source":
		r.Source = s
	case "event":
		r.Event = s
	case "category":
		r.Category = s
	case "approach":
		r.Approach, err = word(s, "event", "asset")
	case "identified":
		r.Identified, err = date(s, a.book)
	}
	return err
}

// id makes an id of what people write into such a column.
func (a *applier) id(s string) (string, error) {
	if source.ValidID(s) {
		return s, nil
	}
	id := texts.ID(s)
	if len(s) > 64 || id == "" {
		return "", fmt.Errorf("%q cannot be made an id: letters, digits, ., _ and -, at most 64", source.Clip(s))
	}
	if a.result.Renamed++; a.result.Renamed == 1 {
		a.result.FirstRenamed = fmt.Sprintf("%q as %s", source.Clip(s), id)
	}
	return id, nil
}

func word(s string, words ...string) (string, error) {
	if w := fold(s); slices.Contains(words, w) {
		return w, nil
	}
	return "", fmt.Errorf("%q is none of %s", source.Clip(s), strings.Join(words, ", "))
}

func (a *applier) list(r *risk.Risk, c *Column, cell string) error {
	var items []string
	for _, part := range split(cell, c.Separator) {
		s, err := meaning(c, part)
		if err != nil {
			return err
		}
		items = append(items, s)
	}
	if len(items) > risk.MaxItems {
		return fmt.Errorf("%d entries, at most %d are allowed", len(items), risk.MaxItems)
	}
	switch c.Target.Field {
	case "cia":
		for i := range items {
			w, err := word(items[i], "confidentiality", "integrity", "availability")
			if err != nil {
				return err
			}
			items[i] = w
		}
		r.CIA = items
	case "scope":
		r.Scope = items
	case "assets":
		r.Assets = items
	case "vulnerabilities":
		r.Vulnerabilities = items
	case "issues":
		r.Issues = items
	case "requirements":
		r.Requirements = items
	case "controls":
		r.Controls = items
	}
	return nil
}

func (a *applier) claim(r *risk.Risk, c *Column, cell string) error {
	s, err := meaning(c, cell)
	if err != nil {
		return err
	}
	claim := risk.Claim{}
	if r.Claimed != nil {
		claim = *r.Claimed
	}
	switch c.Target.Field {
	case "level":
		claim.Level, err = a.mapping.amount(c, s)
	case "band":
		claim.Band = s
	case "stage":
		stage, ok := risk.ParseStage(fold(s))
		if !ok {
			return fmt.Errorf("%q is none of inherent, current, residual", source.Clip(s))
		}
		claim.Stage = stage
	}
	if err == nil {
		r.Claimed = &claim
	}
	return err
}

package isms_test

import (
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

func TestCurrentPlans(t *testing.T) {
	at := func(month time.Month) time.Time { return time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC) }
	s := &isms.System{Plans: []*risk.Plan{
		{ID: "b", Version: "1", Changed: at(1)}, {ID: "b", Version: "2", Changed: at(3)}, {ID: "b", Version: "3", Changed: at(2)},
		{ID: "a", Version: "2"}, {ID: "a", Version: "1", Changed: at(1)}, // when the second was changed is not stated
	}}
	var got []string
	for _, p := range s.CurrentPlans() {
		got = append(got, p.ID+p.Version)
	}
	require.Equal(t, []string{"a2", "a1", "b2"}, got)
	require.Empty(t, (&isms.System{}).CurrentPlans())
}

func TestCurrentStatements(t *testing.T) {
	s := &isms.System{Statements: []*soa.Statement{
		{ID: "b", Version: "1"}, {ID: "b", Version: "2", Previous: "1"}, {ID: "a", Version: "1"}, {ID: "a"}, // the last is a draft
	}}
	var got []string
	for _, x := range s.CurrentStatements() {
		got = append(got, x.ID+x.Version)
	}
	require.Equal(t, []string{"a", "a1", "b2"}, got)
}

package conformity_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReads(t *testing.T) {
	rules, err := standardRules()
	require.NoError(t, err)
	require.Equal(t, []string{"isms.persons", "person.active", "person.id", "role.person"}, rules.Reads("R53-04"))
	require.Nil(t, rules.Reads("R0"))
}

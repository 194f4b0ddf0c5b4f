package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "seal what is to be sealed, and rewrite the golden files")

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return data
}

func day(s string) time.Time {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return at
}

func ownRules(t testing.TB) *conformity.RuleSet {
	t.Helper()
	set, err := conformity.ParseRules("own-rules.yaml", read(t, "own-rules.yaml"))
	require.NoError(t, err)
	return set
}

func TestOutput(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, run(context.Background(), &b))
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile("testdata/output.golden", b.Bytes(), 0o644))
	}
	require.Equal(t, string(read(t, "testdata/output.golden")), b.String())
}

package isms_test

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

// july is a time after everything that the complete document says happened.
var july = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return data
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(filepath.Join("testdata", name), got, 0o644))
	}
	require.Equal(t, string(read(t, name)), string(got))
}

// parse reads a document that must be right.
func parse(t testing.TB, text string) *isms.System {
	t.Helper()
	s, err := isms.Parse("a.yaml", []byte(text))
	require.NoError(t, err)
	return s
}

// document is a document with the lines given after the format.
func document(lines string) string { return "format: ismskit.isms/v1\n" + lines }

// first gives the first diagnostic of an error.
func first(t *testing.T, err error) source.Diagnostic {
	t.Helper()
	var e *source.Error
	require.ErrorAs(t, err, &e)
	return e.Diagnostics[0]
}

// plain gives everything that an entity states, without places, as nested maps
// and lists, by reflection alone.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		return plain(v.Elem())
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plain(v.Index(i))
		}
		return list
	case reflect.Struct:
		if state := v.MethodByName("State"); state.IsValid() && v.MethodByName("Or").IsValid() {
			switch value := v.MethodByName("Get").Call(nil)[0]; state.Call(nil)[0].Interface().(isms.State) {
			case isms.StateValue:
				return plain(value)
			case isms.StateNone:
				return "none"
			}
			return nil
		}
		switch v.Type() {
		case reflect.TypeFor[time.Time]():
			return v.Interface().(time.Time).UTC()
		case reflect.TypeFor[isms.Decimal]():
			return v.Interface()
		}
		m := map[string]any{}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Tag.Get("isms") != "" && f.Type != reflect.TypeFor[isms.Place]() {
				if x := plain(v.Field(i)); x != nil && x != "" {
					m[f.Name] = x
				} else if x == "" && v.Field(i).Kind() == reflect.Struct {
					m[f.Name] = "empty"
				}
			}
		}
		return m
	}
	return v.Interface()
}

func content(s *isms.System) any { return plain(reflect.ValueOf(s)) }

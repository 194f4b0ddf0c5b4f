package main

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
)

const (
	library = "github.com/ismskit/ismskit"
	tool    = library + "/examples/ismskit"
)

// TestRelease publishes the library and the tool in a module proxy on disk and
// installs the tool by its version, as a stranger would: with an empty module
// cache, outside of the repository.
func TestRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles every dependency")
	}
	data, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	mod, err := modfile.Parse("go.mod", data, nil)
	require.NoError(t, err)
	require.Empty(t, mod.Replace, "what is published has no replace")
	version := ""
	for _, r := range mod.Require {
		if r.Mod.Path == library {
			version = r.Mod.Version
		}
	}
	require.NotEmpty(t, version)

	scratch := t.TempDir()
	proxy := filepath.Join(scratch, "proxy")
	publish(t, proxy, module.Version{Path: library, Version: version}, filepath.Join("..", ".."))
	publish(t, proxy, module.Version{Path: tool, Version: version}, ".")

	// Other modules come from this machine's cache, which has the layout of a
	// proxy, so that the test needs no network once the module builds.
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	rest := "file://" + filepath.ToSlash(filepath.Join(strings.TrimSpace(string(cache)), "cache", "download"))
	install := exec.Command("go", "install", "-trimpath", tool+"@"+version)
	install.Dir = scratch
	install.Env = append(os.Environ(), "GOPROXY=file://"+filepath.ToSlash(proxy)+","+rest, "GOMODCACHE="+filepath.Join(scratch, "modules"),
		"GOBIN="+filepath.Join(scratch, "bin"), "GOFLAGS=-modcacherw", "GOSUMDB=off", "GOWORK=off", "GOTOOLCHAIN=local")
	out, err := install.CombinedOutput()
	require.NoError(t, err, string(out))

	name := filepath.Join(scratch, "bin", "ismskit")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	out, err = exec.Command(name, "--version").CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "ismskit "+version+"\n", string(out))
}

// publish lays a module out as a proxy serves it.
func publish(t *testing.T, proxy string, m module.Version, dir string) {
	t.Helper()
	path, err := module.EscapePath(m.Path)
	require.NoError(t, err)
	at := filepath.Join(proxy, filepath.FromSlash(path), "@v")
	require.NoError(t, os.MkdirAll(at, 0o777))
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(at, m.Version+".mod"), mod, 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(at, m.Version+".info"), []byte(`{"Version":"`+m.Version+`"}`), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(at, "list"), []byte(m.Version+"\n"), 0o666))
	f, err := os.Create(filepath.Join(at, m.Version+".zip"))
	require.NoError(t, err)
	require.NoError(t, modzip.CreateFromDir(f, m, dir))
	require.NoError(t, f.Close())
	z, err := zip.OpenReader(f.Name())
	require.NoError(t, err)
	require.NotEmpty(t, z.File)
	require.NoError(t, z.Close())
}

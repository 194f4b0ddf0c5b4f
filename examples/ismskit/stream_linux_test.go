package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// manyRisks is a register of one risk a line that does not fit into what is held
// in memory. Every combination of ratings occurs, in ascending order of ids.
func manyRisks(t *testing.T, form string, n int) string {
	t.Helper()
	var b bytes.Buffer
	likelihood, impact := []string{"rare", "likely", "certain"}, []string{"minor", "major", "severe"}
	if form == "csv" {
		b.WriteString("id,title,likelihood,confidentiality,integrity,availability,personal_data,tags,claimed_level\n")
	}
	for i := range n {
		l, c, g, a := likelihood[i%3], impact[i/3%3], impact[i/9%3], impact[i/27%3]
		title := fmt.Sprintf("Risk %d of a register that is long enough not to be held in memory as a whole, %s", i, strings.Repeat("and more, ", 16)+"and more")
		if form == "csv" {
			fmt.Fprintf(&b, "R-%07d,%s,%s,%s,%s,%s,%t,erp;crm,%d\n", i, `"`+title+`"`, l, c, g, a, i%4 == 0, i%3+1)
			continue
		}
		fmt.Fprintf(&b, `{"id":"R-%07d","title":%q,"ratings":{"current":{"likelihood":%q,"confidentiality":%q,"integrity":%q,"availability":%q}},"inputs":{"personal_data":%t,"tags":["erp","crm"]},"claimed":{"level":%d}}`+"\n",
			i, title, l, c, g, a, i%4 == 0, i%3+1)
	}
	name := filepath.Join(t.TempDir(), "risks."+form)
	require.NoError(t, os.WriteFile(name, b.Bytes(), 0o600))
	return name
}

// command runs the tool: this test binary under its name.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, args...)
	cmd.Args[0] = "ismskit"
	cmd.Env = append(os.Environ(), "NO_COLOR=1")
	return cmd
}

// TestStreams assesses 20,000 risks in both forms of one risk a line: the same
// counts and the same digest. The time and the memory that it took are logged.
func TestStreams(t *testing.T) {
	const n = 20_000
	outputs := map[string]string{}
	for _, form := range []string{"csv", "ndjson"} {
		name := manyRisks(t, form, n)
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.Greater(t, info.Size(), int64(4<<20), "it is streamed")
		var stdout, stderr bytes.Buffer
		cmd := command(t, "assess", "--criteria", filepath.Join(testdata, "fixtures", "acme.yaml"), "--register", name, "--at", "2026-03-01")
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		start := time.Now()
		require.NoError(t, cmd.Run(), stderr.String())
		took := time.Since(start)
		require.Empty(t, stderr.String(), "progress is for terminals")
		require.Contains(t, stdout.String(), "20,000 risks, 20,000 outcomes\n")
		outputs[form] = stdout.String()
		used, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		t.Logf("%s: %.0f risks a second, %v of processor time, at most %d MiB", form, n/took.Seconds(), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), used.Maxrss>>10)
	}
	require.Equal(t, outputs["csv"], outputs["ndjson"])
}

// TestProgress writes risks to an assessment until its terminal says how many outcomes
// there are and how fast it goes; the line is gone when it ends.
func TestProgress(t *testing.T) {
	master, terminal, err := openTerminal(80)
	require.NoError(t, err)
	defer master.Close()
	cmd := command(t, "assess", "--criteria", filepath.Join(testdata, "fixtures", "acme.yaml"), "--register", "-", "--form", "ndjson", "--at", "2026-03-01")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	cmd.Stderr = terminal
	require.NoError(t, cmd.Start())
	require.NoError(t, terminal.Close())
	go func() {
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(in, `{"id":"R-%d","ratings":{"current":{"likelihood":"rare"}}}`+"\n", i); err != nil {
				return // closed below
			}
			if i > 100_000 { // more than is held in memory
				time.Sleep(time.Millisecond)
			}
		}
	}()
	var shown bytes.Buffer
	line := regexp.MustCompile(`\r[\d,]+ outcomes, [\d,]+/s *$`)
	for buffer := make([]byte, 1024); !line.Match(shown.Bytes()); {
		n, err := master.Read(buffer)
		require.NoError(t, err, shown.String())
		shown.Write(buffer[:n])
	}
	require.NoError(t, in.Close())
	shown.Reset()
	_, _ = io.Copy(&shown, master) // ends with an error once nobody writes any more
	require.NoError(t, cmd.Wait())
	require.Regexp(t, `\r +\r$`, shown.String())
}

// TestInterrupt interrupts an assessment that waits for more input: it ends, says
// so, and leaves no file.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	cmd := command(t, "assess", "--criteria", filepath.Join(testdata, "fixtures", "acme.yaml"), "--register", "-", "--form", "ndjson", "--at", "2026-03-01", "-o", filepath.Join(dir, "record.json"))
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	for i := range 10_000 { // more than a pipe holds, so that it has begun to read, and listens to signals
		_, err = fmt.Fprintf(in, `{"id":"R-%d","ratings":{"current":{"likelihood":"rare"}}}`+"\n", i)
		require.NoError(t, err)
	}
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	start := time.Now()
	err = cmd.Wait()
	t.Logf("ended after %v", time.Since(start))
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 130, exit.ExitCode())
	require.Equal(t, "ismskit: interrupted\n", stderr.String())
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

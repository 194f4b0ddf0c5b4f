package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// tty is the script command tty N COLUMNS FILE COMMAND [ARG]...: it runs a
// command whose standard output and error are a terminal, wants exit status N,
// and puts what the terminal shows into the file.
func tty(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: tty N COLUMNS FILE COMMAND [ARG]...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	columns, err := strconv.Atoi(args[1])
	ts.Check(err)
	master, terminal, err := openTerminal(uint16(columns))
	ts.Check(err)
	defer master.Close()
	cmd := exec.Command(args[3], args[4:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Stdout, cmd.Stderr = terminal, terminal
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "TERM", "NO_COLOR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	ts.Check(cmd.Start())
	ts.Check(terminal.Close())
	var shown bytes.Buffer
	_, _ = io.Copy(&shown, master) // ends with an error once nobody writes any more
	_ = cmd.Wait()                 // the exit status tells
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), bytes.ReplaceAll(shown.Bytes(), []byte("\r\n"), []byte("\n")), 0o666))
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit status %d, want %d:\n%s", got, want, shown.Bytes())
	}
}

func openTerminal(columns uint16) (master, terminal *os.File, err error) {
	if master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		return nil, nil, err
	}
	fd := int(master.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	}
	if err == nil {
		terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		_ = master.Close()
	}
	return master, terminal, err
}

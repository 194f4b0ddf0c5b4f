// Package cli is the command line: one file a command, and around them what all
// of them share - reading and writing files, tables, progress and exit status.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ismskit/ismskit/criteria/source"
)

// The exit status.
const (
	statusFine        = 0
	statusFindings    = 1   // findings, mismatch or nonconformity
	statusBad         = 2   // bad input or usage
	statusInterrupted = 130 // as shells give it for Ctrl-C
)

// errFindings ends a command with status 1. What was found is said already.
var errFindings = errors.New("findings")

// patience is how long an interrupted command may take to clean up.
const patience = 100 * time.Millisecond

// A tool is what a run of a command works with.
type tool struct {
	in   io.Reader
	out  *bufio.Writer
	err  io.Writer
	json bool // --json: results are JSON

	style style
	width int // columns of the terminal, 0 if the output is none
	files cleanup
	taken []fs.FileInfo // files that were read, which no output replaces
	ticks bool          // progress is shown: standard error is a terminal
}

// Main runs the tool with the process's standard streams and returns the exit
// status.
func Main(args []string) int {
	// A reader that goes away is an error of writing, so that files are
	// cleaned up; the signal would kill the process.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	t := &tool{in: os.Stdin, out: bufio.NewWriterSize(os.Stdout, 64<<10), err: os.Stderr}
	t.style, t.width = styleOf(os.Stdout)
	t.ticks = isTerminal(os.Stderr)

	done := make(chan int, 1)
	go func() { done <- t.run(ctx, args) }()
	select {
	case status := <-done:
		return status
	case <-ctx.Done():
		stop() // a second signal ends the process at once
	}
	// Reading from a terminal or a pipe cannot be interrupted.
	select {
	case status := <-done:
		return status
	case <-time.After(patience):
		t.files.removeAll()
		fmt.Fprintln(t.err, "ismskit: interrupted")
		return statusInterrupted
	}
}

// run runs one command line and says what went wrong.
func (t *tool) run(ctx context.Context, args []string) int {
	defer t.files.removeAll()
	root := newRoot(t)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if e := t.out.Flush(); e != nil && (err == nil || errors.Is(err, errFindings)) {
		err = fmt.Errorf("standard output: %w", unwrapPath(e))
	}
	var documents *source.Error
	var usage usageError
	switch {
	case err == nil:
		return statusFine
	case errors.Is(err, errFindings):
		return statusFindings
	case errors.Is(err, syscall.EPIPE):
		return statusBad // whoever read has enough; there is nobody to tell
	case ctx.Err() != nil:
		fmt.Fprintln(t.err, "ismskit: interrupted")
		return statusInterrupted
	case errors.As(err, &documents):
		fmt.Fprintln(t.err, documents)
		if hint := formatHint(documents); hint != "" {
			fmt.Fprintln(t.err, hint)
		}
	case errors.As(err, &usage), strings.HasPrefix(err.Error(), "required flag"):
		fmt.Fprintf(t.err, "ismskit: %s\nSee '%s --help'.\n", reason(err), cmd.CommandPath())
	default:
		fmt.Fprintf(t.err, "ismskit: %s\n", reason(err))
	}
	return statusBad
}

// reason is the text of an error for somebody who knows no package of the library,
// with whose names its errors begin. It may have several lines.
func reason(err error) string {
	text := ": " + err.Error()
	for _, name := range [...]string{"risk", "soa", "seal", "isms", "conformity", "criteria", "report", "oscal"} {
		text = strings.ReplaceAll(text, ": "+name+": ", ": ")
	}
	lines := strings.Split(text[2:], "\n")
	for i := range lines {
		lines[i] = visible(lines[i])
	}
	return strings.Join(lines, "\n")
}

// usageError is a mistake on the command line.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// formatHint says what to do about a document of another version.
func formatHint(e *source.Error) string {
	for _, d := range e.Diagnostics {
		kind, _, _ := strings.Cut(d.Nearest, "/")
		switch {
		case d.Path != "format" || d.Code != source.BadValue || kind == "":
		case !strings.Contains(d.Message, `"`+kind+"/"):
			if strings.Contains(d.Message, `"ismskit.`) {
				return d.File + " is a document of another kind than the one that is wanted here."
			}
		default:
			return "ismskit " + version() + " reads " + d.Nearest + "; a document of a later format needs the release of ismskit that brought that format."
		}
	}
	return ""
}

// version gives the version of the running tool.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

func newRoot(t *tool) *cobra.Command {
	root := &cobra.Command{
		Use:   "ismskit",
		Short: "Assess information security risks with your own criteria",
		Long: `ismskit assesses information security risks with an organisation's own criteria,
seals what comes of it in records that anyone can verify and compute again, and
says what changed from one assessment to the next, and why.

Exit status: 0 fine; 1 findings, a mismatch or a nonconformity; 2 bad input or
usage; 130 interrupted. A file named - is standard input or standard output.`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("ismskit {{.Version}}\n")
	root.SetOut(t.out)
	root.SetErr(t.err)
	root.SetGlobalNormalizationFunc(flagName)
	root.PersistentFlags().BoolVar(&t.json, "json", false, "print the result as JSON")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err.Error()} })
	for _, command := range commands {
		root.AddCommand(strict(command(t)))
	}
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), "Flags.FlagUsages ", "Flags.FlagUsagesWrapped 80 "))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}

// flagName lets the time of evaluation be called as documents and records do.
func flagName(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if name == "as-of" {
		name = "at"
	}
	return pflag.NormalizedName(name)
}

// strict makes a wrong number of arguments a mistake of usage, and says what is
// wanted.
func strict(cmd *cobra.Command) *cobra.Command {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			err := check(cmd, args)
			switch {
			case err == nil || errors.As(err, new(usageError)):
				return err
			case cmd.HasAvailableSubCommands():
				return unknownCommand(cmd, args[0])
			}
			return usagef("wanted is: %s", strings.TrimSuffix(cmd.UseLine(), " [flags]"))
		}
	}
	for _, sub := range cmd.Commands() {
		strict(sub)
	}
	return cmd
}

// meant offers the name that was probably meant; "" if none is near.
func meant(name string, names []string) string {
	if near := source.Nearest(name, names); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if near := meant(name, names); near != "" {
		return usagef("unknown command %q%s", source.Clip(name), near)
	}
	return usagef("unknown command %q; there are %s", source.Clip(name), strings.Join(names, ", "))
}

// choices lets shells complete the values of a flag.
func choices(cmd *cobra.Command, flag string, words ...string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // no such flag: a mistake in the command itself
	}
}

// require marks flags as needed.
func require(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // no such flag: a mistake in the command itself
		}
	}
}

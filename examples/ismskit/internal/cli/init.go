package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/starter"
)

func newInit(t *tool) *cobra.Command {
	i := &beginner{tool: t}
	var kinds []string
	for _, k := range starter.Kinds() {
		kinds = append(kinds, k.String())
	}
	cmd := &cobra.Command{
		Use:   "init FOLDER",
		Short: "Begin a management system: every field as a question",
		Long: `init writes the documents of a management system that has just begun into a
folder that is empty or not there: one for each of clauses 4 to 10, with every
field as a question: take the # away and answer it. check and evidence say what
is left. Nothing is ever overwritten.`,
		Example: `  ismskit init isms
  ismskit check isms --at 2026-06-30`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return i.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&i.profile, "profile", string(isms.Edition2022Amd1), "edition of the standard: 2013, 2022 or 2022-amd1")
	f.StringVar(&i.kind, "kind", starter.Company.String(), "whose system it is: "+strings.Join(kinds, ", "))
	choices(cmd, "profile", profileIDs()...)
	choices(cmd, "kind", kinds...)
	return cmd
}

type beginner struct {
	*tool
	profile, kind string
}

type initJSON struct {
	Folder string   `json:"folder"`
	Files  []string `json:"files"`
}

func (i *beginner) run(ctx context.Context, folder string) error {
	if folder == stdName {
		return usagef("a folder cannot be standard output")
	}
	profile := conformity.ProfileOf(i.profile)
	if profile == nil {
		return noProfile(i.profile)
	}
	kind, ok := starter.KindOf(i.kind)
	if !ok {
		return usagef("--kind: there is no kind %q; see --help", source.Clip(i.kind))
	}
	files, err := starter.Files(profile, kind)
	if err != nil {
		return err
	}
	if err := i.fill(ctx, folder, files); err != nil {
		return err
	}
	j := initJSON{folder, []string{}}
	for _, f := range files {
		j.Files = append(j.Files, f.Name)
	}
	if i.json {
		return i.printJSON(j)
	}
	for _, name := range j.Files {
		fmt.Fprintln(i.out, visible(filepath.Join(folder, name)))
	}
	return nil
}

// made are files that are removed again unless all of them are written.
type made struct{ names []string }

func (m *made) Close() error {
	var errs []error
	for _, name := range m.names {
		errs = append(errs, os.Remove(name))
	}
	return errors.Join(errs...)
}

func (i *beginner) fill(ctx context.Context, folder string, files []isms.File) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(folder, 0o777); err != nil {
			return fileError(folder, err)
		}
	case err != nil:
		return fileError(folder, err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") { // such as .git
			return fmt.Errorf("%s: the folder is not empty: there is %s in it", folder, e.Name())
		}
	}
	m := &made{}
	i.files.add(m)
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := filepath.Join(folder, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return fileError(name, err)
		}
		if err := writeNew(name, f.Data, m); err != nil {
			return fileError(name, err)
		}
	}
	m.names = nil
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(name string, data []byte, m *made) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	m.names = append(m.names, name)
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

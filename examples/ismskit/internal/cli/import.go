package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/layout"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
	"github.com/ismskit/ismskit/risk"
)

func newImport(t *tool) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Make criteria and registers of other tools' files",
		Long: `import reads files of other tools. Each import ends with a summary on standard
error, or with --json on standard output: what was taken, what was left out, and
why. Levels that somebody typed in are kept as claimed; they are recomputed,
never believed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newImportCISO(t), newImportFramework(t), newImportCSV(t), newImportXLSX(t), newImportCatalog(t), newImportProfile(t), newImportPOAM(t),
		newImportMonarc(t), newImportVeo(t))
	return cmd
}

// An importSummary says what an import took and what it left out. It is the
// shape of import --json.
type importSummary struct {
	File    string         `json:"file"`
	Output  string         `json:"output"`
	Taken   []takenJSON    `json:"taken"`
	LeftOut []leftOutJSON  `json:"leftOut"`
	Notes   []string       `json:"notes"`
	index   map[string]int // of LeftOut, by what and why
}

type takenJSON struct {
	What  string `json:"what"`
	Count int    `json:"count"`
}

type leftOutJSON struct {
	What  string `json:"what"`
	Why   string `json:"why"`
	Count int    `json:"count"`
}

func newImportSummary(file, output string) *importSummary {
	return &importSummary{File: display(file), Output: output, Taken: []takenJSON{}, LeftOut: []leftOutJSON{}, Notes: []string{}, index: map[string]int{}}
}

func (s *importSummary) take(what string, n int) { s.Taken = append(s.Taken, takenJSON{what, n}) }

func (s *importSummary) note(format string, args ...any) {
	s.Notes = append(s.Notes, fmt.Sprintf(format, args...))
}

// leave counts what is left out, for each reason once.
func (s *importSummary) leave(what, why string, n int) {
	key := what + "\x00" + why
	i, ok := s.index[key]
	if !ok {
		i = len(s.LeftOut)
		s.index[key] = i
		s.LeftOut = append(s.LeftOut, leftOutJSON{What: what, Why: why})
	}
	s.LeftOut[i].Count += n
}

// leaveSome is leave for what there may be none of.
func (s *importSummary) leaveSome(what, why string, n int) {
	if n > 0 {
		s.leave(what, why, n)
	}
}

func (s *importSummary) print(w io.Writer) error {
	for _, x := range s.Taken {
		fmt.Fprintf(w, "taken: %s %s\n", thousands(int64(x.Count)), visible(x.What))
	}
	for _, x := range s.LeftOut {
		times := ""
		if x.Count > 1 {
			times = fmt.Sprintf(" (%s times)", thousands(int64(x.Count)))
		}
		fmt.Fprintf(w, "left out: %s: %s%s\n", visible(x.What), visible(x.Why), times)
	}
	for _, note := range s.Notes {
		fmt.Fprintf(w, "note: %s\n", visible(note))
	}
	return nil
}

// layOut gives a document that was made its canonical layout: JSON where the file
// is called so, otherwise YAML.
func layOut(output string, document []byte) ([]byte, error) {
	if strings.HasSuffix(strings.ToLower(output), ".json") {
		out, _, err := layout.ToJSON("imported", document) // its comments are in the summary, too
		return out, err
	}
	return layout.ToYAML("imported", document)
}

// finishImport says what came of an import.
func (t *tool) finishImport(s *importSummary) error {
	if t.json {
		return t.printJSON(s)
	}
	return s.print(t.err)
}

// fit cuts the texts of a risk to what a register holds.
func (s *importSummary) fit(r *risk.Risk) {
	for _, text := range []*string{&r.Title, &r.Description, &r.Event, &r.Threat, &r.Source, &r.Category} {
		if *text = texts.Clean(*text); len(*text) > risk.MaxTextBytes {
			*text = texts.Cut(*text, risk.MaxTextBytes)
			s.leave("the end of a text of "+r.ID, "a text has at most "+strconv.Itoa(risk.MaxTextBytes)+" bytes", 1)
		}
	}
}

// writeRegister writes a register that was made of a file. What is written is
// what the library reads; with criteria, every rating has to fit them.
func (t *tool) writeRegister(name, output string, made *risk.Register, c *criteria.Criteria) (*risk.Register, error) {
	text := made.Bytes()
	reg, err := risk.ParseRegister("register made of "+display(name), text)
	if err != nil {
		return nil, err
	}
	if c != nil {
		var errs source.Reporter
		for _, r := range reg.Risks {
			for _, stage := range r.Rated() {
				if _, err := r.Bind(c, stage); err != nil && !collect(&errs, err) {
					return nil, errs.Err()
				}
			}
		}
		if err := errs.Err(); err != nil {
			return nil, err
		}
	}
	return reg, t.writeMade(output, text)
}

// writeMade writes a document that was made, in its canonical layout.
func (t *tool) writeMade(output string, document []byte) error {
	text, err := layOut(output, document)
	if err != nil {
		return err
	}
	return t.write(output, text)
}

// checkOutput says that --json, which is printed, needs a file for what is made.
func (t *tool) checkOutput(output, made string) error {
	if t.json && output == stdName {
		return usagef("--json needs -o FILE: the %s printed", made)
	}
	return nil
}

// chosenID is the id of what is made: that of the flag, or otherwise.
func chosenID(flag, otherwise string) (string, error) {
	if flag == "" {
		return otherwise, nil
	}
	if !source.ValidID(flag) {
		return "", usagef("--id: %q is no id: letters, digits, ., _ and -, at most 64", source.Clip(flag))
	}
	return flag, nil
}

// idOf makes an id of a file's name.
func idOf(name string) string {
	base := filepath.Base(name)
	return or(texts.ID(strings.TrimSuffix(base, filepath.Ext(base))), "imported")
}

package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

func newVerify(t *tool) *cobra.Command {
	digest, alone := "", false
	cmd := &cobra.Command{
		Use:   "verify RECORD",
		Short: "Check the digests of a record",
		Long: `verify checks every digest of a record, without evaluating anything: the seal
against the digest, the criteria, risks and outcomes against the seal, and every
byte against the checksum. With --digest the record must be the one that you
heard of elsewhere.

Exit status 1 if the record was changed, or is another one.`,
		Example: `  ismskit verify assessment.json
  ismskit verify assessment.json --digest sha256:...`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return t.verify(args[0], digest, alone) },
	}
	cmd.Flags().StringVar(&digest, "digest", "", "digest that the record must have: sha256:...")
	cmd.Flags().BoolVar(&alone, "print-digest", false, "print the digest and nothing else, for scripts")
	return cmd
}

type verifyJSON struct {
	Valid    bool    `json:"valid"`
	Digest   *string `json:"digest"` // null if the record was changed
	AsOf     *string `json:"asOf"`
	Risks    uint64  `json:"risks"`
	Outcomes uint64  `json:"outcomes"`
	Reason   *string `json:"reason"` // why it is not valid
}

func (t *tool) verify(name, digest string, alone bool) error {
	if alone && t.json {
		return usagef("--json and --print-digest exclude each other")
	}
	want, err := readDigest(digest)
	if err != nil {
		return err
	}
	j := verifyJSON{}
	r, err := t.readRecord(name)
	switch {
	case errors.Is(err, risk.ErrTampered):
		j.Reason = nullable(reason(err))
	case err != nil:
		return err
	default:
		d, at := string(r.Digest), timeText(r.Seal.AsOf)
		j = verifyJSON{Valid: true, Digest: &d, AsOf: &at, Risks: r.Seal.Register.Count, Outcomes: r.Seal.Outcomes.Count}
		if want != "" && want != r.Digest {
			j.Valid, j.Reason = false, nullable("the record is another one: its digest is "+d)
		}
	}
	if t.json {
		err = t.printJSON(j)
	} else if j.Valid && alone {
		_, err = fmt.Fprintln(t.out, *j.Digest)
	} else if alone {
		_, err = fmt.Fprintf(t.err, "%s: not valid: %s\n", display(name), visible(*j.Reason))
	} else if j.Valid {
		_, err = fmt.Fprintf(t.out, "%s: valid, as of %s, %s, %s\ndigest %s\n", display(name), *j.AsOf, counted(int(j.Risks), "risk", "risks"), counted(int(j.Outcomes), "outcome", "outcomes"), *j.Digest)
	} else {
		_, err = fmt.Fprintf(t.out, "%s: not valid: %s\n", display(name), visible(*j.Reason))
	}
	if err == nil && !j.Valid {
		err = errFindings
	}
	return err
}

// readDigest reads the value of --digest, which may be left out.
func readDigest(s string) (seal.Digest, error) {
	if s == "" {
		return "", nil
	}
	d, err := seal.ParseDigest(s)
	if err != nil {
		return "", usagef("--digest: %q is no digest: sha256: and 64 hexadecimal digits in lower case", source.Clip(s))
	}
	return d, nil
}

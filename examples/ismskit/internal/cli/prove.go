package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

func newProve(t *tool) *cobra.Command {
	p := &prover{tool: t}
	cmd := &cobra.Command{
		Use:   "prove RECORD RISK -o PROOF",
		Short: "Prove one outcome without showing others, and check such a proof",
		Long: `prove writes a proof that one outcome is part of an assessment. Whoever knows
the assessment's digest can check it with --verify, and sees no other outcome.

Exit status 1 if the proof does not hold.`,
		Example: `  ismskit prove assessment.json R-001 -o R-001.proof.json
  ismskit prove --verify R-001.proof.json --digest sha256:...`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return p.run(args) },
	}
	f := cmd.Flags()
	f.StringVar(&p.stage, "stage", "", "stage of the outcome (default: current, or the only one there is)")
	f.StringVarP(&p.output, "output", "o", stdName, "write the proof to this file; - is standard output")
	f.StringVar(&p.check, "verify", "", "check this proof")
	f.StringVar(&p.digest, "digest", "", "digest of the assessment that the proof is about, from a source that you trust")
	return cmd
}

type prover struct {
	*tool
	stage, output, check, digest string
}

func (p *prover) run(args []string) error {
	switch {
	case p.check != "" && len(args) > 0:
		return usagef("--verify takes no record and no risk")
	case p.check != "" && p.digest == "":
		return usagef("--verify needs --digest, the digest that you trust")
	case p.check != "":
		return p.verifyProof()
	case len(args) != 2:
		return usagef("wanted are a record and the id of a risk")
	case p.json && p.output == stdName:
		return usagef("--json needs -o FILE: the proof itself is JSON")
	}
	r, err := p.readRecord(args[0])
	if err != nil {
		return recordError(args[0], err)
	}
	o, err := outcomeOf(r, args[1], p.stage)
	if err != nil {
		return err
	}
	proof, err := r.Prove(o.Risk, o.Stage)
	if err != nil {
		return err
	}
	if err := p.write(p.output, proof.Bytes()); err != nil || !p.json {
		return err
	}
	return p.printJSON(newProofJSON(proof, r.Digest, nil))
}

type proofJSON struct {
	Valid   bool        `json:"valid"`
	Digest  string      `json:"digest"`
	Outcome outcomeJSON `json:"outcome"`
	Hashes  int         `json:"hashes"`
	Reason  *string     `json:"reason"`
}

func newProofJSON(p *risk.Proof, digest seal.Digest, err error) proofJSON {
	j := proofJSON{Valid: err == nil, Digest: string(digest), Outcome: newOutcomeJSON(&p.Outcome, 0), Hashes: len(p.Path.Path)}
	if err != nil {
		// What was changed is the proof, or it belongs to another record.
		text := strings.TrimPrefix(err.Error(), risk.ErrTampered.Error()+": ")
		j.Reason = nullable(strings.TrimPrefix(reason(errors.New(text)), seal.ErrProof.Error()+": "))
	}
	return j
}

func (p *prover) verifyProof() error {
	digest, err := readDigest(p.digest)
	if err != nil {
		return err
	}
	data, err := p.read(p.check, 4<<20)
	if err != nil {
		return err
	}
	proof, err := risk.ParseProof(display(p.check), data)
	if err != nil {
		return err
	}
	wrong := proof.Verify(digest)
	if wrong != nil && !errors.Is(wrong, risk.ErrTampered) {
		return wrong
	}
	j := newProofJSON(proof, digest, wrong)
	if p.json {
		err = p.printJSON(j)
	} else if j.Valid {
		o := &proof.Outcome
		_, err = fmt.Fprintf(p.out, "%s: holds: %s is %s, %s\n", display(p.check), o.Key(), levelAndBand(o.Level, o.Band), o.Decision)
	} else {
		_, err = fmt.Fprintf(p.out, "%s: does not hold: %s\n", display(p.check), visible(*j.Reason))
	}
	if err == nil && !j.Valid {
		err = errFindings
	}
	return err
}

// outcomeOf finds the outcome of a risk: at the stage that is asked for, else at
// the current one, else at the only one there is.
func outcomeOf(r *risk.Record, id, stage string) (*risk.Outcome, error) {
	var want risk.Stage
	if stage != "" {
		var ok bool
		if want, ok = risk.ParseStage(stage); !ok {
			return nil, usagef("--stage: %q is none of inherent, current, residual", source.Clip(stage))
		}
	}
	var found []*risk.Outcome
	var ids []string
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.Risk != id {
			ids = append(ids, o.Risk)
			continue
		}
		if o.Stage == want || want == 0 && o.Stage == risk.Current {
			return o, nil
		}
		found = append(found, o)
	}
	switch {
	case len(found) == 1 && want == 0:
		return found[0], nil
	case len(found) > 0 && want == 0:
		return nil, usagef("%s is not rated at the current stage; name a stage with --stage", id)
	case len(found) > 0:
		return nil, fmt.Errorf("the record has no outcome of %s at the stage %s", id, stage)
	}
	return nil, fmt.Errorf("the record has no risk %q%s", source.Clip(id), meant(id, ids))
}

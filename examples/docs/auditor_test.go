package docs_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
)

// recordFile is the record that examples look at, as it stands on a disk.
func recordFile() []byte {
	a, err := assess("../treatment/data/criteria.yaml", "../treatment/data/register-june.yaml", june)
	check(err)
	return a.Record().Bytes()
}

// With this library: is it unchanged, is it the one, does it follow from its
// materials?
func Example_auditorReplay() {
	file := recordFile() // os.ReadFile("june.json")
	record, err := risk.ParseRecord("june.json", file)
	switch {
	case errors.Is(err, risk.ErrTampered):
		fmt.Println("changed after it was made")
		return
	case err != nil:
		fmt.Println(err)
		return
	}
	fmt.Println(record.Digest) // as it was published when it was made
	_, err = risk.Replay(context.Background(), record)
	fmt.Println("computed again:", err)
	// Output:
	// sha256:11ffa9f0abbdc7bd4d36af8795392f20b16447905854c2e1ead83603aa8b6763
	// computed again: <nil>
}

// Without it: hashes and JSON, from the standard library alone. The format is
// described in package risk.
func Example_auditorAlone() {
	file := recordFile() // os.ReadFile("june.json")
	hash := func(parts ...string) string {
		sum := sha256.Sum256([]byte(strings.Join(parts, "")))
		return "sha256:" + hex.EncodeToString(sum[:])
	}
	member := map[string]string{} // each stands on a line
	var outcomes []string
	list := ""
	for line := range strings.SplitSeq(string(file), "\n") {
		name, value, _ := strings.Cut(strings.TrimPrefix(line, "{\""), "\":")
		switch {
		case strings.HasPrefix(line, `"outcomes":[`), strings.HasPrefix(line, `"risks":[`), strings.HasPrefix(line, `"rankings":[`):
			list = strings.Trim(line, `":[`)
		case strings.HasPrefix(line, `{"risk":`) && list == "outcomes":
			outcomes = append(outcomes, strings.TrimRight(line, ",]"))
		case strings.HasPrefix(line, `{"format"`):
			member[name] = strings.TrimSuffix(value, ",")
		case strings.HasPrefix(line, `"`):
			name, value, _ := strings.Cut(line[1:], "\":")
			member[name] = strings.TrimSuffix(value, ",")
		}
	}

	fmt.Println("the seal gives the digest:", `"`+hash("ismskit.assessment/v1\n", member["seal"])+`"` == member["digest"])

	var text string
	check(json.Unmarshal([]byte(member["criteria"]), &text))
	fmt.Println("the criteria are those sealed:", strings.Contains(member["seal"], hash("ismskit.criteria/v1\n", text)))

	// The root of RFC 6962: leaves are hashed behind a 0, pairs behind a 1.
	var root func(leaves []string) []byte
	root = func(leaves []string) []byte {
		if len(leaves) == 1 {
			sum := sha256.Sum256([]byte("\x00" + leaves[0]))
			return sum[:]
		}
		k := 1
		for k*2 < len(leaves) {
			k *= 2
		}
		sum := sha256.Sum256(bytes.Join([][]byte{{1}, root(leaves[:k]), root(leaves[k:])}, nil))
		return sum[:]
	}
	fmt.Println("the outcomes are those sealed:", strings.Contains(member["seal"], `"outcomes":{"root":"sha256:`+hex.EncodeToString(root(outcomes))))
	// Output:
	// the seal gives the digest: true
	// the criteria are those sealed: true
	// the outcomes are those sealed: true
}

// One risk, and none of the others.
func Example_auditorProof() {
	record, err := risk.ParseRecord("june.json", recordFile())
	check(err)
	made, err := record.Prove("R-13", risk.Current)
	check(err)

	// Whoever has the proof and the digest needs nothing else.
	proof, err := risk.ParseProof("R-13.proof.json", made.Bytes())
	check(err)
	digest := seal.Digest("sha256:11ffa9f0abbdc7bd4d36af8795392f20b16447905854c2e1ead83603aa8b6763")
	fmt.Println(proof.Outcome.Band, proof.Outcome.Decision, proof.Verify(digest))

	proof.Outcome.Band = "medium"
	fmt.Println(errors.Is(proof.Verify(digest), risk.ErrTampered))
	// Output:
	// high treat <nil>
	// true
}

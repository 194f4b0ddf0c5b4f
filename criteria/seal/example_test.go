package seal_test

import (
	"context"
	"fmt"

	"github.com/ismskit/ismskit/criteria/seal"
)

// Outcomes arrive in any order, are sealed in the order of their ids, and one
// of them is proved without showing the others.
func Example() {
	ctx := context.Background()
	sorter := seal.NewSorter(seal.SorterOptions{})
	defer sorter.Close()
	for _, risk := range []struct{ id, outcome string }{
		{"R-003", "treat"}, {"R-001", "accept"}, {"R-002", "escalate"},
	} {
		body := seal.AppendString(nil, risk.id+": "+risk.outcome)
		if err := sorter.Add(ctx, risk.id, body); err != nil {
			fmt.Println(err)
			return
		}
	}

	var tree seal.Tree
	var leaves []seal.Hash
	for entry, err := range sorter.Sorted(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s\n", entry.Payload)
		leaf := seal.LeafHash(entry.Payload)
		tree.Append(leaf)
		leaves = append(leaves, leaf)
	}
	fmt.Println("root", tree.Root())

	proof, err := seal.Prove(leaves, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("path of", proof.Index, "of", proof.Size)
	for _, hash := range proof.Path {
		fmt.Println("    ", hash)
	}
	fmt.Println(proof.Verify(seal.LeafHash([]byte(`"R-002: escalate"`)), tree.Root()))
	fmt.Println(proof.Verify(seal.LeafHash([]byte(`"R-002: accept"`)), tree.Root()) != nil)

	// Output:
	// "R-001: accept"
	// "R-002: escalate"
	// "R-003: treat"
	// root sha256:9150320696951624d6a7734f320ad7e354a5a86929971030031e9488eefef292
	// path of 1 of 3
	//      sha256:4eea223214c38cf65a2fc0a4b2035a9380f49934da879c3ba2284a16baf73333
	//      sha256:87432e906b64eaefeefbc529e95ad8575bd32e005a0fedf70048ff1b50c6e568
	// <nil>
	// true
}

func ExampleSum() {
	body := []byte("{}")
	fmt.Println(seal.Sum("example/v1", body))
	fmt.Println(seal.Sum("example/v2", body))
	// Output:
	// sha256:78b09b13341b8e8e8779697820626123054da6e06fad5bc57dae1f0e27eb96ed
	// sha256:373511db8bbc733d89c8ffdd3d92b53e69c1b1c27198707eb85ef6bbca10ca1d
}

func ExampleCanonical() {
	b, err := seal.Canonical([]byte(`{"b": 1.50, "a": "\u00e9"}`))
	fmt.Println(string(b), err)
	_, err = seal.Canonical([]byte(`{"a": 1, "a": 2}`))
	fmt.Println(err != nil)
	// Output:
	// {"a":"é","b":1.5} <nil>
	// true
}

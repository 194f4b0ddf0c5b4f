package source_test

import (
	"fmt"

	"github.com/ismskit/ismskit/criteria/source"
)

func Example() {
	root, err := source.Parse("control.yaml", []byte("id: A.8.13\nowener: it\n"), source.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	var r source.Reporter
	o := r.Object(root)
	id := o.ID("id", true)
	owner := o.ID("owner", true)
	o.Close()
	if err := r.Err(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id, owner)
	// Output:
	// control.yaml:2:1: owener: unknown key "owener" (did you mean "owner"?)
	//       2 | owener: it
	//         | ^
}

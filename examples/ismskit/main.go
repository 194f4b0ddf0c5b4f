// Command ismskit assesses information security risks with an organisation's
// own criteria: see README.md, or ismskit help.
package main

import (
	"os"

	"github.com/ismskit/ismskit/examples/ismskit/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }

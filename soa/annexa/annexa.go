// Package annexa holds Annex A of ISO/IEC 27001 as data: the ids of the
// controls of the editions of 2013 (114 controls in 14 domains and 35
// objectives) and 2022 (93 controls in four themes), and which old control
// became which new one.
//
// Ids and groups are facts; the labels are our own words, two to six each, and
// no substitute for the text of the standard. The controls of 2022 have the
// attributes of ISO/IEC 27002:2022:
//
//   - control_type: preventive, detective, corrective;
//   - security_property: confidentiality, integrity, availability;
//   - cybersecurity_concept: identify, protect, detect, respond, recover;
//   - operational_capability: one or more of 15;
//   - security_domain: governance_and_ecosystem, protection, defence,
//     resilience.
package annexa

import (
	_ "embed" // the catalogues
	"sync"

	"github.com/ismskit/ismskit/soa"
)

// Ids of the catalogues.
const (
	ID2013 = "iso27001-2013-annex-a"
	ID2022 = "iso27001-2022-annex-a"
)

//go:embed iso27001-2013.yaml
var text2013 []byte

//go:embed iso27001-2022.yaml
var text2022 []byte

//go:embed crosswalk-2013-2022.csv
var textCrosswalk []byte

var (
	edition2013 = sync.OnceValue(func() *soa.Catalogue { return must(soa.ParseCatalogue("iso27001-2013.yaml", text2013)) })
	edition2022 = sync.OnceValue(func() *soa.Catalogue { return must(soa.ParseCatalogue("iso27001-2022.yaml", text2022)) })
	crosswalk   = sync.OnceValue(func() *soa.Crosswalk {
		return must(soa.ParseCrosswalk("crosswalk-2013-2022.csv", textCrosswalk))
	})
)

// Edition2013 returns Annex A of ISO/IEC 27001:2013. It must not be changed.
func Edition2013() *soa.Catalogue { return edition2013() }

// Edition2022 returns Annex A of ISO/IEC 27001:2022. It must not be changed.
func Edition2022() *soa.Catalogue { return edition2022() }

// Crosswalk returns what became of the controls of 2013 in 2022: 126 links. It
// must not be changed.
func Crosswalk() *soa.Crosswalk { return crosswalk() }

// must returns what was read of embedded data, which no input can change.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

package risk

// Stage tells what a rating takes into account.
type Stage uint8

// The stages, in the order in which records hold them. The zero Stage is
// invalid.
const (
	Inherent Stage = iota + 1 // before any control
	Current                   // with the controls that are in place
	Residual                  // with the controls that are planned as well
)

var stageNames = [...]string{"", "inherent", "current", "residual"}

// Stages lists all stages in order.
func Stages() [3]Stage { return [3]Stage{Inherent, Current, Residual} }

// String returns the name that documents and records use.
func (s Stage) String() string {
	if int(s) < len(stageNames) {
		return stageNames[s]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (s Stage) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseStage reads the name of a stage; ok is false for any other text.
func ParseStage(name string) (s Stage, ok bool) {
	for i := 1; i < len(stageNames); i++ {
		if stageNames[i] == name {
			return Stage(i), true
		}
	}
	return 0, false
}

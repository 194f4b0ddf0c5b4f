package soa

import "errors"

// ErrMigration is the error of a statement that a crosswalk cannot migrate.
var ErrMigration = errors.New("soa: cannot migrate")

// Class tells what became of an old control, or where a new one comes from.
type Class uint8

// The classes. The zero Class is invalid.
const (
	CarriedOver Class = iota + 1 // one control became one control
	Merged                       // several old controls became one
	Split                        // one old control became several
	Added                        // the new control has no predecessor
	Lost                         // the old control has no successor
	Kept                         // of another catalogue, or an own control: not migrated
)

var classNames = [...]string{"", "carried over", "merged", "split", "new", "without successor", "kept"}

// String returns the name that reports use.
func (c Class) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return ""
}

// A Migration is a statement brought to another edition of a catalogue, with
// what became of every old control, where every new one comes from, and what
// somebody has to decide.
type Migration struct {
	From, To  string     // ids of the catalogues
	Statement *Statement // a draft: nobody has approved it
	Controls  []Migrated // new controls, in the order of their catalogue
	Fates     []Fate     // one for every entry of the old statement: those of the old catalogue in the order of the crosswalk, then the others
}

// Migrated is where a control of the new catalogue comes from.
type Migrated struct {
	Control string
	Title   string
	Class   Class    // CarriedOver, Merged, Split (of a part of one old control) or Added
	From    []string // old controls, in the order of the crosswalk
	Flags   []Flag   // what somebody has to look at
}

// A Fate is what became of an entry of the old statement.
type Fate struct {
	Control string
	Class   Class    // CarriedOver, Merged, Split, Lost or Kept
	To      []string // new controls, in the order of the crosswalk
}

// FlagKind tells what somebody has to look at.
type FlagKind uint8

// The kinds of flags. The zero FlagKind is invalid.
const (
	NecessityConflict FlagKind = iota + 1 // included and excluded meet: the result is undecided
	OpenPredecessor                       // a predecessor is undecided or has no entry: the result is undecided
	StatusConflict                        // statuses differ: the least advanced was taken
	OwnerConflict                         // owners differ: none was taken
	ProviderConflict                      // providers differ: all were taken
	DueConflict                           // due dates differ: the last was taken
	SplitCopy                             // the old control was copied to several new ones
	NothingBefore                         // the control is new: it is undecided
)

var flagKindNames = [...]string{"", "included and excluded meet", "predecessor open", "statuses differ", "owners differ",
	"providers differ", "due dates differ", "copied from a split control", "new"}

// String returns the name that reports use.
func (k FlagKind) String() string {
	if int(k) < len(flagKindNames) {
		return flagKindNames[k]
	}
	return ""
}

// Conflict tells whether the predecessors contradict each other.
func (k FlagKind) Conflict() bool {
	return k == NecessityConflict || k >= StatusConflict && k <= DueConflict
}

// A Flag says what somebody has to look at, and what each predecessor states.
type Flag struct {
	Kind   FlagKind
	Stated []Stated
	Taken  string // what the result states, "" for nothing
}

// Stated is what an old entry states.
type Stated struct {
	Control string
	Value   string // "" if it states nothing, or if there is no entry
}

package repro

import "strings"

// DirtyTree is the name of a code input that stands for changes which were in
// the tree of the original's training and in no commit.
const DirtyTree = "uncommitted changes"

// MoreFiles is what the tracked files are called that differ and are only counted.
const MoreFiles = "more tracked file"

// IsMoreFiles says whether an input counts files that it does not name.
func IsMoreFiles(i Input) bool {
	return i.Kind == KindFile && strings.HasSuffix(strings.TrimSuffix(i.Name, "s"), " "+MoreFiles)
}

// NotSeenRead is what is known of a file that a training, of which all was seen, did not open.
const NotSeenRead = "the training was not seen to read it"

// Why what differs in a file is its text alone: no program that runs or loads it takes that,
// and one that reads it as text does.
const (
	OnlyComments = "only comments and blank lines differ"
	OnlyLayout   = "only its layout, quotes or docstrings differ"
	OnlyOutputs  = "only outputs of the notebook differ"
	NoValue      = "no value in it differs"
)

// TextAlone says whether what is known of a file is that its text alone differs, and not that
// nobody read it.
func TextAlone(note string) bool {
	why, rest, _ := strings.Cut(note, "; ")
	switch why {
	case OnlyComments, OnlyLayout, OnlyOutputs, NoValue:
		return !strings.Contains(rest, NotSeenRead)
	}
	return false
}

// A Bearing is what is known of the part that an input has in a training.
type Bearing string

const (
	BearingUnknown    Bearing = ""            // nobody looked, or could tell
	BearingRead       Bearing = "read"        // a stage lists it, or a program that runs imports or names it
	BearingTracked    Bearing = "tracked"     // a file in git of which nothing more is known
	BearingSeldom     Bearing = "seldom read" // for people and tools: a readme, a test
	BearingIdle       Bearing = "idle"        // what differs in it is nothing that runs, or is told part by part
	BearingNotApplied Bearing = "not applied" // a logged param that no params file took
)

// Unlisted says whether a cause is a recorded change that no stage lists: of a
// tracked file that no program is seen to read and nothing says is for people,
// or of a param that was logged and that no file has.
func (c Cause) Unlisted() bool {
	if c.Factor == KindParams {
		return true
	}
	return (c.Factor == KindCode && c.Name != DirtyTree && c.Name != "commit" || c.Factor == KindFile) && (c.Bearing == BearingTracked || c.Bearing == BearingUnknown)
}

// ChangedSince is the evidence of a file that commits changed after the original started,
// where the commit that it was trained from is not recorded.
const ChangedSince = "commits changed it after the original started, which recorded no commit"

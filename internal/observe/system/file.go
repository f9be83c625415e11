package system

import "slices"

// A File is what the system told of a file, whoever used it.
type File struct {
	Read      bool // before anybody had written it
	Written   bool
	WrittenAt int // the order of the last time

	Writes    int   // how often it got other content, as far as events tell
	Gone      bool  // it was taken away, for a while at least
	FirstAt   int64 // microseconds of the machine's clock, no earlier than the first of these
	ReadAfter bool  // after that
	Linked    bool  // a link stood there for a while: what it leads to is read under another name
}

// unwatched are directories whose files are no inputs and no results.
var unwatched = []string{".git", ".dvc", ".venv", "venv", "node_modules", "mlruns", "__pycache__", "site-packages"}

// IsUnwatched says whether a directory of that name is one of them.
func IsUnwatched(name string) bool { return slices.Contains(unwatched, name) }

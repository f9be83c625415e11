package recorded

import (
	"path"
	"slices"
	"strings"
)

// Where the document is among a run's artifacts, and what lies beside it.
const (
	Folder   = "reproduce"
	File     = "lineage.json"
	DiffFile = "uncommitted.diff"
)

// Tags of a run that was recorded. MLflow itself puts all but the last on it as the run
// starts, from the training's environment.
const (
	Tag       = "reproduce.record"        // the id of the recording
	CommitTag = "reproduce.record.commit" // HEAD as the training started
	TreeTag   = "reproduce.record.tree"   // Clean or Dirty
	DigestTag = "reproduce.record.sha256" // of lineage.json
)

// States of the working tree as a training started.
const (
	Clean   = "clean"
	Dirty   = "dirty"
	Unknown = "unknown"
)

// OtherCommit begins the gap of a training that nobody knows the commit of.
const OtherCommit = "another commit was checked out while the training ran"

// Version is that of the document's schema: internal/report/schema/lineage-1.json.
const Version = 1

// A Lineage is what went into one training.
type Lineage struct {
	SchemaVersion int         `json:"schema_version"`
	Tool          string      `json:"tool"`
	ID            string      `json:"id"`
	StartedAt     string      `json:"started_at"` // RFC 3339, UTC
	EndedAt       string      `json:"ended_at"`
	ExitCode      int         `json:"exit_code"`
	Command       []string    `json:"command"`
	Directory     string      `json:"directory"` // where it ran, from the top of the repository
	Code          Code        `json:"code"`
	Params        []Content   `json:"params"`
	Data          []Data      `json:"data"`
	Environment   Environment `json:"environment"`
	Seeds         []Setting   `json:"seeds"`
	Pipeline      []Stage     `json:"pipeline"`
	Wrote         []string    `json:"wrote"`
	Started       []string    `json:"started"` // programs that Python started
	Gaps          []string    `json:"gaps"`    // what was not seen, or left out, and why
}

// Code is what ran.
type Code struct {
	Commit     string    `json:"commit"` // "" outside of a repository
	Branch     string    `json:"branch"`
	Repository string    `json:"repository"` // the remote origin, without credentials
	Tree       string    `json:"tree"`
	Changed    []string  `json:"changed"` // files that differ from the commit
	Diff       *Diff     `json:"diff,omitempty"`
	Files      []Content `json:"files"`     // that Python ran: of the repository by paths from its top, and of elsewhere by full paths
	Untracked  []string  `json:"untracked"` // those of Files and Params that git does not have
}

// A Diff is the file that has the changes which nobody committed.
type Diff struct {
	File    string    `json:"file"`
	SHA256  string    `json:"sha256"`
	Bytes   int64     `json:"bytes"`
	LeftOut []LeftOut `json:"left_out"`
}

// LeftOut is a changed file that the diff does not have.
type LeftOut struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// settings are endings of files that hold params and settings.
var settings = []string{".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties"}

// IsSettings says whether a file that was read is recorded as params, by its name.
func IsSettings(file string) bool { return slices.Contains(settings, strings.ToLower(path.Ext(file))) }

// A Content is a file and its digest.
type Content struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Who else has the content of data that was read.
const (
	InGit = "git"
	InDVC = "dvc"
)

// Data is a file or a directory that was read.
type Data struct {
	Path  string `json:"path"` // from the top of the repository, or in full
	Bytes int64  `json:"bytes"`
	Hash  string `json:"hash"` // "sha256 …", or DVC's own: "md5 …"; "" where it was not hashed
	In    string `json:"in"`   // InGit, InDVC or ""
	Seen  string `json:"seen"` // "python", or "events": something on this machine read it
}

// An Environment is the software and what steers it.
type Environment struct {
	Python    string     `json:"python"`
	Platform  string     `json:"platform"`
	CPUs      int        `json:"cpus"`
	Packages  []Package  `json:"packages"`
	Salt      string     `json:"salt"`
	Variables []Variable `json:"variables"`
}

// A Package is an installed distribution.
type Package struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Origin  string `json:"origin,omitempty"`  // of one that was not installed by its name and version
	Content string `json:"content,omitempty"` // tags of its build and a digest of its files, as its RECORD lists them
}

// A Variable of the environment has its value where it steers threads or numbers, a
// salted digest of two bytes where it does something else, and neither where it is secret.
type Variable struct {
	Name   string `json:"name"`
	Value  string `json:"value,omitempty"`
	Digest string `json:"digest,omitempty"`
}

// A Setting is a seed, and where it was given.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"`
}

// A Stage is one of DVC's pipeline.
type Stage struct {
	Name    string   `json:"name"`
	Command string   `json:"command"`
	Deps    []string `json:"deps"`
	Outs    []string `json:"outs"`
}

// Package doc reads YAML, JSON and TOML documents that somebody else wrote,
// and changes single values in them without touching any other byte.
//
// It is the border with three text formats and the only home of their parsers.
// It never encodes a document: an edit is a splice at a known position, parsed
// again and checked before anybody sees it. What it cannot prove, it refuses,
// with the line. Documents are untrusted: bytes, nodes, depth and aliases are
// bounded.
package doc

import "fmt"

// A Format is a document's syntax.
type Format string

const (
	YAML Format = "yaml"
	JSON Format = "json"
	TOML Format = "toml"
)

// FormatOf tells the format by the file's suffix, by DVC's rule: .json and
// .toml are what they say, anything else is YAML.
// https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#parameters
func FormatOf(path string) Format { panic("doc: not written yet") }

// A Kind is what a node is.
type Kind int

const (
	Scalar Kind = iota
	Map
	List
)

// A Node is one value of a document, with the place where it stands.
type Node struct {
	Kind   Kind
	Text   string // a scalar's value, unquoted; "" for maps and lists
	Raw    string // a scalar's spelling in the file, quotes included
	Quoted bool   // a scalar that is text whatever it looks like
	Line   int    // 1-based
	Column int    // 1-based, in code points
	Keys   []*Node
	Values []*Node // parallel to Keys in a map; the items of a list
	Alias  bool    // reached through an anchor that stands elsewhere
}

// A Document is a parsed file that can be edited.
type Document struct {
	Format Format
	Root   *Node
}

// An Edit replaces the value at Key by Value, a value's text in the document's
// own format as Text spells it.
type Edit struct {
	Key  []string
	Text string
}

// A RefusedError says why a document, or an edit of it, was refused, and where.
type RefusedError struct {
	Path   string // of the file; filled in by whoever knows it
	Line   int
	Reason string
}

func (e *RefusedError) Error() string {
	switch {
	case e.Path != "" && e.Line > 0:
		return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Reason)
	case e.Line > 0:
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	case e.Path != "":
		return e.Path + ": " + e.Reason
	default:
		return e.Reason
	}
}

// Package doc reads YAML, JSON and TOML documents that somebody else wrote,
// and changes single values in them without touching any other byte.
//
// It is the border with three text formats and the only home of their parsers.
// It never encodes a document: an edit is a splice at a known position, parsed
// again and checked before anybody sees it. What it cannot prove, it refuses,
// with the line. Documents are untrusted: bytes, nodes, depth and aliases are
// bounded.
package doc

import (
	"path"
	"strings"
)

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
func FormatOf(file string) Format {
	switch strings.ToLower(path.Ext(file)) {
	case ".json":
		return JSON
	case ".toml":
		return TOML
	default:
		return YAML
	}
}

// Bounds of a document. A params file is far below all of them; what is not
// would make a check of every edit expensive, or was made to.
const (
	maxParamsBytes = 1 << 20
	maxParamsNodes = 100_000   // keys and values, aliases counted as often as they are met
	maxReadNodes   = 1_000_000 // of a document that is only read: dvc.lock lists files
	maxDepth       = 500       // of maps and lists in each other
)

// A Document is a parsed file that can be edited. Its Root is a map.
type Document struct {
	Format Format
	Root   *Node

	source []byte
}

// Parse reads a params file that may be edited: exactly one document, of at
// most 1 MiB and 100,000 keys and values (10,000 in TOML), its root a map
// without a key given twice at any level. Anything else is a *RefusedError;
// ErrEmpty is in the chain when nothing but comments is there. data must not be
// changed afterwards.
func Parse(format Format, data []byte) (*Document, error) {
	root, err := parse(format, data, bounds{bytes: maxParamsBytes, nodes: maxParamsNodes, strict: true})
	if err != nil {
		return nil, err
	}
	if root.Kind != Map {
		return nil, refuse(root.Line, "the document is a %s, not a map: params need names", root.Kind)
	}
	return &Document{Format: format, Root: root, source: data}, nil
}

// Read reads a document of at most limitBytes that is not going to be edited:
// its root may be anything, it may have 1,000,000 keys and values, and a YAML
// 1.2 directive is taken for what it says. Otherwise as Parse.
func Read(format Format, data []byte, limitBytes int64) (*Node, error) {
	return parse(format, data, bounds{bytes: limitBytes, nodes: maxReadNodes})
}

// bounds are what a document may cost.
type bounds struct {
	bytes  int64
	nodes  int
	strict bool // it may be edited: positions must be beyond doubt
}

func parse(format Format, data []byte, b bounds) (*Node, error) {
	if int64(len(data)) > b.bytes {
		return nil, &RefusedError{Reason: "too large", Err: limit(nil, b.bytes).refuse()}
	}
	if err := checkText(data); err != nil {
		return nil, err
	}
	switch format {
	case JSON:
		return parseJSON(data, b)
	case TOML:
		return parseTOML(data, b)
	default:
		return parseYAML(data, b)
	}
}

package dvc

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A Lock is a dvc.lock: what went into each stage when it last ran, and what
// came out.
// https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#dvclock-file
type Lock struct {
	File   string
	Stages []LockedStage // in the order of the file
}

// A LockedStage is one run of a stage. Paths are as written: relative to the
// stage's directory.
type LockedStage struct {
	Name   string
	Cmd    []string // with templates resolved
	Deps   []LockedPath
	Params []LockedParam
	Outs   []LockedPath
}

// A LockedPath is the content of a file or directory by its hash.
type LockedPath struct {
	Path  string
	Hash  Hash
	Size  int64 // bytes; -1 where the lock does not say
	Files int   // in a directory; -1 where the lock does not say
}

// A LockedParam is the value that a declared param had. For a declared section
// or file it is a map.
type LockedParam struct {
	File  string
	Key   string
	Value *doc.Node
}

// A Hash is the name of a content and the way it was made. The zero Hash is
// unknown.
type Hash struct {
	Scheme string // md5, md5-dos2unix, etag, checksum
	Digest string // ends in .dir for a directory
}

// Ways to hash. DVC 2 calls both "md5", and converts the line ends of text.
const (
	MD5       = "md5"
	MD5DVC2   = "md5-dos2unix"
	dirSuffix = ".dir"
)

// Known says whether there is a hash at all.
func (h Hash) Known() bool { return h.Digest != "" }

// String gives scheme and digest; "" when it is unknown.
func (h Hash) String() string {
	if !h.Known() {
		return ""
	}
	return h.Scheme + " " + h.Digest
}

// Same compares two contents. Where one is unknown, or the two were hashed in
// different ways, nobody can tell.
func (h Hash) Same(other Hash) (same, comparable bool) {
	if !h.Known() || !other.Known() || h.Scheme != other.Scheme {
		return false, false
	}
	return h.Digest == other.Digest, true
}

// ReadLock reads a dvc.lock. The result has no stages when err is not nil.
func ReadLock(files fs.FS, file string) (Lock, error) {
	root, err := read(files, file)
	if err != nil {
		return Lock{}, err
	}
	schema, _ := root.Get("schema").Str()
	if schema != "2.0" {
		if len(root.Keys) == 0 {
			return Lock{File: file}, nil
		}
		return Lock{}, fmt.Errorf("read %s: schema %.20q; only 2.0 is known, which DVC 2 and 3 write", file, schema)
	}
	lock := Lock{File: file}
	stages := root.Get("stages")
	if stages == nil {
		return lock, nil
	}
	if stages.Kind != doc.Map && !isNull(stages) {
		return Lock{}, &doc.RefusedError{Path: file, Line: stages.Line, Reason: fmt.Sprintf("stages is a %s, not a map", stages.Kind)}
	}
	for i, key := range stages.Keys {
		stage, err := lockedStage(key.Text, stages.Values[i])
		if refused, ok := errors.AsType[*doc.RefusedError](err); ok {
			refused.Path = file
			return Lock{}, refused
		}
		lock.Stages = append(lock.Stages, stage)
	}
	return lock, nil
}

// Stage finds a stage by its name in this file; nil when it is not there.
func (l Lock) Stage(name string) *LockedStage {
	for i := range l.Stages {
		if l.Stages[i].Name == name {
			return &l.Stages[i]
		}
	}
	return nil
}

func lockedStage(name string, body *doc.Node) (LockedStage, error) {
	stage := LockedStage{Name: name}
	if body.Kind != doc.Map {
		return stage, &doc.RefusedError{Line: body.Line, Reason: fmt.Sprintf("stage %.60q is a %s, not a map", name, body.Kind)}
	}
	cmd := body.Get("cmd")
	if text, ok := cmd.Str(); ok {
		stage.Cmd = []string{text}
	}
	for _, line := range cmd.Items() {
		stage.Cmd = append(stage.Cmd, line.Text)
	}
	if params := body.Get("params"); params != nil && params.Kind == doc.Map {
		for i, file := range params.Keys {
			for j, key := range params.Values[i].Keys {
				stage.Params = append(stage.Params, LockedParam{file.Text, key.Text, params.Values[i].Values[j]})
			}
		}
	}
	var err error
	if stage.Deps, err = lockedPaths(body.Get("deps")); err != nil {
		return stage, err
	}
	stage.Outs, err = lockedPaths(body.Get("outs"))
	return stage, err
}

// lockedPaths reads entries as dvc.lock and .dvc files have them.
func lockedPaths(list *doc.Node) ([]LockedPath, error) {
	var paths []LockedPath
	for _, item := range list.Items() {
		file, ok := item.Get("path").Str()
		if !ok {
			return nil, &doc.RefusedError{Line: item.Line, Reason: "an entry without a path"}
		}
		paths = append(paths, LockedPath{Path: file, Hash: hashOf(item), Size: number(item.Get("size")), Files: int(number(item.Get("nfiles")))})
	}
	return paths, nil
}

// hashOf reads the hash of an entry. Digests are taken as text: one that is
// all digits is no number. An md5 that names no scheme is DVC 2's.
func hashOf(entry *doc.Node) Hash {
	scheme, named := entry.Get("hash").Str()
	if !named {
		scheme = MD5DVC2
	}
	if digest, ok := entry.Get("md5").Str(); ok {
		return Hash{scheme, digest}
	}
	if digest, ok := entry.Get(scheme).Str(); ok {
		return Hash{scheme, digest}
	}
	for _, scheme := range []string{"etag", "checksum"} {
		if digest, ok := entry.Get(scheme).Str(); ok {
			return Hash{scheme, digest}
		}
	}
	return Hash{}
}

// number reads a count; -1 where there is none.
func number(node *doc.Node) int64 {
	text, ok := node.Str()
	if !ok {
		return -1
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// path finds an entry by the path that dvc.yaml and dvc.lock share.
func lockedPath(list []LockedPath, written string) (LockedPath, bool) {
	for _, entry := range list {
		if entry.Path == written {
			return entry, true
		}
	}
	return LockedPath{}, false
}

// Param finds the value that a declared param had; for a whole file use its
// top-level keys.
func (s *LockedStage) Param(file, key string) (*doc.Node, bool) {
	if s == nil {
		return nil, false
	}
	for _, param := range s.Params {
		if param.File == file && param.Key == key {
			return param.Value, true
		}
	}
	return nil, false
}

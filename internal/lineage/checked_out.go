//go:build !nodesk

package lineage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Git may write another file into a working tree than the commit has: it converts line ends, runs
// the filters of the user's configuration, and puts the content of Git LFS in the place of its
// pointer. Two commits that have the same file are the same data only where it was checked out alike.

// The ways in which a file may have been checked out.
const (
	asCommitted = "as committed"
	asCRLF      = "with CRLF line ends"
	asLF        = "with LF line ends"
	asPointer   = "as the pointer of Git LFS"
	asContent   = "as Git LFS keeps it"
	asOtherwise = "changed by a filter"
)

// TwoWays begins the note of such a file.
const TwoWays = "git has the same file for both, checked out in two ways"

// ByAttributes ends it where what the commits have may be why.
const ByAttributes = ".gitattributes differs"

// lfsPointer begins a file whose content Git LFS keeps.
const lfsPointer = "version https://git-lfs.github.com/spec/"

// checkedOut are the files of data that the commits of both trainings have the same, and that
// these trainings found with other bytes. read is what the second was seen to read.
func (r Record) checkedOut(read []repro.DataVersion, before, after tree) (inputs []repro.Input) {
	if !r.Known() || before.files == nil || after.files == nil {
		return nil
	}
	var same func(name string) bool // made when a file is asked for
	attributes := ""
	for _, data := range r.Data {
		at := slices.IndexFunc(read, func(other repro.DataVersion) bool { return other.Path == data.Path })
		if data.In != recorded.InGit || at < 0 || schemeOf(read[at]) != sha || !strings.HasPrefix(data.Hash, sha+" ") || read[at].Hash == data.Hash {
			continue
		}
		if same == nil {
			same, attributes = sameFiles(before, after)
		}
		name := after.fromProject(data.Path)
		if !same(name) || after.linkOn(name) {
			continue // the commits tell of it
		}
		input := repro.Input{
			Kind: repro.KindData, Name: name, Original: data.Hash, Now: read[at].Hash, State: repro.InputDiffers, Bearing: repro.BearingRead,
			Evidence: packaging.Witnesses(r.from, read[at].From),
		}
		input.Note, input.Bearing = waysOf(after, name, data.Hash, read[at].Hash)
		input.Note = joined(input.Note, attributes)
		inputs = append(inputs, input)
	}
	return inputs
}

// sameFiles says of a file, by its path from the project, whether two trees have it the same.
// attributes says that those differ by which git checks files out; "" for no.
func sameFiles(before, after tree) (same func(name string) bool, attributes string) {
	then, ok := before.list()
	now, ok2 := after.list()
	for _, files := range []map[string]fs.FileInfo{then, now} {
		for name := range files {
			if path.Base(name) == ".gitattributes" && (then[name] == nil || now[name] == nil || !sameFile(before, after, name, then[name], now[name])) {
				attributes = ByAttributes
			}
		}
	}
	return func(name string) bool {
		a, b := then[name], now[name]
		return ok && ok2 && a != nil && b != nil && sameFile(before, after, name, a, b)
	}, attributes
}

// waysOf says how two trainings found one file of a tree, by the hashes of what they read.
func waysOf(t tree, name, then, now string) (note string, bearing repro.Bearing) {
	held, err := t.read(name)
	if err != nil {
		return TwoWays, repro.BearingRead
	}
	first, second := checkoutOf(held, then), checkoutOf(held, now)
	bearing = repro.BearingRead
	if lineEnds := []string{asCommitted, asCRLF, asLF}; slices.Contains(lineEnds, first) && slices.Contains(lineEnds, second) {
		bearing = repro.BearingTracked // most readers of tables take either
	}
	return TwoWays + ": " + first + " for the original, " + second + " now", bearing
}

// checkoutOf says how a file of a commit was checked out, by its hash then.
func checkoutOf(held []byte, hash string) string {
	is := func(data []byte) bool {
		sum := sha256.Sum256(data)
		return hash == sha+" "+hex.EncodeToString(sum[:])
	}
	lf := bytes.ReplaceAll(held, []byte("\r\n"), []byte("\n"))
	pointer := bytes.HasPrefix(held, []byte(lfsPointer))
	_, id, _ := strings.Cut(string(held[:min(len(held), 1024)]), "oid sha256:")
	switch {
	case pointer && is(held):
		return asPointer
	case pointer && strings.HasPrefix(id+"\n", strings.TrimPrefix(hash, sha+" ")+"\n"):
		return asContent
	case is(held):
		return asCommitted
	case is(lf):
		return asLF
	case is(bytes.ReplaceAll(lf, []byte("\n"), []byte("\r\n"))):
		return asCRLF
	}
	return asOtherwise
}

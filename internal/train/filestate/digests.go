package filestate

import (
	"bytes"
	"crypto/sha256"
	"io"
	"io/fs"
	"slices"
)

// What the commit's files hold before a training, by our own reading: the place's
// git can be told to look away (update-index --assume-unchanged, a filter, another
// index), and a file can be given its old time again.

const (
	maxDigest  = 16 << 20  // bytes of one file; a larger one is git's to compare
	maxDigests = 512 << 20 // bytes of all
)

// A Digest is the SHA-256 of a file's content.
type Digest [sha256.Size]byte

// Digests are those of files, by their names.
type Digests map[string]Digest

// lfsPointer begins a file whose content git LFS has: to fetch it changes nothing.
var lfsPointer = []byte("version https://git-lfs.github.com/spec/")

// DigestsOf reads the files as they stood, up to a size for each and one for all.
func DigestsOf(files fs.FS, stood Stamps) Digests {
	found, total := Digests{}, int64(0)
	for file, stamp := range stood {
		if stamp.Size > maxDigest || total+stamp.Size > maxDigests {
			continue
		}
		total += stamp.Size
		if data, ok := readBounded(files, file); ok && !bytes.HasPrefix(data, lfsPointer) {
			found[file] = sha256.Sum256(data)
		}
	}
	return found
}

func readBounded(files fs.FS, file string) ([]byte, bool) {
	if info, err := fs.Stat(files, file); err != nil || !info.Mode().IsRegular() {
		return nil, false // a pipe would be waited for
	}
	open, err := files.Open(file)
	if err != nil {
		return nil, false
	}
	defer open.Close()
	data, err := io.ReadAll(io.LimitReader(open, maxDigest+1))
	return data, err == nil
}

// Same says whether a file holds what it held.
func (d Digests) Same(files fs.FS, file string) bool {
	was, known := d[file]
	data, ok := readBounded(files, file)
	return !known || ok && sha256.Sum256(data) == was
}

// Replaced lists the files of a kind that hold something else now.
func (d Digests) Replaced(files fs.FS, kind func(file string) bool) []string {
	var names []string
	for file := range d {
		if kind(file) && !d.Same(files, file) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}

// DigestOf is that of a file; zero where it cannot be read.
func DigestOf(files fs.FS, file string) (d Digest) {
	if info, err := fs.Stat(files, file); err != nil || !info.Mode().IsRegular() {
		return d // a pipe would be waited for
	}
	open, err := files.Open(file)
	if err != nil {
		return d
	}
	defer open.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, open); err != nil {
		return d
	}
	copy(d[:], sum.Sum(nil))
	return d
}

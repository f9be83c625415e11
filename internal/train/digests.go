package train

import (
	"bytes"
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
)

// What the commit's files hold before a training, by our own reading: the place's
// git can be told to look away (update-index --assume-unchanged, a filter, another
// index), and a file can be given its old time again.

const (
	maxDigest  = 16 << 20  // bytes of one file; a larger one is git's to compare
	maxDigests = 512 << 20 // bytes of all
)

type digests map[string][sha256.Size]byte

// lfsPointer begins a file whose content git LFS has: to fetch it changes nothing.
var lfsPointer = []byte("version https://git-lfs.github.com/spec/")

func digestsOf(files fs.FS, stood stamps) digests {
	found, total := digests{}, int64(0)
	for file, stamp := range stood {
		if stamp.size > maxDigest || total+stamp.size > maxDigests {
			continue
		}
		total += stamp.size
		if data, ok := readBounded(files, file); ok && !bytes.HasPrefix(data, lfsPointer) {
			found[file] = sha256.Sum256(data)
		}
	}
	return found
}

func readBounded(files fs.FS, file string) ([]byte, bool) {
	open, err := files.Open(file)
	if err != nil {
		return nil, false
	}
	defer open.Close()
	if info, err := open.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(open, maxDigest+1))
	return data, err == nil
}

// same says whether a file holds what it held.
func (d digests) same(files fs.FS, file string) bool {
	was, known := d[file]
	data, ok := readBounded(files, file)
	return !known || ok && sha256.Sum256(data) == was
}

// replaced lists the files of a kind that hold something else now.
func (d digests) replaced(files fs.FS, kind func(file string) bool) []string {
	var names []string
	for file := range d {
		if kind(file) && !d.same(files, file) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}

// restored lists the files of a kind that were written meanwhile and hold what they
// held, where the command's text says why: it gets files out of git, or names
// this one, a config. A program that writes its data anew, the same, is no doubt.
func (d digests) restored(files fs.FS, stood stamps, text string, kind func(file string) bool) []string {
	var names []string
	for file := range d {
		said := putsBack.MatchString(text) || configEndings[path.Ext(file)] && strings.Contains(text, file)
		if said && kind(file) && !lineage.IsProgram(file) && !stood.untouched(files, file) && d.same(files, file) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}

// linksOut lists the links of a place, by paths from its top, through which code
// or configs would be taken from outside of it: that is not the commit's.
func (c checkout) linksOut() []string {
	var names []string
	for _, file := range c.files {
		link := filepath.Join(c.top, filepath.FromSlash(file))
		to, err := os.Readlink(link)
		if err != nil || strings.HasPrefix(path.Base(file), ".") {
			continue
		}
		if real, err := filepath.EvalSymlinks(link); err == nil {
			to = real
		} else if !filepath.IsAbs(to) {
			to = filepath.Join(realPath(filepath.Dir(link)), to)
		}
		if !below(to, c.top) && (lineage.IsProgram(file) || configEndings[path.Ext(file)] || holdsCode(to)) {
			names = append(names, file+" (a link that leads out of the checkout)")
		}
	}
	return names
}

// holdsCode says whether a directory has programs.
func holdsCode(dir string) bool {
	open, err := os.Open(dir)
	if err != nil {
		return false
	}
	defer open.Close()
	names, _ := open.Readdirnames(maxNamed) // none of a file
	return slices.ContainsFunc(names, lineage.IsProgram)
}

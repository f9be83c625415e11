//go:build !nodesk

package lineage

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Git may have no more of a file of data than a link, of it or of a folder above it, and two commits
// with the same link are not the same data.

// maxLinked bounds a file behind a link that is hashed.
const maxLinked = 64 << 20

// linkOn says whether a commit has a link on the way to a file, by its path from the project.
func (t tree) linkOn(file string) bool {
	if t.files == nil {
		return false
	}
	for name := t.fromTop(file); name != "." && fs.ValidPath(name); name = path.Dir(name) {
		if info, err := fs.Lstat(t.all(), name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

// behind is the SHA-256 of what a link of the commit leads to for this training, by the path of a
// file from the project: within its place, or from there by a full path. A run command may have put
// something else in the place of the link. Of a link that leads out of the checkout by a path from
// there it is not known: the training's checkout lies elsewhere.
func (t Trained) behind(trained tree, file string) string {
	if t.Files == nil || !trained.linkOn(file) {
		return ""
	}
	name := trained.fromTop(file)
	for range maxLinks {
		link, target := t.linkIn(trained, name)
		rest := strings.TrimPrefix(name, link)
		switch {
		case link == "":
			if within := trained.fromProject(name); fs.ValidPath(within) {
				return sumOf(t.Files, within)
			}
			return sumOf(trained.all(), name)
		case filepath.IsAbs(target):
			if t.HashFile == nil {
				return ""
			}
			return t.HashFile(filepath.Join(target, filepath.FromSlash(rest)))
		}
		if name = path.Join(path.Dir(link), filepath.ToSlash(target), rest); !fs.ValidPath(name) {
			return ""
		}
	}
	return ""
}

// maxLinks bounds the links that lead to one another.
const maxLinks = 40

// linkIn is the first link on the way to a file, by paths from the top, and where it leads: as this
// training left it, and as the commit has it beside the project or where nothing is there.
func (t Trained) linkIn(trained tree, name string) (link, target string) {
	for i := range name + "/" {
		if i < len(name) && name[i] != '/' {
			continue
		}
		files, at := trained.all(), name[:i]
		if within := trained.fromProject(at); fs.ValidPath(within) {
			if _, err := fs.Lstat(t.Files, within); err == nil {
				files, at = t.Files, within
			}
		}
		if info, err := fs.Lstat(files, at); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			if target, err = fs.ReadLink(files, at); err == nil {
				return name[:i], target
			}
		}
	}
	return "", ""
}

// readLinked adds to the data that was read what the record read through a link of the commit, as
// it was for this training.
func (t Trained) readLinked(r Record, trained tree, read []repro.DataVersion) []repro.DataVersion {
	if !r.Known() || t.Files == nil {
		return read
	}
	for _, data := range r.data() {
		known := func(now repro.DataVersion) bool { return now.Path == data.Path && schemeOf(now) == sha }
		if filepath.IsAbs(data.Path) || schemeOf(data) != sha || slices.ContainsFunc(read, known) || !fs.ValidPath(data.Path) || !trained.linkOn(data.Path) ||
			t.Wrote != nil && t.Wrote(data.Path) || slices.Contains(r.Wrote, path.Join(r.base(), data.Path)) {
			continue
		}
		if sum := t.behind(trained, data.Path); sum != "" {
			read = append(read, repro.DataVersion{Path: data.Path, Hash: sha + " " + sum, From: behindLink})
		}
	}
	return read
}

// sumOf is the SHA-256 of a file; "" where it cannot be read, or is too large.
func sumOf(files fs.FS, name string) string {
	opened, err := files.Open(name)
	if err != nil {
		return ""
	}
	defer opened.Close()
	sum := sha256.New()
	if n, err := io.Copy(sum, io.LimitReader(opened, maxLinked+1)); err != nil || n > maxLinked {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// withoutDataInGit leaves out that no data was recorded where all that the original read is in its
// commit, as it was read, and in the one that was trained: the two were compared file by file.
func (r Record) withoutDataInGit(inputs []repro.Input, before, after tree) []repro.Input {
	if !r.Known() || len(r.Data) == 0 || len(r.Gaps) > 0 || before.files == nil || after.files == nil {
		return inputs
	}
	for _, data := range r.Data {
		if data.In != recorded.InGit || !before.inGit(data.Path) || !after.inGit(data.Path) || sha+" "+sumOf(before.all(), filepath.ToSlash(data.Path)) != data.Hash {
			return inputs
		}
	}
	return slices.DeleteFunc(slices.Clone(inputs), func(input repro.Input) bool {
		return input.Kind == repro.KindData && input.Name == repro.KindData && input.State == repro.InputUnknown && input.Original+input.Now == ""
	})
}

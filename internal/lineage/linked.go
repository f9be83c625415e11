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
func (t tree) linkOn(file string) bool { return t.linkOf(file) != "" }

// linkOf is that link, by its path from the top; "" for none.
func (t tree) linkOf(file string) string {
	if t.files == nil {
		return ""
	}
	for name := t.fromTop(file); name != "." && name != "/" && name != ""; name = path.Dir(name) {
		if !fs.ValidPath(name) {
			return ""
		}
		if info, err := fs.Lstat(t.all(), name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return name
		}
	}
	return ""
}

// behind is the SHA-256 of what a link of the commit leads to for this training, by the path of a
// file from the project: within its place, or from there by a full path.
func (t Trained) behind(trained tree, file string) string {
	link := trained.linkOf(file)
	if link == "" || t.Files == nil {
		return ""
	}
	if target, err := fs.ReadLink(trained.all(), link); err == nil && filepath.IsAbs(target) && t.HashFile != nil {
		return t.HashFile(filepath.Join(target, filepath.FromSlash(strings.TrimPrefix(trained.fromTop(file), link))))
	}
	return sumOf(t.Files, file)
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

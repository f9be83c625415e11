//go:build !nodesk

package lineage

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The notes of a file that the original ran or read as nobody had committed it, and that was committed
// later: so, or otherwise.
const (
	committedSince   = "the original ran with it so, and it was committed since"
	committedOther   = "the original ran with another, which was not committed"
	committedUnknown = "the original ran with it before it was committed, and its content was not recorded"
)

// markCommittedSince takes back that a file differs where this training found what the record has
// of the original's, and not what that one's commit has. same says whether it found what has a digest.
// What that commit does not have, and the original ran with, is told by its digest and not as added.
func (r Record) markCommittedSince(inputs []repro.Input, same func(file, digest string) bool, trained tree) {
	if !r.Known() {
		return
	}
	dirty := slices.Concat(r.Code.Changed, r.Code.Untracked)
	for i, input := range inputs {
		file := trained.fromTop(input.Name)
		if input.State != repro.InputDiffers || input.Kind != repro.KindCode && input.Kind != repro.KindFile || !slices.Contains(dirty, file) {
			continue
		}
		digest := r.digest(file)
		switch missing := input.Original == repro.NotThere && slices.Contains(r.Code.Untracked, file); {
		case digest != "" && same(file, digest):
			inputs[i].State, inputs[i].Original, inputs[i].Note, inputs[i].Bearing = repro.InputSame, input.Now, committedSince, repro.BearingUnknown
		case missing && digest == "":
			inputs[i].State, inputs[i].Original, inputs[i].Note = repro.InputUnknown, "", committedUnknown
		case missing:
			_, how, _ := strings.Cut(input.Note, "; ") // whether it was added or renamed since is nothing to the two trainings
			if r.inDiff(file) {
				how = joined(diffHasIt, how)
			}
			inputs[i].Original, inputs[i].Note = shortSum(digest), joined(committedOther, how)
		}
	}
}

// inDiff says whether the changes that the record keeps have a file's.
func (r Record) inDiff(file string) bool {
	diff := r.Code.Diff
	return diff != nil && diff.File != "" && !slices.ContainsFunc(diff.LeftOut, func(left recorded.LeftOut) bool { return left.Path == file })
}

// orTold is same, and true as well of a file that no commit had and of which one of the inputs says
// that the original had another: it is one difference, and listed once. Of data whose changes the
// record keeps, only those that nobody committed say where they are.
func (r Record) orTold(same func(file, digest string) bool, inputs []repro.Input, trained tree) func(file, digest string) bool {
	if !r.Known() {
		return same
	}
	told := map[string]bool{}
	for _, input := range inputs {
		file := trained.fromTop(input.Name)
		if input.State == repro.InputDiffers && (strings.HasPrefix(input.Note, committedOther) || input.Kind == repro.KindData && !r.inDiff(file)) {
			told[file] = true
		}
	}
	return func(file, digest string) bool {
		return digest != "" && told[file] && slices.Contains(r.Code.Untracked, file) || same(file, digest)
	}
}

// DataNotInGit are the files of the repository that the original read as data and that neither git nor
// DVC had, by paths from the top, with the SHA-256 of what they held.
func (r Record) DataNotInGit() map[string]string {
	files := map[string]string{}
	if !r.Known() {
		return files
	}
	for _, data := range r.Data {
		sum, hashed := sumOfData(data)
		if hashed && data.In == "" && !filepath.IsAbs(filepath.FromSlash(data.Path)) && !slices.Contains(r.Wrote, data.Path) && !slices.Contains(r.Code.Changed, data.Path) {
			files[data.Path] = sum
		}
	}
	return files
}

// readCommitted adds to the data that was read what the record read though no commit had it, and what
// the trained commit has: as this training read it, or as it is there.
func (t Trained) readCommitted(r Record, trained tree, read []repro.DataVersion) []repro.DataVersion {
	if trained.files == nil {
		return read
	}
	for _, file := range slices.Sorted(maps.Keys(r.DataNotInGit())) {
		now := repro.DataVersion{Path: trained.fromProject(file), From: "git at " + trained.at}
		has := func(data repro.DataVersion) bool { return data.Path == now.Path && schemeOf(data) == sha }
		info, err := fs.Lstat(trained.all(), file)
		if err != nil || !info.Mode().IsRegular() || slices.ContainsFunc(read, has) || covering(t.Absent, now.Path) != "" {
			continue
		}
		if at := slices.IndexFunc(t.Read, func(data repro.DataVersion) bool { return data.Path == file && schemeOf(data) == sha }); at >= 0 {
			now.Hash, now.From = t.Read[at].Hash, t.Read[at].From
		} else if sum := sumOf(trained.all(), file); sum != "" {
			now.Hash = sha + " " + sum
		}
		if now.Hash != "" {
			read = append(read, now)
		}
	}
	return read
}

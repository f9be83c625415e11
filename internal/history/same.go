package history

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file knows a check that is kept already in other bytes: a report that somebody formatted
// anew has another digest, and is no other check.

// beside says whether a directory has the check of a file under another name.
func (f File) beside(dir string) bool {
	place := filepath.Join(dir, filepath.FromSlash(f.Path))
	entries, err := os.ReadDir(filepath.Dir(place))
	if err != nil {
		return false // none is there
	}
	begin, _, _ := strings.Cut(filepath.Base(place), "-")
	for _, entry := range entries {
		if !entry.Type().IsRegular() || entry.Name() == filepath.Base(place) || !strings.HasPrefix(entry.Name(), begin+"-") {
			continue
		}
		if info, err := entry.Info(); err != nil || info.Size() > maxCheck {
			continue
		}
		text, err := os.ReadFile(filepath.Join(filepath.Dir(place), entry.Name()))
		if err != nil || Damaged(filepath.ToSlash(filepath.Join(filepath.Dir(f.Path), entry.Name())), text) != nil {
			continue
		}
		if c, err := Decode(text); err == nil && sameCheck(c, f.Check) {
			return true
		}
	}
	return false
}

// sameCheck says whether two are one check, and say the same of it.
func sameCheck(a, b repro.Check) bool {
	for _, x := range identities(a) {
		for _, y := range identities(b) {
			if x == y {
				return !contradict(a, b)
			}
		}
	}
	return false
}

// Knows says whether a check was read that is this one and says the same.
func (r *Reader) Knows(c repro.Check) bool {
	p, there := r.find(c)
	return there && !contradict(r.checks[p.index], c)
}

package history

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says which histories, and which checks in one, are the same, and which are
// kept where there are too many.

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// Distinct leaves out what was named before in another spelling: a directory or a file
// by another path, a branch by another case of its repository. dir is what relative paths
// are relative to.
func Distinct(dir string, paths []string) (kept []string) {
	same := func(a, b string) bool {
		x, errX := os.Stat(absolute(dir, a))
		y, errY := os.Stat(absolute(dir, b))
		if errX == nil && errY == nil {
			return os.SameFile(x, y)
		}
		if errX == nil || errY == nil {
			return false
		}
		left, isBranch := ParseBranch(a)
		right, areBranches := ParseBranch(b)
		if isBranch && areBranches {
			return left.same(right)
		}
		return filepath.Clean(absolute(dir, a)) == filepath.Clean(absolute(dir, b))
	}
	for _, path := range paths {
		if !slices.ContainsFunc(kept, func(k string) bool { return same(k, path) }) {
			kept = append(kept, path)
		}
	}
	return kept
}

// same says whether two names are of one branch. GitHub takes a repository's in any case.
func (b Branch) same(other Branch) bool {
	return b.Name == other.Name && strings.EqualFold(b.Repository, other.Repository)
}

// placed is where a check is, whether it says itself that it is its repository's, and whether
// it is of a whole report.
type placed struct {
	index       int
	firm, whole bool
}

// identity is what a check is known by wherever its file is: its attempt; where it has
// none, its report and what it says; and where it did not run, its repository.
func identity(c repro.Check) [sha256.Size]byte {
	parts := []string{c.Model, c.Version, c.At.UTC().Format(time.RFC3339Nano), c.ID}
	switch {
	case c.ID != "":
	case c.Report != "":
		parts = append(parts, string(c.Verdict), c.Original, c.Run, c.Report)
	default:
		parts = append(parts, string(c.Verdict), c.Original, c.Run, c.Links.Job)
	}
	return sha256.Sum256([]byte(strings.Join(parts, "\x00")))
}

// identities are all that a check is known by: one that has no attempt also by its numbers, for
// its report may have been saved in other bytes.
func identities(c repro.Check) [][sha256.Size]byte {
	ids := [][sha256.Size]byte{identity(c)}
	if c.ID != "" || c.Report == "" {
		return ids
	}
	parts := []string{c.Model, c.Version, c.At.UTC().Format(time.RFC3339Nano), string(c.Verdict), string(c.Reason), c.Original, c.Run}
	for _, m := range c.Metrics {
		parts = append(parts, m.Name, string(m.State), fmt.Sprint(m.Original), fmt.Sprint(m.Reproduced))
	}
	return append(ids, sha256.Sum256([]byte(strings.Join(parts, "\x00"))))
}

// put notes where a check is.
func (r *Reader) put(c repro.Check, p placed) {
	if r.place == nil {
		r.place = map[[sha256.Size]byte]placed{}
	}
	for _, id := range identities(c) {
		r.place[id] = p
	}
}

// find gives where a check is that is this one.
func (r *Reader) find(c repro.Check) (p placed, there bool) {
	for _, id := range identities(c) {
		if p, there = r.place[id]; there {
			return p, true
		}
	}
	return placed{}, false
}

// known says whether a check was read already: a history may be named twice, be copied, or
// have the saved report beside the check that was made of it. firm is whether it says
// itself that it is its repository's: the one that does is right. whole is whether it was
// made of a report now.
func (r *Reader) known(c repro.Check, firm, whole bool) bool {
	p, there := r.find(c)
	if !there {
		r.put(c, placed{len(r.checks), firm, whole})
		return false
	}
	before := &r.checks[p.index]
	if contradict(*before, c) {
		whole = r.contradicted(p, c, whole)
	}
	if firm && !p.firm {
		before.Repository = c.Repository
	} else if firm && c.ID+c.Report == "" && before.Repository != c.Repository { // two that did not run
		return false
	}
	r.put(c, placed{p.index, p.firm || firm, p.whole || whole})
	return true
}

// A candidate is what newest knows of one of many.
type candidate struct {
	version [3]string
	at      time.Time
	size    int64
}

// newest gives of each version as many of its newest as there is room for, in the order
// that they came in, and those that are left, too. A version that is seldom checked then loses nothing to one that is
// checked each night.
func newest[T any](all []T, most int, room int64, of func(T) candidate) (kept, left []T) {
	candidates := make([]candidate, len(all))
	for i, item := range all {
		candidates[i] = of(item)
	}
	keep := newestOf(candidates, most, room)
	for i, item := range all {
		if keep[i] {
			kept = append(kept, item)
		} else {
			left = append(left, item)
		}
	}
	return kept, left
}

// newestOf says of each whether there is room for it.
func newestOf(all []candidate, most int, room int64) []bool {
	type place struct{ index, age int }
	places := make([]place, len(all))
	for i := range places {
		places[i].index = i
	}
	order.Stable(places, func(a, b place) int { return all[b.index].at.Compare(all[a.index].at) })
	ages := map[[3]string]int{}
	for i := range places { // how many of its version are newer
		v := all[places[i].index].version
		places[i].age = ages[v]
		ages[v]++
	}
	order.Stable(places, func(a, b place) int { return a.age - b.age })
	keep, kept := make([]bool, len(all)), 0
	for _, p := range places {
		if n := all[p.index].size; kept < most && n <= room {
			keep[p.index], room = true, room-n
			kept++
		}
	}
	return keep
}

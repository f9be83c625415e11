package local

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// A metRuns finds the runs that a training met: some programs look for a run that has
// their params, and take its metrics over.
type metRuns struct {
	ids  []string
	ours []string // names that we gave to the training and that have the original's id in them
}

// maxMetRuns bounds the ids that are remembered.
const maxMetRuns = 200

var (
	runID      = regexp.MustCompile(`\b[0-9a-f]{32}\b`)
	ourTag     = regexp.MustCompile(regexp.QuoteMeta(repro.OriginalTag) + `\W{1,20}[0-9a-f]{32}\b`)
	runMetrics = regexp.MustCompile(`/([0-9a-f]{32})/metrics/`)
	runFiles   = regexp.MustCompile(`/([0-9a-f]{32})/`)
)

// metIn is for a training of a plan in a clone: its branch and its directory are called
// after the run that is asked for, and Python's tracebacks, git and make tell them.
func metIn(plan repro.Plan, change repro.Change, dir string) metRuns {
	return metRuns{ours: []string{dir, filestate.RealPath(dir), filepath.Base(dir), change.Branch, "run-" + plan.Original.ID}}
}

func (m *metRuns) read(line string) {
	if !hasHex(line, 32) {
		return
	}
	line = ourTag.ReplaceAllString(line[:min(len(line), 4096)], "")
	for _, name := range m.ours {
		if hasHex(name, 32) {
			line = strings.ReplaceAll(line, name, "")
		}
	}
	for _, id := range runID.FindAllString(line, -1) {
		m.add(id)
	}
}

// hasHex says whether so many hexadecimal digits stand together in a line.
func hasHex(line string, enough int) bool {
	digits := 0
	for i := range len(line) {
		if b := line[i]; b >= '0' && b <= '9' || b >= 'a' && b <= 'f' {
			if digits++; digits == enough {
				return true
			}
			continue
		}
		digits = 0
	}
	return false
}

func (m *metRuns) add(id string) {
	if len(m.ids) < maxMetRuns && !slices.Contains(m.ids, id) {
		m.ids = append(m.ids, id)
	}
}

// with gives the runs that were met: those whose metrics Python read in a store of files,
// and those that were printed. Where that store was watched, one of which nothing was read
// or written was not looked up, whatever was printed.
func (m metRuns) with(seen *observe.Observation, inFiles bool) []string {
	if seen == nil {
		return m.ids
	}
	read, met := map[string]bool{}, metRuns{}
	for _, p := range seen.Processes {
		for _, access := range p.Writes { // its own
			if found := runFiles.FindStringSubmatch(filepath.ToSlash(access.Path)); found != nil {
				read[found[1]] = true
			}
		}
		for _, access := range p.Reads {
			slashed := filepath.ToSlash(access.Path)
			if found := runFiles.FindStringSubmatch(slashed); found != nil {
				read[found[1]] = true
			}
			if found := runMetrics.FindStringSubmatch(slashed); found != nil {
				met.add(found[1])
			}
		}
	}
	for _, id := range m.ids {
		if read[id] || !inFiles || len(seen.Doubts) > 0 {
			met.add(id)
		}
	}
	return met.ids
}

// trace is what was seen of a training in the place.
func (p place) trace(seen *observe.Observation, text string) *observe.Trace {
	if seen == nil {
		return nil
	}
	trace := seen.Trace(slices.AppendSeq(slices.Clone(p.checkout.Files), maps.Keys(p.lent.files)), p.clone.Dir, filestate.RealPath(p.clone.Dir))
	if looksWithGit.MatchString(text) {
		trace.ReadByChance()
	}
	return &trace
}

// looksWithGit finds calls of git that read files which are as young as its index, and
// others not: what file events tell of them is chance.
var looksWithGit = regexp.MustCompile(`\bgit(?:["'\s][^;&|\n]*\b(?:status|diff|diff-index|add|commit|stash|describe|update-index)\b|\.(?:status|diff|add|commit|stash|describe)\()`)

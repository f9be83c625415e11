package train

import (
	"path/filepath"
	"regexp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// MetRuns are the ids of runs that a training names: some programs look for a run
// that has their params, and take its metrics over.
type metRuns []string

// maxMetRuns bounds the ids that are remembered.
const maxMetRuns = 200

var (
	runID      = regexp.MustCompile(`\b[0-9a-f]{32}\b`)
	runMetrics = regexp.MustCompile(`/([0-9a-f]{32})/metrics/`)
)

func (m *metRuns) read(line string) {
	if !hasHex(line, 32) {
		return
	}
	for _, id := range runID.FindAllString(line[:min(len(line), 4096)], -1) {
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
	if len(*m) < maxMetRuns && !slices.Contains(*m, id) {
		*m = append(*m, id)
	}
}

// with adds the runs whose metrics Python read in a store of files.
func (m metRuns) with(seen *observe.Observation) []string {
	if seen != nil {
		for _, p := range seen.Processes {
			for _, read := range p.Reads {
				if found := runMetrics.FindStringSubmatch(filepath.ToSlash(read.Path)); found != nil {
					m.add(found[1])
				}
			}
		}
	}
	return m
}

// trace is what was seen of a training in the place.
func (p place) trace(seen *observe.Observation, text string) *observe.Trace {
	if seen == nil {
		return nil
	}
	trace := seen.Trace(p.checkout.Files, p.clone.Dir, filestate.RealPath(p.clone.Dir))
	if looksWithGit.MatchString(text) {
		trace.ReadByChance()
	}
	return &trace
}

// looksWithGit finds calls of git that read files which are as young as its index, and
// others not: what file events tell of them is chance.
var looksWithGit = regexp.MustCompile(`\bgit\b[^;&|\n]*\b(?:status|diff|diff-index|add|commit|stash|describe|update-index)\b`)

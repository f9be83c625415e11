package local

import (
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// A runReads is when Python read runs of a tracking store, and when it had numbers of its
// own: what is read after that is what they are compared with.
type runReads struct {
	logged             map[string]bool  // runs of its own
	metrics, artifacts map[string]int64 // when those of a run were first read in a store of files
	served             map[string]int64 // when an artifact of a run or a logged model was first asked for at a server
	last               int64            // when the last of its own metrics was begun; -1 where none was seen
}

// runReadsOf looks through what was seen. own says of a path whether it is a metrics file
// of the training.
func runReadsOf(seen *observe.Observation, own func(file string) bool) runReads {
	r := runReads{map[string]bool{}, map[string]int64{}, map[string]int64{}, map[string]int64{}, -1}
	if seen == nil {
		return r
	}
	for _, p := range seen.Processes {
		for _, write := range p.Writes {
			slashed := filepath.ToSlash(write.Path)
			if found := runMetrics.FindStringSubmatch(slashed); found != nil {
				r.logged[found[1]], r.last = true, max(r.last, write.At)
			} else if own(write.Path) {
				r.last = max(r.last, write.At)
			}
		}
		for _, read := range p.Reads {
			slashed := filepath.ToSlash(read.Path)
			if found := runMetrics.FindStringSubmatch(slashed); found != nil {
				earliest(r.metrics, found[1], read.At)
			} else if found := runFiles.FindStringSubmatch(slashed); found != nil && strings.Contains(slashed, "/artifacts/") {
				earliest(r.artifacts, found[1], read.At)
			}
		}
		for _, asked := range p.Fetched {
			earliest(r.served, asked.Path, asked.At)
		}
		switch {
		case p.Sent == 0:
		case p.Ended:
			r.last = max(r.last, p.Sent)
		default: // it tells only at its end when the last was sent
			r.last = math.MaxInt64
		}
	}
	return r
}

func earliest(first map[string]int64, id string, at int64) {
	if known, ok := first[id]; !ok || at < known {
		first[id] = at
	}
}

// takenFrom lists the runs whose metrics or artifacts were read in a store of files before
// all metrics of the training were logged, or its metrics files written.
func (r runReads) takenFrom() []string { return r.before(r.metrics, r.artifacts) }

// fetched lists the runs, and the logged models, whose artifacts were read before that,
// wherever they lie.
func (r runReads) fetched() []string { return r.before(r.artifacts, r.served) }

func (r runReads) before(firsts ...map[string]int64) []string {
	var met metRuns
	for _, first := range firsts {
		for id, at := range first {
			if !r.logged[id] && (r.last < 0 || at < r.last) {
				met.add(id)
			}
		}
	}
	slices.Sort(met.ids)
	return met.ids
}

package observe

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strings"
)

// lacks collects what is missing for a proof. It is evidence of nothing else.
func (v view) lacks(o Observation, trainers, part map[int]bool, f *Finding) {
	lack := func(format string, args ...any) {
		if text := fmt.Sprintf(format, args...); !slices.Contains(f.Lacks, text) {
			f.Lacks = append(f.Lacks, text)
		}
	}
	for _, doubt := range o.Doubts {
		if len(o.Processes) > 0 || !strings.HasSuffix(doubt, ways) { // else it is said below
			lack("%s", doubt)
		}
	}
	switch {
	case len(o.Processes) == 0:
		lack("no Python process reported: none ran, or %s", ways)
		return
	case len(trainers) == 0:
		lack("no Python process ran code of the commit")
		return
	}
	for _, file := range v.Metrics {
		if !slices.Contains(f.Wrote, file) {
			lack("who wrote %s as it is now was not seen", file)
		}
	}
	if len(v.Metrics) == 0 && !f.Logged {
		lack("no Python process of the commit's code used MLflow")
	}
	if len(part) == 0 {
		return
	}
	if len(v.Params) > 0 && len(f.Params) == 0 {
		lack("the code was not seen to read %s", strings.Join(v.Params, " or "))
	}
	if len(f.Data) == 0 && !v.otherData(o) {
		lack("no data was seen to be read")
	}
	for _, file := range v.old(o, part) {
		lack("%s was read, and the commit's code was not seen to write it first", file)
	}
	for _, file := range v.unsure(o, part) {
		if o.Unwatched == "" && len(v.made[v.full(file)]) == 0 {
			f.Same = append(f.Same, file)
			continue
		}
		lack("whether the %s of before was read is not known", file)
	}
	for i, p := range o.Processes {
		if !part[i] {
			continue
		}
		for _, ending := range p.Many {
			if v.Model != nil && v.Model(v.full("model"+ending)) {
				lack("%s read more %s files than are recorded", v.program(p), ending)
			}
		}
	}
	for _, failed := range f.Failed {
		lack("%s failed", failed)
	}
}

// madeNatively says whether a file that is new, or has new content, was written
// by something that Python does not tell of: a library's own code.
func (v view) madeNatively(o Observation, file string) bool {
	own := v.own(file)
	return own != "" && (!v.existed[own] || slices.Contains(v.Anew, own)) && o.Files[own].Written && !o.Files[own].Read && len(v.made[file]) == 0
}

// old names what a training makes where it was read before this training's own
// code had made it.
func (v view) old(o Observation, part map[int]bool) []string {
	var found []string
	add := func(name string) {
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	for i, p := range o.Processes {
		if !part[i] {
			continue
		}
		for _, read := range p.Reads {
			if !v.output(read.Path) || v.made.by(read.Path, read.At, part) || v.madeNatively(o, read.Path) {
				continue
			}
			if _, there := regular(read.Path); there || v.own(read.Path) != "" {
				add(v.name(read.Path))
			}
		}
		for _, move := range p.Moves {
			if v.output(move.From) && v.own(move.From) != "" && !v.made.by(move.From, move.At, part) && !v.madeNatively(o, move.From) {
				add(v.name(move.From))
			}
		}
	}
	for file, seen := range o.Files {
		if full := v.full(file); seen.Read && !v.read[full] && v.existed[file] && v.output(full) {
			add(file)
		}
	}
	slices.Sort(found)
	return found
}

// unsure names what a training makes and what something else put there meanwhile,
// or may have been read where nobody watched: libraries open models natively.
func (v view) unsure(o Observation, part map[int]bool) []string {
	var found []string
	for _, file := range v.Question.Files {
		full := v.full(file)
		if !v.output(full) || slices.Contains(v.Metrics, file) || slices.Contains(v.Anew, file) || v.made.by(full, math.MaxInt64, part) {
			continue
		}
		if o.Unwatched != "" && !v.removed[full] || o.Files[file].Written {
			found = append(found, file)
		}
	}
	for full := range v.made { // by DVC, say
		file := v.own(full)
		if file != "" && !v.existed[file] && v.output(full) && !slices.Contains(v.Metrics, file) && !v.made.by(full, math.MaxInt64, part) {
			found = append(found, file)
		}
	}
	slices.Sort(found)
	return found
}

// otherData says whether a data file of the place was read by something that
// Python does not tell of.
func (v view) otherData(o Observation) bool {
	for file, seen := range o.Files {
		ending := strings.ToLower(path.Ext(file))
		if seen.Read && dataEndings[ending] && ending != ".json" && ending != ".txt" && !v.output(v.full(file)) {
			return true
		}
	}
	return false
}

package observe

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Code that a program reads as text: Python runs what exec is given, and a runner of
// notebooks what a notebook holds, under no name.

// readCode names files of elsewhere that code of the commit read as text, and that hold a
// program or notebook of the commit in another form, while the commit's own was not read.
func (v view) readCode(o Observation, trainers map[int]bool, ran map[string]bool) []string {
	var found []string
	for i, p := range o.Processes {
		if !trainers[i] && !isRunner(p) {
			continue
		}
		for _, read := range p.Reads {
			file := read.Path
			if v.own(file) != "" || within(file, v.clones) != "" || IsOfSystem(file) || v.made.by(file, read.At, trainers) {
				continue
			}
			if own := v.another(file); own != "" && !ran[own] && !v.read[v.full(own)] {
				add(&found, file+" (read as text, unlike "+own+")")
			}
		}
	}
	return found
}

// another names the commit's program or notebook that a file elsewhere is called as, or has
// the lines of, and does not hold; "" for none.
func (v view) another(file string) string {
	base := filepath.Base(file)
	if strings.EqualFold(path.Ext(base), ".ipynb") {
		for _, own := range v.called[base] {
			if v.differs(own, file) {
				return own
			}
		}
		return ""
	}
	if !interpreted[strings.ToLower(path.Ext(base))] {
		return ""
	}
	if own, is := v.tree.Of(file); is == OtherContent {
		return own
	}
	return ""
}

// isRunner says whether a process runs notebooks.
func isRunner(p Process) bool {
	name := strings.TrimPrefix(filepath.Base(p.Program()), "python -m ")
	return slices.Contains([]string{"papermill", "jupyter", "jupyter-nbconvert", "jupyter-execute", "nbconvert", "ipython", "runipy", "ploomber"}, name)
}

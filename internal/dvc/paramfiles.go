package dvc

import (
	"path"
	"slices"
	"strings"
)

// ParamFiles lists the params files of the repository that the pipelines name
// or take values from, or else params.yaml at the root if it exists. Those that
// the training writes are none of them.
func (p *Project) ParamFiles() []string {
	var files []string
	for _, declared := range append(p.DeclaredParams(), p.used...) {
		files = append(files, declared.File)
	}
	for _, file := range p.Params {
		if !p.writes(file) {
			files = append(files, file)
		}
	}
	if len(files) == 0 && exists(p.files, paramsFile) {
		files = []string{paramsFile}
	}
	return distinct(slices.DeleteFunc(files, outside))
}

// UsedParams lists the keys that templates of dvc.yaml take from params files,
// and whole files that a stage depends on or names in its command: a change
// there has an effect though no stage declares it.
func (p *Project) UsedParams() []Declared {
	used := slices.Clone(p.used)
	for _, stage := range p.Stages {
		for _, dep := range stage.Deps {
			used = append(used, Declared{Stage: stage.Name, File: dep.Path, Written: dep.Written})
		}
		for _, command := range stage.Cmd {
			for _, word := range strings.FieldsFunc(command, func(c rune) bool { return strings.ContainsRune(" \t\n\"'=;", c) }) {
				if path.Ext(word) != "" {
					used = append(used, Declared{Stage: stage.Name, File: join(stage.Dir, word), Written: word})
				}
			}
		}
	}
	return used
}

// use remembers a key that a template takes from a params file.
func (p *Project) use(file, key string) {
	one := Declared{File: file, Written: file, Key: key}
	if len(p.used) < maxStages && !slices.Contains(p.used, one) {
		p.used = append(p.used, one)
	}
}

// WrittenParams lists the params files that dvc.yaml names and the training
// writes: what is edited there it overwrites, or nobody reads.
func (p *Project) WrittenParams() []string {
	return slices.DeleteFunc(slices.Clone(p.Params), func(file string) bool { return !p.writes(file) })
}

// writes says whether the training makes a params file that dvc.yaml lists
// outside of stages: an output of a stage does, and so does DVCLive, which puts
// its params.yaml beside its metrics and plots.
// https://dvc.org/doc/dvclive/how-it-works
func (p *Project) writes(file string) bool {
	if p.maker(file) != "" {
		return true
	}
	dir := path.Dir(file)
	if dir == "." || path.Base(file) != paramsFile {
		return false
	}
	plots := slices.ContainsFunc(p.drawn, func(plot string) bool { return within(plot, dir+"/plots") })
	return path.Base(dir) == "dvclive" || plots && slices.Contains(p.Metrics, dir+"/metrics.json")
}

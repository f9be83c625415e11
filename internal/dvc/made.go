package dvc

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// What make takes as made already: a file of the commit that is a rule's target
// is younger than nothing in a fresh checkout, and make then leaves it alone
// without a word.

// models are the endings of files that hold a model.
var models = map[string]bool{
	".pkl": true, ".pickle": true, ".joblib": true, ".pt": true, ".pth": true, ".ckpt": true, ".h5": true, ".hdf5": true, ".keras": true,
	".onnx": true, ".pb": true, ".tflite": true, ".bst": true, ".ubj": true, ".cbm": true, ".safetensors": true, ".pmml": true, ".model": true,
	".bin": true, ".rds": true, ".skops": true, ".cloudpickle": true, ".dill": true, ".mlmodel": true,
}

// Trained says whether a file, or a goal of make, is by its name what a
// training leaves, or the training itself.
func Trained(name string) bool {
	base := path.Base(name)
	ext := strings.ToLower(path.Ext(base))
	return models[ext] || isTraining(strings.TrimSuffix(base, path.Ext(base)))
}

// Made lists the targets of Makefiles that a command leads to and that a
// training makes: models, and what a recipe makes that runs a program called so.
// Only names that are written out are found.
func (p *Project) Made(command string) []string { return distinct(p.trained(".", command, maxCalls)) }

// trained is Made for a command in a directory, and for what that calls.
func (p *Project) trained(dir, command string, deep int) []string {
	var targets []string
	if deep == 0 || p.files == nil {
		return nil
	}
	for _, script := range scripts(command) {
		file := join(dir, script.file)
		data, err := readBytes(p.files, file, 1<<20)
		if err != nil {
			continue
		}
		if !script.make {
			targets = append(targets, p.trained(dir, withoutRemarks(string(data)), deep-1)...)
			continue
		}
		at := path.Dir(file)
		rules, _ := needed(filled(string(data)), script.goals)
		for _, rule := range rules {
			recipe := strings.TrimSpace(strings.Join(rule.lines, ""))
			if recipe != "" && (models[strings.ToLower(path.Ext(rule.target))] || runsTraining(strings.Split(recipe, "\n"))) {
				targets = append(targets, join(at, rule.target))
			}
			targets = append(targets, p.trained(at, strings.ReplaceAll(strings.ReplaceAll(recipe, "$(MAKE)", "make"), "${MAKE}", "make"), deep-1)...)
		}
		break // make reads the first file that it finds
	}
	return slices.DeleteFunc(targets, outside)
}

var assigned = regexp.MustCompile(`(?m)^(\w+)[ \t]*[:?]?=[ \t]*([^#\n]*)`)

// filled puts the values of a Makefile's plain variables in their places.
func filled(makefile string) string {
	const most = 200
	var pairs []string
	for _, found := range assigned.FindAllStringSubmatch(makefile, most) {
		value := strings.TrimSpace(found[2])
		pairs = append(pairs, "$("+found[1]+")", value, "${"+found[1]+"}", value)
	}
	for range 3 { // a value may name another
		if makefile = strings.NewReplacer(pairs...).Replace(makefile); len(makefile) > 1<<20 {
			break
		}
	}
	return makefile
}

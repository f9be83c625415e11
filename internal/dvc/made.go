package dvc

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/scripts"
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

// IsModel says whether a file holds a model, by its ending.
func IsModel(name string) bool { return models[strings.ToLower(path.Ext(name))] }

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
	for _, script := range scripts.Of(command) {
		file := join(dir, script.File)
		data, err := readBytes(p.files, file, 1<<20)
		if err != nil {
			continue
		}
		if !script.Make {
			targets = append(targets, p.trained(dir, scripts.WithoutComments(string(data)), deep-1)...)
			continue
		}
		at := path.Dir(file)
		rules, _ := scripts.Rules(scripts.Expand(string(data)), script.Goals)
		for _, rule := range rules {
			recipe := strings.TrimSpace(strings.Join(rule.Lines, ""))
			if recipe != "" && (models[strings.ToLower(path.Ext(rule.Target))] || runsTraining(strings.Split(recipe, "\n"))) {
				targets = append(targets, join(at, rule.Target))
			}
			targets = append(targets, p.trained(at, strings.ReplaceAll(strings.ReplaceAll(recipe, "$(MAKE)", "make"), "${MAKE}", "make"), deep-1)...)
		}
		break // make reads the first file that it finds
	}
	return slices.DeleteFunc(targets, outside)
}

package report

import (
	"cmp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file names inputs as people say them, one by one and counted.

// brief names inputs in a few words: one of a kind by its name, several of a
// kind by their number. "code, data/train.parquet, 14 params, 61 packages".
// Names in it are as they came.
func brief(list []repro.Input) []string {
	var kinds []string
	byKind := map[string][]repro.Input{}
	for _, input := range list {
		kind := groupOf(input)
		if byKind[kind] == nil {
			kinds = append(kinds, kind)
		}
		byKind[kind] = append(byKind[kind], input)
	}
	words := make([]string, 0, len(kinds))
	for _, kind := range kinds {
		group := byKind[kind]
		if len(group) == 1 {
			words = append(words, inputName(group[0]))
			continue
		}
		words = append(words, wording.Count(len(group), singular(kind), plural(kind)))
	}
	return words
}

// groupOf is the kind under which inputs are counted together: Python stands
// beside the packages, not among them, and of the hardware each by its name.
func groupOf(input repro.Input) string {
	if input.Kind == repro.KindEnvironment && strings.EqualFold(input.Name, "python") {
		return "python"
	}
	if input.Kind == repro.KindHardware {
		return cmp.Or(input.Name, input.Kind)
	}
	return input.Kind
}

// inputName is one input as people say it.
func inputName(input repro.Input) string {
	switch {
	case groupOf(input) == "python":
		return "Python"
	case input.Kind == repro.KindCommand && input.Name == "command":
		return "program" // MLflow keeps its name, and not what it was called with
	case input.Kind == repro.KindDerived, input.Name == repro.DirtyTree, countsFiles(input):
		return input.Name
	case input.Name == "" || strings.EqualFold(input.Name, input.Kind) || input.Name == plural(input.Kind) || input.Kind == repro.KindCode && input.Name == "commit":
		return input.Kind
	case input.Kind == repro.KindParams && input.Name == input.Original:
		return input.Name // "14 params": what is the same is counted
	case input.Kind == repro.KindEnvironment, input.Kind == repro.KindVariable, input.Kind == repro.KindHardware, input.Kind == repro.KindOverride, input.Kind == repro.KindFile, input.Kind == repro.KindRun:
		return input.Name
	default:
		return wording.OfKind(input.Kind, input.Name)
	}
}

func singular(kind string) string {
	switch kind {
	case repro.KindParams:
		return "param"
	case repro.KindEnvironment:
		return "package"
	case repro.KindData:
		return "data input"
	default:
		return kind
	}
}

func plural(kind string) string {
	switch kind {
	case repro.KindParams:
		return kind
	case repro.KindEnvironment:
		return "packages"
	case repro.KindData:
		return "data inputs"
	case repro.KindCode:
		return "code paths"
	case repro.KindFile:
		return "tracked files"
	case repro.KindRun:
		return "facts of the run"
	case repro.KindOverride:
		return "overrides"
	case datasetDigest:
		return "digests of datasets"
	default:
		return kind + "s"
	}
}

package lineage

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// withoutMade calls no other data what a training makes of data that is the same: a program logs
// the digest of its table after it has cleaned it. Where the files are the same and code, params
// or software differ, the digest follows from them. read says that all files which the training
// was seen to read are those of the original's commit.
func withoutMade(inputs []repro.Input, read bool) []repro.Input {
	digest := func(input repro.Input) bool {
		return input.Kind == repro.KindData && (strings.HasPrefix(input.Original, "mlflow ") || strings.HasPrefix(input.Now, "mlflow "))
	}
	same, makes := read, false
	for _, input := range inputs {
		switch {
		case input.Kind == repro.KindData && !digest(input):
			if input.State != repro.InputSame {
				return inputs
			}
			same = true
		case input.State != repro.InputDiffers || input.Bearing == repro.BearingSeldom || input.Bearing == repro.BearingIdle:
		case input.Kind == repro.KindFile && !slices.Contains([]string{".yaml", ".yml", ".json", ".toml", ".ini", ".cfg"}, path.Ext(input.Name)): // it may hold data
			return inputs
		case slices.Contains([]string{repro.KindCode, repro.KindFile, repro.KindParams, repro.KindCommand, repro.KindOverride, repro.KindEnvironment}, input.Kind):
			makes = true
		}
	}
	if !same || !makes {
		return inputs
	}
	inputs = slices.Clone(inputs)
	for i, input := range inputs {
		if digest(input) && input.State == repro.InputDiffers {
			inputs[i].Kind, inputs[i].Note = repro.KindDerived, "of what the program made of its data, and not of the files, which are the same"
		}
	}
	return inputs
}

// readTheSame says whether all files that a training was seen to read are in git, and the same in
// the original's commit.
func readTheSame(training Trained, recorded, trained tree) bool {
	if len(training.Read) == 0 || training.ReadMore || recorded.files == nil || trained.files == nil {
		return false
	}
	then, okThen := recorded.list()
	now, okNow := trained.list()
	return okThen && okNow && !slices.ContainsFunc(training.Read, func(data repro.DataVersion) bool {
		name := trained.fromProject(data.Path)
		a, b := then[name], now[name]
		return a == nil || b == nil || !sameFile(recorded, trained, name, a, b)
	})
}

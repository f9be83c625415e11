//go:build !nodesk

package lineage

import (
	"regexp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// variableRead is how a Python program takes a variable of its environment.
var variableRead = regexp.MustCompile(`(?:environ(?:\.get)?|getenv)\s*[\[(]\s*["']([A-Za-z_][A-Za-z0-9_]{0,60})["']`)

// withSeedsOfEnviron adds the seeds that a program takes from the environment and of which nobody
// recorded what they were: beside them a seed that is the same is not all of them. A record has
// every variable, so that one that differs is told from it. Programs are read of a training on this
// machine alone.
func withSeedsOfEnviron(inputs []repro.Input, record Record, training Trained, trained tree) []repro.Input {
	if record.Known() || training.Environ == nil {
		return inputs
	}
	var seeds []repro.Input
	trained.eachProgram(func(file, text string) {
		if training.WasRead != nil {
			if read, known := training.WasRead(file); known && !read {
				return
			}
		}
		for _, found := range variableRead.FindAllStringSubmatch(text, -1) {
			seed := repro.Input{Kind: repro.KindSeed, Name: found[1] + " of the environment", State: repro.InputUnknown, Evidence: file + " takes it", Note: "no run recorded it"}
			told := func(input repro.Input) bool { return input.Name == seed.Name || input.Name == found[1] }
			if repro.IsSeed(found[1]) && !slices.ContainsFunc(seeds, told) && !slices.ContainsFunc(inputs, told) {
				seeds = append(seeds, seed)
			}
		}
	})
	if len(seeds) == 0 {
		return inputs
	}
	return append(slices.DeleteFunc(slices.Clone(inputs), func(input repro.Input) bool { // nobody recorded one: it is named now
		return input.Kind == repro.KindSeed && input.Name == repro.KindSeed && input.Original+input.Now == ""
	}), seeds...)
}

package lineage

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A key of a params file that no run logged may be one that no program takes. It comes after what the
// training was seen to read then.

// notNamed is the note of such a key.
const notNamed = "no run logged it, and no program of the project names it"

// unpacks is a program's text where it passes on whatever keys there are.
var unpacks = regexp.MustCompile(`[(,]\s*\*\*\s*[A-Za-z_]`)

// keyInputs are the keys of params files that differ and that known has not, but for those that are
// known to be the same for both trainings.
func (s source) keyInputs(known []repro.Input, same func(file string, key repro.OwnChange) bool) []repro.Input {
	inputs := stageInputs(known, s.paramChanges(same))
	if len(inputs) == 0 {
		return nil
	}
	texts := append(s.before.takersOfKeys(), s.after.takersOfKeys()...)
	if len(texts) == 0 || slices.ContainsFunc(texts, unpacks.MatchString) {
		return inputs
	}
	for i, input := range inputs {
		named := func(part string) bool {
			word, err := regexp.Compile(`\b` + regexp.QuoteMeta(part) + `\b`)
			return err != nil || slices.ContainsFunc(texts, word.MatchString)
		}
		if input.Kind == repro.KindParams && !slices.ContainsFunc(strings.Split(input.Name, "."), named) {
			inputs[i].Bearing, inputs[i].Note = repro.BearingTracked, notNamed
		}
	}
	return inputs
}

// takersOfKeys are the texts of a tree that may take a key by its name: its programs, and the commands
// of its pipeline.
func (t tree) takersOfKeys() []string {
	texts := t.programTexts()
	for _, file := range []string{"dvc.yaml", "MLproject"} {
		if t.files == nil {
			break
		}
		if data, err := doc.ReadFile(t.files, file); err == nil {
			texts = append(texts, string(data))
		}
	}
	return texts
}

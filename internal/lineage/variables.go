package lineage

import (
	"cmp"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxVariables is how many variables are told of which only a digest was recorded.
const maxVariables = 10

// variables are those of the environment that are others now. environ is nil where
// nobody knows the environment of the training.
func (r Record) variables(environ []string, named func(name string) bool) []repro.Input {
	if !r.Known() || environ == nil {
		return nil
	}
	return variableInputs(r.Environment.Against(environ, named), r.from+"; the environment of the training", named)
}

// variablesOf are those of the environment that are others in another record. One that a
// program names and of which both records have no more than a digest is not known.
func (r Record) variablesOf(other Record, named func(name string) bool) []repro.Input {
	if !r.Known() || !other.Known() {
		return nil
	}
	from := r.from + "; " + other.from
	changes, unknown := r.Environment.Between(other.Environment)
	inputs := variableInputs(changes, from, named)
	for _, name := range unknown {
		if named(name) {
			inputs = append(inputs, repro.Input{Kind: repro.KindVariable, Name: name, Original: repro.AValue, Now: repro.AValue, State: repro.InputUnknown, Evidence: from,
				Note: "a program names it, and each record has a digest of its own, which cannot be compared"})
		}
	}
	return inputs
}

// variableInputs are changes of variables as inputs that differ.
func variableInputs(changes []recorded.VariableChange, from string, named func(name string) bool) []repro.Input {
	var inputs []repro.Input
	hidden := 0
	for _, change := range changes {
		input := repro.Input{Kind: repro.KindVariable, Name: change.Name, Original: cmp.Or(change.Then, "not set"), Now: cmp.Or(change.Now, "not set"), State: repro.InputDiffers, Evidence: from}
		both := change.Then != "" && change.Now != ""
		if change.Value && repro.SeedVariable(change.Name) {
			if input.Note = "a program names it"; !named(change.Name) {
				input.Note, input.Bearing = "no program names it", repro.BearingSeldom
			}
		} else if !change.Value && named(change.Name) {
			if input.Note = "its value was not recorded, and a program names it"; both {
				input.Note = "its value was not recorded, a digest of it differs, and a program names it"
			}
		} else if !change.Value {
			if hidden++; hidden > maxVariables {
				continue
			}
			if input.Note, input.Bearing = "its value was not recorded", repro.BearingSeldom; both {
				input.Note = "its value was not recorded, and a digest of it differs"
			}
		}
		inputs = append(inputs, input)
	}
	return inputs
}

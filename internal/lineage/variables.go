package lineage

import (
	"cmp"
	"slices"
	"strings"

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
	changes, unknown := r.Environment.Against(environ, named)
	from := r.from + "; the environment of the training"
	return append(variableInputs(changes, from, named), unknownVariables(unknown, from, "a program names it, and its value is not recorded, as that of a secret")...)
}

// variablesOf are those of the environment that are others in another record. One that a
// program names and of which both records have no more than a digest is not known.
func (r Record) variablesOf(other Record, named func(name string) bool) []repro.Input {
	if !r.Known() || !other.Known() {
		return nil
	}
	from := r.from + "; " + other.from
	changes, unknown := r.Environment.Between(other.Environment, named)
	unknown = slices.DeleteFunc(unknown, func(name string) bool { return !named(name) })
	return append(variableInputs(changes, from, named), unknownVariables(unknown, from, "a program names it, and neither record has its value, or a digest that can be compared")...)
}

// unknownVariables are variables that both trainings had, with values that nobody knows.
func unknownVariables(names []string, from, why string) (inputs []repro.Input) {
	for _, name := range names {
		inputs = append(inputs, repro.Input{Kind: repro.KindVariable, Name: name, Original: repro.AValue, Now: repro.AValue, State: repro.InputUnknown, Evidence: from, Note: why})
	}
	return inputs
}

// toldOnce leaves out what a variable that differs is told as a second time: as a seed, unless no
// program names the variable, and in the line of all threads where each that differs is told.
func toldOnce(inputs []repro.Input) []repro.Input {
	differs := func(kind, name string) bool {
		return slices.ContainsFunc(inputs, func(i repro.Input) bool { return i.Kind == kind && i.Name == name && i.State == repro.InputDiffers })
	}
	inputs = slices.DeleteFunc(slices.Clone(inputs), func(i repro.Input) bool {
		return i.Kind == repro.KindVariable && i.Bearing == repro.BearingSeldom && differs(repro.KindSeed, i.Name)
	})
	return slices.DeleteFunc(slices.Clone(inputs), func(i repro.Input) bool {
		switch {
		case i.Kind == repro.KindSeed:
			return differs(repro.KindVariable, i.Name)
		case i.Kind != repro.KindHardware || i.Name != "threads" || i.State != repro.InputDiffers:
			return false
		}
		then, now := strings.Split(i.Original, ", "), strings.Split(i.Now, ", ")
		untold := func(side, other []string) bool {
			return slices.ContainsFunc(side, func(set string) bool {
				name, _, named := strings.Cut(set, " = ")
				return !slices.Contains(other, set) && !(named && differs(repro.KindVariable, name))
			})
		}
		return !untold(then, now) && !untold(now, then)
	})
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

//go:build nodesk

package lineage

import "github.com/reproduce-action/reproduce/internal/repro"

// A container trains nothing itself: what a workflow's training read, nobody there has watched.

func (Record) checkedOut([]repro.DataVersion, tree, tree) []repro.Input { return nil }

func (Record) markNotThere([]repro.Input, Trained, tree) {}

func (Record) variables([]string, func(string) bool) []repro.Input { return nil }

// variablesOf says that nobody compares them here: that is what the program on a machine does.
func (r Record) variablesOf(other Record, _ func(string) bool) []repro.Input {
	if !r.Known() || !other.Known() {
		return nil
	}
	return []repro.Input{{Kind: repro.KindVariable, Name: "variables of the environment", State: repro.InputUnknown}}
}

func (tree) naming() func(string) bool { return nil }

func (Record) cpus(int) []repro.Input { return nil }

func (Trained) readElsewhere(_ Record, read []repro.DataVersion) []repro.DataVersion { return read }

func (Trained) outside(code repro.Input) repro.Input { return code }

func withSeedsOfEnviron(inputs []repro.Input, _ Record, _ Trained, _ tree) []repro.Input {
	return inputs
}

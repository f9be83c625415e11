//go:build nodesk

package lineage

import "github.com/reproduce-action/reproduce/internal/repro"

// A container trains nothing itself: what a workflow's training read, nobody there has watched.

func (Record) checkedOut([]repro.DataVersion, tree, tree) []repro.Input { return nil }

func (Record) markNotThere([]repro.Input, Trained, tree) {}

func (Record) cpus(int) []repro.Input { return nil }

func (Trained) readElsewhere(_ Record, read []repro.DataVersion) []repro.DataVersion { return read }

func (Trained) outside(code repro.Input) repro.Input { return code }

func withSeedsOfEnviron(inputs []repro.Input, _ Record, _ Trained, _ tree) []repro.Input {
	return inputs
}

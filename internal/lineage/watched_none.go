//go:build nodesk

package lineage

import "github.com/reproduce-action/reproduce/internal/repro"

// A container trains nothing itself: what a workflow's training read, nobody there has watched.

func (Record) checkedOut([]repro.DataVersion, tree, tree) []repro.Input { return nil }

func (Record) markNotThere([]repro.Input, Trained, tree) {}

func (Record) cpus(int) []repro.Input { return nil }

func (Trained) readElsewhere(_ Record, read []repro.DataVersion) []repro.DataVersion { return read }

func withSeedsOfEnviron(inputs []repro.Input, _ Record, _ Trained, _ tree) []repro.Input {
	return inputs
}

func (Trained) readLinked(_ Record, _ tree, read []repro.DataVersion) []repro.DataVersion {
	return read
}

func (Trained) readCommitted(_ Record, _ tree, read []repro.DataVersion) []repro.DataVersion {
	return read
}

func (Record) withoutDataInGit(inputs []repro.Input, _, _ tree) []repro.Input { return inputs }

func (Record) codeBeyond(inputs []repro.Input, _ Trained, _ tree) []repro.Input { return inputs }

func (Trained) readLent(_ Record, _ tree, read []repro.DataVersion) []repro.DataVersion { return read }

func (Record) notHashed([]repro.Input) []repro.Input { return nil }

func (Record) ofTwoCommits(inputs []repro.Input, _ string) []repro.Input { return inputs }

func (Record) notInstalled([]repro.Software, []string) []repro.Input { return nil }

func (Record) markCommittedSince([]repro.Input, func(file, digest string) bool, tree) {}

func (Record) orTold(same func(file, digest string) bool, _ []repro.Input, _ tree) func(file, digest string) bool {
	return same
}

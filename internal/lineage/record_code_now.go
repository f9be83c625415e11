//go:build !nodesk

package lineage

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file holds the code that a record has beyond that of its commit against what a training here
// ran and found.

// codeBeyond adds to inputs, which begin with the commit, the code that is not the commit's.
func (r Record) codeBeyond(inputs []repro.Input, t Trained, trained tree) []repro.Input {
	code, rest := r.codeNow(t)
	code = append(code, r.linkedNow(t, trained)...)
	return append(notSame(withOutside(inputs, rest), code), code...)
}

// codeNow compares the code of outside that the record has with what this training was seen to run
// there. rest is the code of outside of which no version is known.
func (r Record) codeNow(t Trained) (inputs []repro.Input, rest []string) {
	then := r.outsideCode()
	for _, said := range t.Outside {
		name, _, _ := strings.Cut(said, " (")
		if now := t.HashFile; then[name] != "" && now != nil && now(name) != "" {
			inputs = append(inputs, codeInput(name, then[name], now(name), r.from+"; "+repro.SeenInTraining))
		} else {
			rest = append(rest, said)
		}
	}
	return inputs, rest
}

// linkedNow are the programs and settings that the record has and that git has no more of than a
// link, where the link leads to something else for this training.
func (r Record) linkedNow(t Trained, trained tree) (inputs []repro.Input) {
	if !r.Known() || t.Files == nil {
		return nil
	}
	for _, file := range slices.Concat(r.Code.Files, r.Params) {
		name := trained.fromProject(file.Path)
		if filepath.IsAbs(filepath.FromSlash(file.Path)) || file.SHA256 == "" || !fs.ValidPath(name) || slices.Contains(r.Wrote, file.Path) || !trained.linkOn(name) {
			continue
		}
		if now := t.behind(trained, name); now != "" && now != file.SHA256 {
			inputs = append(inputs, contentInput(name, file.SHA256, now, r.from+"; "+behindLink))
		}
	}
	return inputs
}

// ofTwoCommits takes it back that the code is the same where another commit was checked out while a
// training ran: inputs begin with the commit. training names it.
func (r Record) ofTwoCommits(inputs []repro.Input, training string) []repro.Input {
	if !r.Known() || !slices.ContainsFunc(r.Gaps, func(gap string) bool { return strings.HasPrefix(gap, recorded.OtherCommit) }) {
		return inputs
	}
	return withUnknownCode(inputs, "of one of two commits that "+training+" ran", recorded.OtherCommit, recorded.OtherCommit)
}

// withOutside takes it back that the code is the same where code ran that is not of the commit and
// of which no version is known: inputs begin with the commit.
func withOutside(inputs []repro.Input, outside []string) []repro.Input {
	if len(outside) == 0 {
		return inputs
	}
	return withUnknownCode(inputs, "code outside of the checkout ("+wording.ListUpTo(outside, 2)+")", "the commit is the same, and no version of the other code is compared", "no version of it is compared")
}

// withUnknownCode adds code of which nobody knows the version. Where the commit, which inputs begin
// with, is the same, it is told in its place: same is the note then, and note beside other commits.
func withUnknownCode(inputs []repro.Input, name, same, note string) []repro.Input {
	if inputs[0].State == repro.InputSame {
		inputs[0].State, inputs[0].Name, inputs[0].Note = repro.InputUnknown, name, same
		return inputs
	}
	return append(inputs, repro.Input{Kind: repro.KindCode, Name: name, State: repro.InputUnknown, Note: note})
}

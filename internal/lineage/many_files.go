//go:build !nodesk

package lineage

import (
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A training may read more files than are told one by one, or hashed. What is known of each is compared
// all the same, and what is not is said.

// readLent takes the files of a lent folder that is told as one apart, as far as the record has them
// by their digests. Of the rest their number stays.
func (t Trained) readLent(r Record, trained tree, read []repro.DataVersion) []repro.DataVersion {
	if !r.Known() {
		return read
	}
	then := map[string]bool{}
	for _, data := range r.data() {
		then[data.Path] = then[data.Path] || schemeOf(data) == sha
	}
	loans := map[string]int{} // that are told as one, with how many files are no more than counted
	var apart []repro.DataVersion
	for _, file := range t.Lent {
		name, loan := trained.fromProject(file.Path), trained.fromProject(file.Loan)
		if name == loan || !slices.ContainsFunc(read, func(data repro.DataVersion) bool { return data.Path == loan && data.From == repro.Lent }) {
			continue
		}
		if t.WasRead != nil {
			if was, known := t.WasRead(name); known && !was {
				continue
			}
		}
		if then[name] && file.SHA256 != "" {
			apart = append(apart, repro.DataVersion{Path: name, Hash: sha + " " + file.SHA256, From: repro.Lent})
		} else {
			loans[loan]++
		}
	}
	if len(apart) == 0 {
		return read
	}
	taken := func(data repro.DataVersion) bool {
		return data.From == repro.Lent && slices.ContainsFunc(apart, func(file repro.DataVersion) bool { return covering([]string{data.Path}, file.Path) != "" })
	}
	kept := slices.DeleteFunc(slices.Clone(read), func(data repro.DataVersion) bool { return taken(data) && loans[data.Path] == 0 })
	for i, data := range kept {
		if taken(data) {
			kept[i].Path, kept[i].Hash = fmt.Sprintf("%s/ (%s)", data.Path, wording.Count(loans[data.Path], "more file", "more files")), ""
		}
	}
	return append(kept, apart...)
}

// notHashed says of data that the original read, and of which nobody has a digest, that it is not
// compared: what is beyond the files that a record has, and what was too large for it. known are the
// inputs that tell of some.
func (r Record) notHashed(known []repro.Input) (inputs []repro.Input) {
	if !r.Known() {
		return nil
	}
	row := func(name string) {
		inputs = append(inputs, repro.Input{Kind: repro.KindData, Name: name, State: repro.InputUnknown, Evidence: r.from})
	}
	if len(r.Data) >= recorded.MaxFiles && len(r.Gaps) > 0 {
		row(fmt.Sprintf("beyond the first %d files that were read", recorded.MaxFiles))
	}
	var names []string
	for _, data := range r.Data {
		name := r.named(data.Path)
		if data.Hash == "" && data.In == "" && !slices.ContainsFunc(known, func(input repro.Input) bool { return input.Name == name }) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		row(wording.ListUpTo(names, 3) + " (without a digest)")
	}
	return inputs
}

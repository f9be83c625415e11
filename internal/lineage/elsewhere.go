//go:build !nodesk

package lineage

import (
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What a training took from outside of its checkout, and what of that a record of the
// original can be held against.

// readElsewhere adds to the data that was read what the record names by its full path and
// this training was seen to read, too.
func (t Trained) readElsewhere(r Record, read []repro.DataVersion) []repro.DataVersion {
	if !r.Known() || t.HashOutside == nil {
		return read
	}
	for _, data := range r.data() {
		known := func(now repro.DataVersion) bool { return now.Path == data.Path }
		if !filepath.IsAbs(data.Path) || slices.ContainsFunc(read, known) {
			continue
		}
		if hash := t.HashOutside(data.Path); hash != "" {
			read = append(read, repro.DataVersion{Path: data.Path, Hash: hash, From: repro.SeenRead})
		}
	}
	return read
}

// cpus compares the processors that a record names with those that this training had.
func (r Record) cpus(now int) []repro.Input {
	if !r.Known() || r.Environment.CPUs == 0 || now == 0 {
		return nil
	}
	input := repro.Input{Kind: repro.KindHardware, Name: "processors", Original: wording.Count(r.Environment.CPUs, "CPU", "CPUs"), Now: wording.Count(now, "CPU", "CPUs"),
		State: repro.InputSame, Evidence: r.from + "; the machine of the training"}
	if input.Original != input.Now {
		input.State = repro.InputDiffers
	}
	return []repro.Input{input}
}

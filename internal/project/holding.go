package project

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file finds the params file that nobody named, by the keys that it has.

// paramsNames are what people call files of params, without the suffix.
var paramsNames = []string{"params", "parameters", "config", "conf", "hparams", "hyperparameters", "settings"}

// maxEntries bounds the files of one directory that are looked at.
const maxEntries = 100

// FileHolding gives the file that has a place for the most of the params and that is not
// known, and the names of those: one whose name says that it holds params, at the top, or
// any in a folder for such. "" for none.
func FileHolding(files fs.FS, known func(file string) bool, wanted repro.Params) (file string, names []string) {
	if files == nil {
		return "", nil
	}
	for _, dir := range []string{".", "config", "conf", "configs", "params", "conf/base"} {
		entries, _ := fs.ReadDir(files, dir)
		for _, entry := range entries[:min(len(entries), maxEntries)] {
			name, suffix := path.Join(dir, entry.Name()), path.Ext(entry.Name())
			if known(name) || !slices.Contains([]string{".json", ".toml", ".yaml", ".yml"}, suffix) || dir == "." && !slices.Contains(paramsNames, strings.TrimSuffix(entry.Name(), suffix)) {
				continue
			}
			data, err := doc.ReadFile(files, name)
			if err != nil {
				continue
			}
			planned, err := params.Plan([]params.File{{Path: name, Data: data}}, wanted, params.Options{Section: params.DefaultSection})
			if err != nil {
				continue
			}
			if held := repro.ParamsWith(planned.Edits, repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed, repro.ParamAmbiguous); len(held) > len(names) {
				file, names = name, held
			}
		}
	}
	return file, names
}

// Unnamed says which file holds params that no named file has a place for, with the option
// that names it, as a sentence's end; "" for none.
func Unnamed(files fs.FS, wanted repro.Params) string {
	file, names := FileHolding(files, func(string) bool { return false }, wanted)
	if file == "" {
		return ""
	}
	return file + " has a key for " + wording.ListUpTo(names, 5) + ": if the training reads it, name it with --params-file " + wording.Quote(file)
}

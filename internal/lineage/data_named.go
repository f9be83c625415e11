//go:build !nodesk

package lineage

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
)

// This file finds the data of a training that git has: a project without DVC may keep a
// table beside its code, and the commit is its version.

// tables are endings of files that hold data and nothing else, and that people commit.
var tables = []string{".csv", ".tsv", ".parquet", ".feather", ".arrow", ".jsonl", ".ndjson", ".npy", ".npz", ".xlsx", ".arff", ".libsvm", ".svm", ".avro", ".orc", ".h5", ".hdf5", ".gz", ".zip"}

// maxTables is how many files of data are looked for.
const maxTables = 2000

// DataInGit names the files of data among those of a commit that a training is seen to name:
// its program, what that imports or calls, the Makefile, or a params file. Outputs of the
// pipeline are none.
func DataInGit(files fs.FS, pipeline *dvc.Project, program string) (named []string) {
	t := tree{files: files, project: pipeline}
	all, err := t.tables()
	if err != nil || len(all) == 0 {
		return nil
	}
	for _, found := range importsOf(t, all, []string{program}) {
		named = append(named, found...)
	}
	for _, file := range append([]string{"params.yaml"}, pipeline.ParamFiles()...) {
		if text, err := doc.ReadFile(files, file); err == nil {
			for _, table := range all {
				if sourcetext.NamesFile(string(text), table, false) {
					named = append(named, table)
				}
			}
		}
	}
	named = slices.DeleteFunc(named, func(file string) bool { return !slices.Contains(all, file) })
	slices.Sort(named)
	return slices.Compact(named)
}

// tables lists the files of data, but for outputs and what lies in hidden directories.
func (t tree) tables() (found []string, err error) {
	walked := 0
	err = fs.WalkDir(t.files, ".", func(file string, entry fs.DirEntry, err error) error {
		walked++
		switch {
		case err != nil:
			return err
		case walked > maxWalked || len(found) > maxTables:
			return errTooMany
		case entry.IsDir() && file != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "mlruns"):
			return fs.SkipDir
		case !entry.IsDir() && entry.Type().IsRegular() && slices.Contains(tables, strings.ToLower(path.Ext(file))) && !t.makes(file):
			found = append(found, file)
		}
		return nil
	})
	return found, err
}

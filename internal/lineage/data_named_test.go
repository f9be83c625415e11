//go:build !nodesk

package lineage

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// TestDataInGit_named: a table in git is data of the training that names it, by whatever way, and
// no other table is; neither is what the pipeline makes.
func TestDataInGit_named(t *testing.T) {
	t.Parallel()
	const reads, calls = "import pandas\npandas.read_csv('data/a.csv')\n", "from lib.load import frame\n"
	table := &fstest.MapFile{Data: []byte("x,y\n")}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	for name, tt := range map[string]struct {
		files   fstest.MapFS
		program string
		want    []string
	}{
		"its program names it":       {fstest.MapFS{"train.py": file(reads)}, "train.py", []string{"data/a.csv"}},
		"by its full path":           {fstest.MapFS{"src/train.py": file(reads)}, "/home/ada/churn/src/train.py", []string{"data/a.csv"}},
		"a module of it does":        {fstest.MapFS{"train.py": file(calls), "lib/load.py": file(reads)}, "train.py", []string{"data/a.csv"}},
		"the Makefile does":          {fstest.MapFS{"Makefile": file("run:\n\tpython fit.py data/a.csv\n"), "fit.py": file("import sys")}, "fit.py", []string{"data/a.csv"}},
		"a params file does":         {fstest.MapFS{"train.py": file("import yaml"), "params.yaml": file("data: data/a.csv\n")}, "train.py", []string{"data/a.csv"}},
		"its folder is named":        {fstest.MapFS{"train.py": file("import glob\nglob.glob('data/*.csv')\n")}, "train.py", []string{"data/a.csv", "data/b.csv"}},
		"a stage's program does":     {fstest.MapFS{"train.py": file(reads), "dvc.yaml": file("stages:\n  train: {cmd: python train.py, deps: [train.py]}\n")}, "train.py", []string{"data/a.csv"}},
		"another program does":       {fstest.MapFS{"train.py": file("import os"), "report.py": file(reads)}, "train.py", nil},
		"only a comment does":        {fstest.MapFS{"train.py": file("import os\n# was data/a.csv\n")}, "train.py", nil},
		"a stage makes it":           {fstest.MapFS{"train.py": file(reads), "dvc.yaml": file("stages:\n  prep: {cmd: python train.py, outs: [data/a.csv: {cache: false}]}\n")}, "train.py", nil},
		"it is in a hidden place":    {fstest.MapFS{"train.py": file("open('.cache/c.csv')"), ".cache/c.csv": table}, "train.py", nil},
		"nobody knows what was run":  {fstest.MapFS{"train.py": file(reads)}, "", nil},
		"the program is of no clone": {fstest.MapFS{"train.py": file(reads)}, "/usr/lib/python3/ipykernel_launcher.py", nil},
	} {
		tt.files["data/a.csv"], tt.files["data/b.csv"] = table, table
		pipeline, err := dvc.Read(tt.files)
		if err != nil {
			t.Fatal(err)
		}
		if got := DataInGit(tt.files, pipeline, tt.program); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

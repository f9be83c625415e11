package planning

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestTrain: the command that is suggested is one that the project has.
func TestTrain(t *testing.T) {
	t.Parallel()
	const pipeline = "stages:\n  train:\n    cmd: python train.py\n    params: [epochs]\n"
	for name, tt := range map[string]struct {
		files  map[string]string
		script string
		want   string
	}{
		"a Makefile that runs":       {map[string]string{"Makefile": "run: data\n\tpython train.py\n"}, "train.py", "make run"},
		"a Makefile that trains":     {map[string]string{"Makefile": "all:\n\ntrain :\n\tpython train.py\n"}, "train.py", "make train"},
		"a Makefile with DVC":        {map[string]string{"Makefile": "train:\n\tdvc repro\n", "dvc.yaml": pipeline}, "train.py", "dvc repro --force"},
		"DVC with data of its own":   {map[string]string{"dvc.yaml": pipeline, "data/a b.csv.dvc": "outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  path: a b.csv\n"}, "", "dvc checkout 'data/a b.csv.dvc' && dvc repro --force"},
		"a Makefile for other ends":  {map[string]string{"Makefile": "lint:\n\truff .\n"}, "", ""},
		"the script that trained":    {map[string]string{"src/train.py": ""}, "src/train.py", "python src/train.py"},
		"a script with a blank":      {map[string]string{"my train.py": ""}, "my train.py", "python 'my train.py'"},
		"a script that is elsewhere": {nil, "/home/ada/train.py", ""},
		"a script by its full path":  {map[string]string{"src/train.py": "", "train.py": ""}, "/home/ada/churn/src/train.py", "python src/train.py"},
		"a full path to no script":   {map[string]string{"src/train": ""}, "/home/ada/churn/src/train", ""},
		"a script that is gone":      {nil, "train.py", ""},
		"outside":                    {map[string]string{"train.py": ""}, "../train.py", ""},
		"a notebook":                 {map[string]string{"train.ipynb": ""}, "train.ipynb", ""},
		"nothing":                    {nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{"params.yaml": {Data: []byte("epochs: 3\n")}}
			for path, text := range tt.files {
				files[path] = &fstest.MapFile{Data: []byte(text)}
			}
			edits, err := Edit(files, settings.Params{}, repro.Run{Params: repro.Params{{Name: "epochs", Value: "3"}}})
			if err != nil {
				t.Fatal(err)
			}
			if got := edits.Train(files, repro.Fact{Value: tt.script}); got != tt.want {
				t.Errorf("train with %q, want %q", got, tt.want)
			}
		})
	}
}

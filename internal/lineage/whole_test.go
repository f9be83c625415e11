package lineage

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCompareRuns_whole: a project in a directory of its repository is the same code
// only where nothing beside it differs, and what it imports from there comes first.
func TestCompareRuns_whole(t *testing.T) {
	t.Parallel()
	was, is := strings.Repeat("a", 40), strings.Repeat("b", 40)
	of := func(changes ...string) fs.FS {
		files := fstest.MapFS{
			"models/churn/train.py":  {Data: []byte("import sys; sys.path.insert(0, '../../libs')\nfrom common.feat import clip\nopen('../../shared/limits.json')\nopen('conf.json')\n")},
			"models/churn/conf.json": {Data: []byte("{}")},
			"libs/common/feat.py":    {Data: []byte("clip = 1\n")},
			"shared/limits.json":     {Data: []byte("{}")},
			"services/api/main.py":   {Data: []byte("print(1)\n")},
			"services/api/conf.json": {Data: []byte("{}")},
		}
		for _, file := range changes {
			files[file] = &fstest.MapFile{Data: []byte(`{"other": 1}`)}
		}
		return files
	}
	for name, tt := range map[string]struct {
		prefix string
		after  fs.FS
		state  string
		read   string // seen to be read
		other  string
	}{
		"nothing":             {"models/churn", of(), repro.InputSame, "", ""},
		"a library beside it": {"models/churn", of("libs/common/feat.py", "services/api/main.py"), repro.InputDiffers, "../../libs/common/feat.py", "../../services/api/main.py"},
		"a file beside it":    {"models/churn", of("shared/limits.json", "services/api/conf.json"), repro.InputDiffers, "../../shared/limits.json", "../../services/api/conf.json"},
		"a file of it":        {"models/churn", of("models/churn/conf.json"), repro.InputDiffers, "conf.json", ""},
		"another project":     {"services/api", of("models/churn/conf.json"), repro.InputDiffers, "", "../../models/churn/conf.json"},
		"added":               {"models/churn", of("libs/new.py"), repro.InputDiffers, "", "../../libs/new.py"},
	} {
		whole := func(_ context.Context, commit string) (fs.FS, string, error) {
			if commit == was {
				return of(), tt.prefix, nil
			}
			return tt.after, tt.prefix, nil
		}
		run := func(id, commit string) repro.Run {
			return repro.Run{ID: id, Tags: map[string]string{MlflowCommit: commit, MlflowSource: "train.py"}}
		}
		inputs, _, _ := CompareRuns(t.Context(), nil, whole, cause.Ledger{}, run("a", was), run("b", is), repro.Comparison{})
		var read, other []string
		for _, input := range inputs {
			switch {
			case input.State != repro.InputDiffers || input.Kind == repro.KindDerived:
			case input.Bearing == repro.BearingRead:
				read = append(read, input.Name)
			default:
				other = append(other, input.Name)
			}
		}
		if inputs[0].State != tt.state || !slices.Equal(read, strings.Fields(tt.read)) || !slices.Equal(other, strings.Fields(tt.other)) {
			t.Errorf("%s: the commit %s, read %q, others %q", name, inputs[0].State, read, other)
		}
	}
}

// TestOnlySeen: data that git has is compared by its own hash, wherever the project
// lies, and is named from the project as all else is.
func TestOnlySeen(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"models/churn/data.csv": {}, "shared/rows.csv": {}}
	commit := tree{at: "1", files: fstest.MapFS{"data.csv": {}}, whole: files, prefix: "models/churn"}
	var read, names []repro.DataVersion
	for _, name := range []string{"models/churn/data.csv", "shared/rows.csv", "models/churn/made.csv", "/mnt/rows.csv"} {
		read = append(read, repro.DataVersion{Path: name, Hash: "sha256 1"})
	}
	names = onlySeen(read, nil, commit)
	if len(names) != 2 || names[0].Path != "made.csv" || names[1].Path != "/mnt/rows.csv" || read[2].Path != "models/churn/made.csv" {
		t.Errorf("only seen are %+v", names)
	}
}

// TestReadTree_ofAFolder: the stages of a tree are those of the project's folder, by their
// names there, and none of the projects beside it.
func TestReadTree_ofAFolder(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"dvc.yaml":    {Data: []byte("stages:\n  api:\n    cmd: make api\n")},
		"ml/dvc.yaml": {Data: []byte("stages:\n  train:\n    cmd: python train.py\n")},
	}
	for prefix, want := range map[string]string{"": "api ml/dvc.yaml:train", "ml": "train"} {
		d := Diagnosis{RepositoryFiles: func(context.Context, string) (fs.FS, string, error) { return files, prefix, nil }}
		tree := d.readTree(t.Context(), strings.Repeat("1", 40))
		if tree.project == nil {
			t.Fatalf("in %q there is no pipeline", prefix)
		}
		var names []string
		for _, stage := range tree.project.Stages {
			names = append(names, stage.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("in %q the stages are %q, want %q", prefix, got, want)
		}
	}
}

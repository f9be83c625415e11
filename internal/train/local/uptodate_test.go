package local

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestKept: what make took as made already is a model of the commit that nobody
// wrote, or a training that make says it had nothing to do for.
func TestKept(t *testing.T) {
	t.Parallel()
	const makefile = "run: model.pkl\n\tpython evaluate.py\nmodel.pkl: train.py\n\tpython train.py\nfit: fit.py\n"
	commit := fstest.MapFS{"Makefile": {Data: []byte(makefile)}, "train.py": {}, "train/README.md": {}}
	withModel := fstest.MapFS{"model.pkl": {ModTime: longAgo}, "Makefile": commit["Makefile"], "train.py": commit["train.py"], "train/README.md": {}}
	written := fstest.MapFS{"model.pkl": {ModTime: longAgo.Add(time.Second)}, "Makefile": commit["Makefile"], "train/README.md": {}}
	for _, tt := range []struct {
		name          string
		before, after fstest.MapFS
		command       string
		idle          []string
		want          []string
	}{
		{"the model of the commit was left", withModel, withModel, "make run", nil, []string{"model.pkl"}},
		{"it was written again", withModel, written, "make run", nil, nil},
		{"it was made, and then looked at again", commit, written, "make run && make model.pkl", []string{"model.pkl"}, nil},
		{"make is not called", withModel, withModel, "python train.py", nil, nil},
		{"make says so", withModel, withModel, "sh hidden.sh", []string{"model.pkl"}, []string{"model.pkl"}},
		{"a directory is called as the goal", commit, commit, "make train", []string{"train"}, []string{"train"}},
		{"a goal that makes nothing", commit, commit, "make fit", []string{"fit"}, []string{"fit"}},
		{"a goal that is no training", commit, commit, "make data", []string{"data", "all"}, nil},
	} {
		project, err := dvc.Read(tt.before)
		if err != nil {
			t.Fatal(err)
		}
		if got := upToDate(project, tt.command, dvc.Log{Idle: tt.idle}, tt.after, filestate.StampsOf(tt.before)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: kept %q, want %q", tt.name, got, tt.want)
		}
	}
}

package lineage

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCompareRuns_commits: the commit that reproduce made for a run is no cause,
// and what a clone knows of two commits is what their trees hold.
func TestCompareRuns_commits(t *testing.T) {
	t.Parallel()
	was, is := strings.Repeat("a", 40), strings.Repeat("b", 40)
	of := func(train, lr, depth string) fs.FS {
		return fstest.MapFS{"train.py": {Data: []byte(train)}, "params.yaml": {Data: []byte("lr: " + lr + "\ndepth: " + depth + "\n")}}
	}
	staged := func(command string) fs.FS {
		return fstest.MapFS{"dvc.yaml": {Data: []byte("stages:\n  train:\n    cmd: " + command + "\n    deps: [train.py]\n")}, "train.py": {Data: []byte("1")}}
	}
	ours := map[string]string{repro.IDTag: "x"}
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", State: repro.StateOutside}}}
	for name, tt := range map[string]struct {
		before, after fs.FS
		tags          map[string]string
		state, note   string // of the commit
		differs       string // what differs
	}{
		"no clone, and reproduce's own":    {nil, nil, ours, repro.InputUnknown, "reproduce made this commit", ""},
		"no clone":                         {nil, nil, nil, repro.InputDiffers, "", "commit"},
		"equal trees":                      {of("1", "1", "1"), of("1", "1", "1"), nil, repro.InputSame, "files are equal", ""},
		"the params that reproduce wrote":  {of("1", "1", "1"), of("1", "0.5", "1"), ours, repro.InputSame, "params that reproduce wrote", ""},
		"the params that somebody wrote":   {of("1", "1", "1"), of("1", "0.5", "1"), nil, repro.InputDiffers, "", "commit params.yaml"},
		"a param that no run logged":       {of("1", "1", "1"), of("1", "0.5", "2"), ours, repro.InputDiffers, "", "commit params.yaml depth"},
		"one that somebody wrote":          {of("1", "1", "1"), of("1", "0.5", "2"), nil, repro.InputDiffers, "", "commit params.yaml depth"},
		"one beside code":                  {of("1", "1", "1"), of("2", "1", "2"), nil, repro.InputDiffers, "", "commit train.py params.yaml depth"},
		"one that became text":             {of("1", "1", "2"), of("1", "1", "'2'"), nil, repro.InputDiffers, "", "commit params.yaml depth"},
		"one named as one that is logged":  {of("1", "1", "1\nb:\n  lr: 0.5"), of("1", "1", "1\nb:\n  lr: 0.9"), nil, repro.InputDiffers, "", "commit params.yaml b.lr"},
		"the command of a stage":           {staged("python train.py"), staged("python -O train.py"), nil, repro.InputDiffers, "", "commit dvc.yaml train"},
		"code beside what reproduce wrote": {of("1", "1", "1"), of("2", "0.5", "1"), ours, repro.InputDiffers, "", "commit train.py"},
	} {
		files := func(_ context.Context, commit string) (fs.FS, string, error) {
			switch {
			case commit == was && tt.before != nil:
				return tt.before, "", nil
			case commit == is && tt.after != nil:
				return tt.after, "", nil
			}
			return nil, "", errors.New("no such commit")
		}
		run := func(id, commit string, tags map[string]string) repro.Run {
			all := map[string]string{"mlflow.source.git.commit": commit}
			for tag, value := range tags {
				all[tag] = value
			}
			return repro.Run{ID: id, Tags: all, Params: repro.Params{{Name: "lr", Value: "0.5"}}}
		}
		inputs, _, says := CompareRuns(t.Context(), nil, files, cause.Ledger{}, run("a", was, nil), run("b", is, tt.tags), drift)
		var differs []string
		for _, input := range inputs {
			if input.State == repro.InputDiffers {
				differs = append(differs, input.Name)
			}
		}
		if inputs[0].State != tt.state || !strings.Contains(inputs[0].Note, tt.note) || strings.Join(differs, " ") != tt.differs {
			t.Errorf("%s: %s, %q, differ %q", name, inputs[0].State, inputs[0].Note, differs)
		}
		if tt.differs != "commit params.yaml" && tt.differs != "" && strings.Contains(says, "Nothing that") {
			t.Errorf("%s: %s", name, says)
		}
		if tt.differs == "" && strings.Contains(says, "could explain") {
			t.Errorf("%s: %s", name, says)
		}
	}
}

package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWhoRecordedIt: what one of two runs recorded is not called unrecorded.
func TestWhoRecordedIt(t *testing.T) {
	t.Parallel()
	python := repro.Input{Kind: repro.KindEnvironment, Name: "Python", Original: "3.11", State: repro.InputUnknown}
	data := repro.Input{Kind: repro.KindData, Name: "churn.csv", Now: "sha256 1", State: repro.InputUnknown}
	hardware := repro.Input{Kind: repro.KindHardware, Name: "hardware", State: repro.InputUnknown}
	trained, compared := repro.Result{Plan: repro.Plan{ID: "x"}}, repro.Result{Reproduction: repro.Run{ID: "b"}}
	for _, tt := range []struct {
		r      repro.Result
		inputs []repro.Input
		want   []string
	}{
		{trained, []repro.Input{python, data, hardware}, []string{"Recorded by the original only, so not compared: Python.", "Recorded by this run only, so not compared: data churn.csv.", "Not recorded, so not compared: hardware, possibly more."}},
		{trained, []repro.Input{python}, []string{"Recorded by the original only, so not compared: Python.", "What neither recorded is not known."}},
		{compared, []repro.Input{python, data}, []string{"Recorded by the first run only, so not compared: Python.", "Recorded by the second run only, so not compared: data churn.csv.", "What neither recorded is not known."}},
		{trained, nil, nil},
	} {
		got := sortInputs(tt.inputs).unknown(tt.r, 10, func(names []string) string { return strings.Join(names, ", ") })
		if !slices.Equal(got, tt.want) {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

// TestHardwareIsNamed: of hardware that was compared in part, neither half is called all of it.
func TestHardwareIsNamed(t *testing.T) {
	t.Parallel()
	processors := repro.Input{Kind: repro.KindHardware, Name: "processors", Original: "2 CPUs", Now: "2 CPUs", State: repro.InputSame}
	threads := repro.Input{Kind: repro.KindHardware, Name: "threads", Original: "4", Now: "4", State: repro.InputSame}
	other := repro.Input{Kind: repro.KindHardware, Name: "hardware", Original: "linux", State: repro.InputUnknown}
	in := sortInputs([]repro.Input{processors, threads, other})
	if got, want := brief(in.same), []string{"processors", "threads"}; !slices.Equal(got, want) {
		t.Errorf("same: %q, want %q", got, want)
	}
	if got, want := brief(in.onlyOriginal), []string{"other hardware"}; !slices.Equal(got, want) {
		t.Errorf("not compared: %q, want %q", got, want)
	}
}

// TestDigestIsNoData: a digest may cover a part of the data alone, so that it is
// called nothing more where a file differs.
func TestDigestIsNoData(t *testing.T) {
	t.Parallel()
	digest := repro.Input{Kind: repro.KindData, Name: "churn (first 10,000 rows)", Original: "mlflow 1", Now: "mlflow 1", State: repro.InputSame}
	for _, tt := range []struct {
		other repro.Input
		want  string
	}{
		{repro.Input{Kind: repro.KindFile, Name: "data/churn.csv", Bearing: repro.BearingTracked, State: repro.InputDiffers}, "digest of dataset churn (first 10,000 rows)"},
		{repro.Input{Kind: repro.KindData, Name: "churn.csv", Original: "sha256 1", Now: "sha256 2", State: repro.InputDiffers}, "digest of dataset churn (first 10,000 rows)"},
		{repro.Input{Kind: repro.KindFile, Name: "README.md", Bearing: repro.BearingSeldom, State: repro.InputDiffers}, "data churn (first 10,000 rows)"},
		{repro.Input{Kind: repro.KindEnvironment, Name: "numpy", State: repro.InputDiffers}, "data churn (first 10,000 rows)"},
	} {
		if got := brief(sortInputs([]repro.Input{digest, tt.other}).same); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s differs: same %q, want %q", tt.other.Name, got, tt.want)
		}
	}
}

// TestNewer: nothing was reproduced where two recorded runs are compared.
func TestNewer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		r    repro.Result
		want string
	}{{repro.Result{Plan: repro.Plan{ID: "x"}}, "the reproduction"}, {repro.Result{Reproduction: repro.Run{From: "b.json"}}, "the second run"}} {
		if got := newer(tt.r); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestSameCommitOfADirtyTree: a commit that both runs recorded is not called unrecorded where
// changes that nobody committed were trained too. Nor is it named among what is the same.
func TestSameCommitOfADirtyTree(t *testing.T) {
	t.Parallel()
	commit := repro.Input{Kind: repro.KindCode, Name: "commit", Original: "2abe938", Now: "2abe938", State: repro.InputUnknown, Note: "the commit is the same, but not all that was trained is in it"}
	dirt := repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, Original: "train.py", Now: "clean", State: repro.InputDiffers}
	in := sortInputs([]repro.Input{commit, dirt})
	if same := brief(in.same); len(same) != 0 || len(in.notRecorded) != 0 || len(in.differs) != 1 {
		t.Errorf("the same are %q; not recorded %+v; %d differ", same, in.notRecorded, len(in.differs))
	}
	commit.Now = ""
	if in := sortInputs([]repro.Input{commit}); len(in.same) != 0 || len(in.onlyOriginal) != 1 {
		t.Errorf("a commit that one recorded: %+v", in)
	}
}

// TestInFile: a key of a file that trainings found to be the cause is marked as in it, and no other.
func TestInFile(t *testing.T) {
	t.Parallel()
	key := func(kind, evidence string) repro.Input {
		return repro.Input{Kind: kind, Name: "k", Original: "1", Now: "2", State: repro.InputDiffers, Evidence: evidence}
	}
	for strength, said := range map[repro.Strength]string{
		repro.Established: "in conf.json, which is established by experiment", repro.Isolated: "in conf.json, which is isolated by experiment",
		repro.RuledOut: "in conf.json, which is ruled out by experiment", repro.DiffersUntested: "", repro.ConsistentWith: "",
	} {
		causes := []repro.Cause{{Factor: repro.KindCode, Name: "conf.json", Strength: repro.Established}, {Factor: repro.KindFile, Name: "conf.json", Strength: strength}}
		for _, tt := range []struct {
			input repro.Input
			in    bool
		}{
			{key(repro.KindParams, "conf.json at 1 and 2"), true},
			{key(repro.KindParams, "logged by both runs; conf.json at 1 and 2"), true},
			{key(repro.KindSeed, "conf.json at 1 and 2"), true},
			{key(repro.KindParams, "a/conf.json at 1 and 2"), false},
			{key(repro.KindParams, "logged by both runs"), false},
			{key(repro.KindFile, "conf.json at 1 and 2"), false},
		} {
			if got := remarks(tt.input, causes, ""); (said != "" && tt.in) != slices.Contains(got, said) {
				t.Errorf("%s, %s %q: %q", strength, tt.input.Kind, tt.input.Evidence, got)
			}
		}
	}
}

// TestInputs_trees: of a file that two trees have otherwise, no commit is called the one that
// changed it; and what differs in nothing that a training reads is in no list of what differs.
func TestInputs_trees(t *testing.T) {
	t.Parallel()
	file := repro.Input{Kind: repro.KindFile, Name: "data.csv", Original: "aaaaaaa", Now: "bbbbbbb", State: repro.InputDiffers, Evidence: "git at aaaaaaa and bbbbbbb"}
	if before, after := bothValues(file); before != "as in aaaaaaa" || after != "as in bbbbbbb" {
		t.Errorf("%s -> %s", before, after)
	}
	same := []repro.Cause{{Factor: file.Kind, Name: file.Name, Strength: repro.DiffersUntested, Evidence: file.Evidence}}
	if said := append(remarks(file, nil, ""), remarks(file, same, "")...); len(said) != 0 {
		t.Errorf("the trees are told twice: %q", said)
	}
	gone := file
	gone.Now = repro.NotThere
	if before, after := bothValues(gone); before != "as in aaaaaaa" || after != repro.NotThere {
		t.Errorf("%s -> %s", before, after)
	}
	other := file
	other.Original = "sha256 840426170810"
	if before, after := bothValues(other); before != other.Original || after != "as in bbbbbbb" {
		t.Errorf("%s -> %s", before, after)
	}
	idle := file
	idle.Name, idle.Bearing, idle.Note = "params.yaml", repro.BearingIdle, "no value in it differs"
	in := sortInputs([]repro.Input{file, idle})
	shown := repro.Result{Causes: []repro.Cause{{Factor: idle.Kind, Name: "params.yaml", Strength: repro.Established}}}
	if said := in.aside(shown, 5); said != nil {
		t.Errorf("trainings have shown that it is the cause, and it is said %q", said)
	}
	if said := in.aside(repro.Result{}, 5); len(in.differs) != 1 || len(said) != 1 || said[0] != "Differs, and is not taken for a cause: params.yaml (no value in it differs)." {
		t.Errorf("%d differ; %q", len(in.differs), said)
	}
}

// TestSortInputs_seldom: what a training seldom reads is listed after what it may have read.
func TestSortInputs_seldom(t *testing.T) {
	t.Parallel()
	in := sortInputs([]repro.Input{
		{Kind: repro.KindDerived, Name: "rows", State: inputDiffers}, {Kind: repro.KindFile, Name: "README.md", State: inputDiffers, Bearing: repro.BearingSeldom},
		{Kind: repro.KindParams, Name: "clip", State: inputDiffers},
	})
	if len(in.differs) != 3 || in.differs[0].Name != "clip" || in.differs[1].Name != "README.md" {
		t.Errorf("%+v", in.differs)
	}
}

// TestOtherSeed: "same seed" is not said beside another one, wherever that stands.
func TestOtherSeed(t *testing.T) {
	t.Parallel()
	seed := repro.Input{Kind: repro.KindSeed, Name: "seed", Original: "7", Now: "7", State: repro.InputSame}
	for _, tt := range []struct {
		other repro.Input
		want  int
	}{
		{repro.Input{Kind: repro.KindCommand, Name: "command line", Original: "python train.py --seed 7", Now: "python train.py --seed 8"}, 0},
		{repro.Input{Kind: repro.KindCommand, Name: "command line", Original: "python train.py --lr 7", Now: "python train.py --lr 8"}, 1},
		{repro.Input{Kind: repro.KindParams, Name: "split.randomState", Original: "7", Now: "8"}, 0},
		{repro.Input{Kind: repro.KindParams, Name: "random_state", Original: "7", Now: "8"}, 0},
		{repro.Input{Kind: repro.KindVariable, Name: "PYTHONHASHSEED", Original: "0", Now: "1"}, 0},
		{repro.Input{Kind: repro.KindSeed, Name: "split_seed", Original: "11", Now: "12"}, 0},
		{repro.Input{Kind: repro.KindFile, Name: "data/train.csv", Original: "seed", Now: "other"}, 1},
	} {
		tt.other.State = repro.InputDiffers
		if got := len(sortInputs([]repro.Input{seed, tt.other}).same); got != tt.want {
			t.Errorf("beside %s %q -> %q: %d of the same, want %d", tt.other.Name, tt.other.Original, tt.other.Now, got, tt.want)
		}
	}
	unknown := repro.Input{Kind: repro.KindSeed, Name: "SEED of the environment", State: repro.InputUnknown}
	if got := len(sortInputs([]repro.Input{seed, unknown}).same); got != 0 {
		t.Errorf("beside a seed that nobody recorded: %d of the same", got)
	}
}

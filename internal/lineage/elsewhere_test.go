package lineage

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestElsewhere: what a record names by its full path is held against what this training read
// there, and nothing else is.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		sum := strings.Repeat("e", 64)
		l.Data = append(l.Data, recorded.Data{Path: "/mnt/seen.csv", Hash: "sha256 " + sum, Seen: "python"}, recorded.Data{Path: "/mnt/listed.csv", Hash: "sha256 " + sum, Seen: "python"},
			recorded.Data{Path: "/mnt/unread.csv", Hash: "sha256 " + sum, Seen: "python"})
	}), map[string]string{recorded.Tag: recordID})
	training := Trained{HashOutside: func(file string) string {
		if file == "/mnt/unread.csv" {
			return ""
		}
		return "sha256 of " + file
	}}
	listed := []repro.DataVersion{{Path: "/mnt/listed.csv", Hash: "sha256 1"}}
	read := training.readElsewhere(record, listed)
	if len(read) != 2 || read[1].Path != "/mnt/seen.csv" || read[1].Hash != "sha256 of /mnt/seen.csv" {
		t.Errorf("%+v", read)
	}
	if read := (Trained{}).readElsewhere(record, listed); len(read) != 1 {
		t.Errorf("nobody looked: %+v", read)
	}
	if read := training.readElsewhere(Record{}, listed); len(read) != 1 {
		t.Errorf("nothing was recorded: %+v", read)
	}
}

// TestOutside: the same commit is not the same code where other code ran beside it, and such code
// is named beside another commit, too. What a record has the digest of is compared.
func TestOutside(t *testing.T) {
	t.Parallel()
	commit := func(state string) []repro.Input {
		return []repro.Input{{Kind: repro.KindCode, Name: "commit", State: state}}
	}
	if got := withOutside(commit(repro.InputSame), []string{"/lib/helper.py"}); len(got) != 1 || got[0].State != repro.InputUnknown || !strings.Contains(got[0].Name, "/lib/helper.py") {
		t.Errorf("%+v", got)
	}
	if got := withOutside(commit(repro.InputDiffers), []string{"/lib/helper.py"}); len(got) != 2 || got[0].State != repro.InputDiffers || got[1].State != repro.InputUnknown || !strings.Contains(got[1].Name, "/lib/helper.py") {
		t.Errorf("%+v", got)
	}
	if got := withOutside(commit(repro.InputSame), nil); len(got) != 1 || got[0].State != repro.InputSame {
		t.Errorf("%+v", got)
	}
	sum, other := strings.Repeat("d", 64), strings.Repeat("e", 64)
	record := Record{Lineage: &recorded.Lineage{Code: recorded.Code{Files: []recorded.Content{{Path: "/lib/a.py", SHA256: sum}, {Path: "/lib/b.py", SHA256: sum}}}}}
	training := Trained{Outside: []string{"/lib/a.py (imported)", "/lib/b.py", "/lib/c.py"}, HashFile: func(file string) string {
		return map[string]string{"/lib/a.py": sum, "/lib/b.py": other, "/lib/c.py": other}[file]
	}}
	inputs, rest := record.codeNow(training)
	if len(inputs) != 2 || inputs[0].State != repro.InputSame || inputs[1].State != repro.InputDiffers || inputs[1].Name != "/lib/b.py" || !slices.Equal(rest, []string{"/lib/c.py"}) {
		t.Errorf("%+v %q", inputs, rest)
	}
	beyond := func(names ...string) (states []string) {
		training.Outside = names
		for _, input := range record.codeBeyond(commit(repro.InputSame), training, tree{}) {
			states = append(states, input.Name+" "+input.State)
		}
		return states
	}
	for name, tt := range map[string]struct{ got, want []string }{
		"nothing":          {beyond(), []string{"commit " + repro.InputSame}},
		"the same code":    {beyond("/lib/a.py"), []string{"commit " + repro.InputSame, "/lib/a.py " + repro.InputSame}},
		"other code":       {beyond("/lib/b.py"), []string{"commit " + repro.InputUnknown, "/lib/b.py " + repro.InputDiffers}},
		"no record has it": {beyond("/lib/c.py"), []string{"code outside of the checkout (/lib/c.py) " + repro.InputUnknown}},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
}

// TestProcessors: as many as the record names, or not; nothing where one side is not known.
func TestProcessors(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, nil), map[string]string{recorded.Tag: recordID})
	states := func(r Record, now int) (states []string) {
		for _, input := range r.cpus(now) {
			states = append(states, input.State)
		}
		return states
	}
	if got := slices.Concat(states(record, 2), states(record, 1), states(record, 0), states(Record{}, 2)); !slices.Equal(got, []string{repro.InputSame, repro.InputDiffers}) {
		t.Errorf("%q", got)
	}
}

// TestVariablesNamed: a variable whose value nobody recorded counts where a program names it.
func TestVariablesNamed(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Environment.Variables = append(l.Environment.Variables, recorded.Variable{Name: "SCALE", Digest: "0000"}, recorded.Variable{Name: "SCALE_OF", Digest: "0000"})
	}), map[string]string{recorded.Tag: recordID})
	programs := tree{files: fstest.MapFS{
		"src/train.py": {Data: []byte(`scale = os.environ["SCALE"]`)}, "notes.md": {Data: []byte("SCALE_OF")}, ".venv/x.py": {Data: []byte("SCALE_OF")},
	}}
	bearing := map[string]repro.Bearing{}
	for _, input := range record.variables([]string{"OMP_NUM_THREADS=2", "SCALE=3", "SCALE_OF=4"}, programs.naming()) {
		bearing[input.Name] = input.Bearing
	}
	if len(bearing) != 2 || bearing["SCALE"] != "" || bearing["SCALE_OF"] != repro.BearingSeldom {
		t.Errorf("%q", bearing)
	}
}

// TestSeedsOfEnviron: a seed that a program takes from the environment is not known where nobody
// recorded it, and takes the place of one without a name; a program that was not read does not count.
func TestSeedsOfEnviron(t *testing.T) {
	t.Parallel()
	trained := tree{files: fstest.MapFS{
		"train.py": {Data: []byte("a = int(os.environ.get('SPLIT_SEED', 3))\nb = os.getenv( \"RANDOM_STATE\")\nc = os.environ['SPLIT_SEED']\nd = os.environ['DEPTH']\n")},
		"other.py": {Data: []byte("a = os.environ['OTHER_SEED']\n")},
	}}
	read := Trained{Environ: []string{}, WasRead: func(file string) (bool, bool) { return file == "train.py", true }}
	nameless := repro.Input{Kind: repro.KindSeed, Name: repro.KindSeed, State: repro.InputUnknown}
	names := func(inputs []repro.Input) (names []string) {
		for _, input := range inputs {
			names = append(names, input.Name)
		}
		return names
	}
	all := []string{"SPLIT_SEED of the environment", "RANDOM_STATE of the environment"}
	for name, tt := range map[string]struct {
		inputs   []repro.Input
		record   Record
		training Trained
		want     []string
	}{
		"nobody recorded them":    {[]repro.Input{nameless}, Record{}, read, all},
		"nobody looked":           {nil, Record{}, Trained{Environ: []string{}}, append([]string{"OTHER_SEED of the environment"}, all...)},
		"it ran elsewhere":        {[]repro.Input{nameless}, Record{}, Trained{}, []string{repro.KindSeed}},
		"a record has them":       {[]repro.Input{nameless}, Record{Lineage: &recorded.Lineage{}}, Trained{Environ: []string{}}, []string{repro.KindSeed}},
		"one is listed otherwise": {[]repro.Input{{Kind: repro.KindVariable, Name: "SPLIT_SEED"}}, Record{}, read, []string{"SPLIT_SEED", "RANDOM_STATE of the environment"}},
	} {
		if got := names(withSeedsOfEnviron(tt.inputs, tt.record, tt.training, trained)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestVariables_seed: a seed that a record has with its value counts where a program names it.
func TestVariables_seed(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
		l.Environment.Variables = append(l.Environment.Variables, recorded.Variable{Name: "SEED", Value: "7"})
	}), map[string]string{recorded.Tag: recordID})
	for _, named := range []bool{true, false} {
		inputs := record.variables([]string{"OMP_NUM_THREADS=2", "SEED=8", "DATA_SEED=1"}, func(string) bool { return named })
		if len(inputs) != 2 || inputs[0].Name != "SEED" || inputs[0].Original != "7" || inputs[0].Now != "8" || named != (inputs[0].Bearing == "") || inputs[1].Original != "not set" || inputs[1].Now != "1" {
			t.Errorf("named %v: %+v", named, inputs)
		}
	}
}

package explain

import (
	"fmt"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// TestFactors: what differs between two trees is there once, by the kind and in the order
// of the report; what is seldom read is one factor, the last.
func TestFactors(t *testing.T) {
	t.Parallel()
	entry := func(path, object string) git.Entry {
		return git.Entry{Path: path, Mode: "100644", Object: object}
	}
	inputs := []repro.Input{
		{Kind: repro.KindData, Name: "data/a.csv", State: repro.InputDiffers},
		{Kind: repro.KindFile, Name: "README.md", Bearing: repro.BearingSeldom},
		{Kind: repro.KindCode, Name: "old.py", Bearing: repro.BearingIdle},
		{Kind: repro.KindFile, Name: "conf/x.json", Bearing: repro.BearingRead},
	}
	causes := []repro.Cause{{Factor: repro.KindFile, Name: "conf/x.json"}, {Factor: repro.KindData, Name: "data/big.csv"}, {Factor: repro.KindCode, Name: "train.py"}}
	today := []git.Entry{
		entry("p/data/a.csv", "1"), entry("p/data/big.csv.dvc", "2"), entry("p/same.py", "3"), entry("p/train.py", "4"), entry("p/README.md", "5"),
		entry("p/old.py", "6"), entry("p/conf/x.json", "7"), entry("p/new.py", "8"), entry("uv.lock", "9"),
	}
	original := []git.Entry{
		entry("p/data/a.csv", "a"), entry("p/data/big.csv.dvc", "b"), entry("p/same.py", "3"), entry("p/train.py", "c"), entry("p/README.md", "d"),
		entry("p/old.py", "e"), entry("p/conf/x.json", "f"), entry("uv.lock", "h"), {Path: "p/gone", Mode: "120000", Object: "g"},
	}
	said := func(factors []factor) (names []string) {
		for _, f := range factors {
			names = append(names, fmt.Sprintf("%s %s %d", f.Kind, f.Name, len(f.files)))
		}
		return names
	}
	factors := unreadTogether(ranked(treeFactors(today, original, "p", inputs), causes, nil), inputs)
	want := []string{"file conf/x.json 1", "data data/big.csv 1", "code train.py 1", "data data/a.csv 1", "file gone 1", "code new.py 1", "file ../uv.lock 1", "file README.md, old.py, which a training seldom reads 2"}
	if got := said(factors); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, f := range factors {
		if f.Name == "new.py" && (f.files[0].Path != "p/new.py" || f.files[0].Mode != "") || f.Name == "gone" && (f.files[0].Mode != "120000" || f.files[0].Object != "g") {
			t.Errorf("%s is restored as %+v", f.Name, f.files[0])
		}
	}
	with := withSoftware(slices.Clone(factors), nil)
	if got := said(with); slices.Contains(got, "file ../uv.lock 1") || got[len(got)-1] != "environment all packages and Python 1" {
		t.Errorf("with the software: %q", got)
	}
	var many []git.Entry
	for i := range 100 {
		many = append(many, entry(fmt.Sprintf("f%03d.py", i), "1"))
	}
	if got := ranked(treeFactors(many, nil, "", nil), nil, nil); len(got) != mostFactors || got[mostFactors-1].Name != "f039.py, f040.py and 59 more" || len(got[mostFactors-1].files) != 61 {
		t.Errorf("%d factors, the last is %q", len(got), got[len(got)-1].Name)
	}
}

// TestParamFactors: keys are told apart by what readers make of them; a file with other
// keys, lists or texts of several lines is restored as a whole.
func TestParamFactors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		today, original string
		keys            []string
		whole           bool
	}{
		{"a: 1\nb: 2\n", "a: 1\nb: 2 # two\n", nil, true},
		{"a: 1\nb: {c: p}\n", "a: 2\nb: {c: q}\n", []string{"a", "b.c"}, false},
		{"a: 1\nb: {c: x}\n", "a: 2\nb: {c: y}\n", nil, true}, // some readers take y for true
		{"a: 'x'\n", "a: x\n", nil, true},
		{"a: 1.1\n", "a: 1.10\n", nil, true},
		{"a: 1\n", "a: 1\n", nil, false}, // the check writes what differs in both
		{"a: '1'\n", "a: 1\n", []string{"a"}, false},
		{"a: yes\n", "a: 'yes'\n", []string{"a"}, false},
		{"a: [1, 2]\nb: 1\n", "a: [1, 3]\nb: 1\n", nil, true},
		{"a: [1, 2]\nb: 1\n", "a: [1, 2]\nb: 2\n", []string{"b"}, false},
		{"a: 1\n", "a: 1\nb: 2\n", nil, true},
		{"a: 1\nc: 2\n", "a: 1\nb: 2\n", nil, true},
		{"a: 1\n", "a: [\n", nil, true},
		{"a: |\n  x\n  y\n", "a: z\n", nil, true},
	} {
		factors, ok := paramFactors(paramsFile{path: "params.yaml", mode: "100644", today: []byte(c.today), original: []byte(c.original), planned: []byte(c.today), then: []byte(c.original)}, "params.yaml")
		var keys []string
		for _, f := range factors {
			keys = append(keys, f.Name[:len(f.Name)-len(" (params.yaml)")])
		}
		if ok == c.whole || ok && !slices.Equal(keys, c.keys) {
			t.Errorf("%q and %q: keys %q, %v", c.today, c.original, keys, ok)
		}
		if !ok || len(factors) < 2 {
			continue
		}
		for i := range factors {
			replaced, err := paramReplacements(factors, func(at int) bool { return at == i })
			if err != nil || len(replaced) != 1 || string(replaced[0].Data) == c.today || string(replaced[0].Data) == c.original {
				t.Errorf("key %d alone: %q, %v", i, replaced, err)
			}
		}
		whole, err := paramReplacements(factors, func(int) bool { return true })
		if err != nil || len(whole) != 1 || string(whole[0].Data) != c.original {
			t.Errorf("all keys: %q, %v", whole, err)
		}
	}
}

// TestKeyOf: the key of a params file is in the report under its name, unless two files have it.
func TestKeyOf(t *testing.T) {
	t.Parallel()
	key := func(name ...string) factor { return factor{param: &param{key: name}} }
	s := &Search{factors: []factor{key("train", "l2"), {Factor: repro.Factor{Name: "a.py"}}, key("lr"), key("lr")}}
	for i, want := range []string{"train.l2", "", "", ""} {
		if got := s.keyOf(i); got != want {
			t.Errorf("factor %d: %q, want %q", i, got, want)
		}
	}
}

// TestKeysOfAFile: a params file whose keys differ is no file that a training seldom reads, and is tried
// where its keys stand.
func TestKeysOfAFile(t *testing.T) {
	t.Parallel()
	of := func(kind, name string) factor {
		return factor{Factor: repro.Factor{Kind: kind, Name: name}, files: []git.Replacement{{Path: name}}}
	}
	factors := []factor{of(repro.KindCode, "plot.py"), of(repro.KindFile, "README.md"), of(repro.KindFile, "notes.md"), of(repro.KindFile, "params.yaml")}
	inputs := []repro.Input{
		{Kind: repro.KindParams, Name: "test_size", State: repro.InputDiffers, Evidence: "params.yaml at a and b"},
		{Kind: repro.KindFile, Name: "params.yaml", State: repro.InputDiffers, Bearing: repro.BearingIdle},
		{Kind: repro.KindFile, Name: "README.md", State: repro.InputDiffers, Bearing: repro.BearingSeldom}, {Kind: repro.KindFile, Name: "notes.md", State: repro.InputDiffers, Bearing: repro.BearingSeldom},
	}
	causes := []repro.Cause{{Factor: repro.KindParams, Name: "test_size", Evidence: inputs[0].Evidence}, {Factor: repro.KindCode, Name: "plot.py"}}
	var names []string
	for _, f := range unreadTogether(ranked(factors, causes, nil), inputs) {
		names = append(names, f.Name)
	}
	if len(names) != 3 || names[0] != "params.yaml" || names[1] != "plot.py" {
		t.Errorf("%q", names)
	}
}

// TestUnreadTogether_counted: files that the report only counts are as seldom read as the first of
// them; of what it lists, or of a folder of it, that says nothing.
func TestUnreadTogether_counted(t *testing.T) {
	t.Parallel()
	for bearing, want := range map[repro.Bearing]int{repro.BearingSeldom: 4, repro.BearingIdle: 4, repro.BearingTracked: 6} {
		inputs := []repro.Input{
			{Kind: repro.KindFile, Name: "a.csv", State: repro.InputDiffers, Bearing: repro.BearingRead}, {Kind: repro.KindData, Name: "data", State: repro.InputDiffers},
			{Kind: repro.KindFile, Name: "4 more tracked files", State: repro.InputDiffers, Bearing: bearing},
		}
		var factors []factor
		for _, name := range []string{"a.csv", "data/b.csv", "c.csv", "d.py", "e.csv"} {
			f := factor{Factor: describe(name, inputs), files: []git.Replacement{{Path: name}}}
			factors = append(factors, f)
		}
		factors = append(factors, factor{Factor: repro.Factor{Kind: repro.KindParams, Name: "lr (params.yaml)"}, param: &param{key: []string{"lr"}}})
		together := unreadTogether(factors, inputs)
		if len(together) != want || want == 4 && (together[0].Name != "a.csv" || together[1].Name != "data/b.csv" || len(together[3].parts) != 3) {
			t.Errorf("%q: %d factors, %+v", bearing, len(together), together)
		}
	}
}

// TestOrder: what an earlier search found moves the report's causes, and its trials still count: the
// factors stand as they did. Where something is another, they stand as the causes do.
func TestOrder(t *testing.T) {
	t.Parallel()
	of := func(objects ...string) *Search {
		s := &Search{Flow: &flow.Flow{}, Local: &local.Project{}}
		for i, name := range []string{"cfg.py", "prep.py", "NOTES.md", "LICENSE"} {
			s.factors = append(s.factors, factor{Factor: repro.Factor{Kind: repro.KindCode, Name: name}, files: []git.Replacement{{Path: name, Mode: "100644", Object: objects[min(i, len(objects)-1)]}}})
			input := repro.Input{Kind: repro.KindCode, Name: name, State: repro.InputDiffers}
			if i > 1 {
				input.Bearing = repro.BearingSeldom
			}
			s.Saved.Inputs = append(s.Saved.Inputs, input)
		}
		return s
	}
	cause := func(name string) repro.Cause { return repro.Cause{Factor: repro.KindCode, Name: name} }
	names := func(s *Search) (names []string) {
		for _, f := range s.factors {
			names = append(names, f.Name)
		}
		return names
	}
	first := of("1", "2")
	first.Saved.Causes = []repro.Cause{cause("cfg.py"), cause("prep.py")}
	first.order(repro.Plan{})
	earlier := first.experiment
	for name, tt := range map[string]struct {
		objects []string
		opened  bool // the group had been taken apart
		first   string
		same    bool
	}{
		"the same":          {[]string{"1", "2"}, false, "cfg.py", true},
		"taken apart":       {[]string{"1", "2"}, true, "cfg.py", true},
		"another file then": {[]string{"1", "3"}, false, "prep.py", false},
	} {
		again := of(tt.objects...)
		again.Saved.Causes = []repro.Cause{cause("NOTES.md"), cause("prep.py"), cause("cfg.py")}
		known := earlier
		if tt.opened {
			known.Factors = append(slices.Clone(earlier.Factors[:2]), repro.Factor{Kind: repro.KindCode, Name: "NOTES.md"}, repro.Factor{Kind: repro.KindCode, Name: "LICENSE"})
		}
		again.Saved.Experiment = &known
		again.order(repro.Plan{})
		if got := names(again); got[0] != tt.first || len(got) != 3 || (again.experiment.Basis == earlier.Basis) != tt.same || tt.same && !again.openAs(known.Factors) {
			t.Errorf("%s: %q, the same: %v", name, got, again.experiment.Basis == earlier.Basis)
		}
	}
}

package lineage

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBearing: what a training was seen to read comes first and what it was not seen to
// read is pointed at by nothing. Where nobody looked, what a program names comes before
// what is for people and tools.
func TestBearing(t *testing.T) {
	t.Parallel()
	const names = "a b.txt data/README.md data/rows.csv data/holdout.csv data/explore.ipynb LICENSE models/.gitignore src/fit.py src/other.py docs/notes.txt data/gone.csv"
	old, now := fstest.MapFS{}, fstest.MapFS{}
	for _, file := range strings.Fields(names) {
		old[file], now[file] = &fstest.MapFile{Data: []byte("1\n")}, &fstest.MapFile{Data: []byte("2\n")}
	}
	train := &fstest.MapFile{Data: []byte("import fit\nfor name in ['rows.csv']: open('data/' + name)\nlog('README.md')\n")}
	old["src/train.py"], now["src/train.py"] = train, train
	delete(now, "data/gone.csv")
	looked := func(file string) (read, known bool) {
		return file == "data/rows.csv" || file == "b.txt" || file == "src/fit.py", file != "a"
	}
	for file, want := range map[string][2]repro.Bearing{ // seen, and where nobody looked
		"a":                  {repro.BearingTracked, repro.BearingTracked},
		"b.txt":              {repro.BearingRead, repro.BearingTracked},
		"data/rows.csv":      {repro.BearingRead, repro.BearingRead},
		"data/holdout.csv":   {repro.BearingSeldom, repro.BearingRead}, // with its folder
		"data/gone.csv":      {repro.BearingRead, repro.BearingRead},
		"data/README.md":     {repro.BearingSeldom, repro.BearingSeldom},
		"data/explore.ipynb": {repro.BearingSeldom, repro.BearingTracked},
		"LICENSE":            {repro.BearingSeldom, repro.BearingSeldom},
		"docs/notes.txt":     {repro.BearingSeldom, repro.BearingSeldom},
		"models/.gitignore":  {repro.BearingIdle, repro.BearingIdle},
		"src/fit.py":         {repro.BearingRead, repro.BearingRead},
		"src/other.py":       {repro.BearingSeldom, repro.BearingTracked},
	} {
		for i, seen := range []wasRead{looked, nil} {
			s := source{before: tree{at: "1", files: old, project: &dvc.Project{}}, after: tree{at: "2", files: now, project: &dvc.Project{}}, wasRead: seen}
			s.changed, _ = compareTrees(s.before, s.after, nil, nil)
			s.imports = importsOf(s.after, paths(s.changed), []string{"python src/train.py"})
			for _, change := range s.changed {
				if change.file != file {
					continue
				}
				if input, _ := s.input(change); input.Bearing != want[i] {
					t.Errorf("%s, looked %v: %q (%s), want %q", file, seen != nil, input.Bearing, input.Note, want[i])
				}
			}
		}
	}
}

// TestBearing_recorded: what the records of two runs tell of what they read says which part a file has in
// them: one that a text names comes after it, and a program that neither ran is pointed at by nothing.
func TestBearing_recorded(t *testing.T) {
	t.Parallel()
	old, now := fstest.MapFS{}, fstest.MapFS{}
	for _, file := range strings.Fields("Makefile conf/t.toml impl/k.py gone.toml unread.ini tests/x.py other.py old.py meanwhile.json") {
		old[file], now[file] = &fstest.MapFile{Data: []byte("a: 1\n")}, &fstest.MapFile{Data: []byte("a: 2\n")}
	}
	train := &fstest.MapFile{Data: []byte("import sys\n")}
	old["train.py"], now["train.py"] = train, train
	delete(now, "gone.toml")
	record := func(code ...string) Record {
		r := Record{Lineage: &recorded.Lineage{Params: []recorded.Content{{Path: "conf/t.toml"}}, Data: []recorded.Data{{Path: "meanwhile.json", Seen: "events"}}}}
		for _, file := range code {
			r.Code.Files = append(r.Code.Files, recorded.Content{Path: file})
		}
		return r
	}
	first, second := record("train.py", "impl/k.py", "gone.toml", "old.py"), record("train.py", "impl/k.py")
	s := source{before: tree{at: "1", files: old, project: &dvc.Project{}}, after: tree{at: "2", files: now, project: &dvc.Project{}}, original: first}
	s.wasRead = second.wasRead(s.after)
	s.changed, _ = compareTrees(s.before, s.after, nil, nil)
	s.imports = importsOf(s.after, paths(s.changed), []string{"train.py"})
	var got []string
	for _, input := range codeInputs(repro.Input{Name: "commit"}, s)[1:] {
		got = append(got, input.Name+" "+string(input.Bearing))
	}
	want := []string{
		"conf/t.toml read", "impl/k.py read", "Makefile read", "gone.toml read", "meanwhile.json tracked", "old.py tracked", "other.py seldom read", "tests/x.py seldom read", "unread.ini seldom read",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	second.Command = []string{"/env/bin/python3.11", "train.py"}
	if read, known := second.wasRead(s.after)("Makefile"); read || !known {
		t.Errorf("a training that Python began is not known to have done without make")
	}
	second.Gaps = []string{"not all was seen"}
	if read, known := second.wasRead(s.after)("other.py"); read || known {
		t.Errorf("with a gap it is known that other.py was not read")
	}
}

// TestParams_otherProject: the keys of a params.yaml that the training is known not to have read are
// another project's; the file is listed as one that was not read.
func TestParams_otherProject(t *testing.T) {
	t.Parallel()
	at := func(name, value string) tree {
		text := &fstest.MapFile{Data: []byte("l2: " + value + "\n"), Mode: 0o644}
		return tree{at: name, files: fstest.MapFS{"params.yaml": text, "svc/params.yaml": text, "other/params.yaml": text}}
	}
	s := source{before: at("1", "0.1"), after: at("2", "0.3")}
	s.changed, _ = changedFiles(s.before, s.after, nil)
	for name, tt := range map[string]struct {
		wasRead wasRead
		want    string
	}{
		"nobody looked":   {nil, "other/params.yaml params.yaml svc/params.yaml"},
		"one was read":    {func(file string) (bool, bool) { return file == "svc/params.yaml", true }, "params.yaml svc/params.yaml"},
		"not all is seen": {func(file string) (bool, bool) { return false, false }, "other/params.yaml params.yaml svc/params.yaml"},
	} {
		s.wasRead = tt.wasRead
		var files []string
		for _, change := range s.paramChanges(putBack(nil)) {
			files = append(files, strings.TrimSuffix(change.Witness, " at 1 and 2"))
		}
		if got := strings.Join(files, " "); got != tt.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	s.wasRead = func(file string) (bool, bool) { return file == "svc/params.yaml", true }
	if input, _ := s.input(treeChange{file: "other/params.yaml", then: s.changed[0].then, now: s.changed[0].now}); input.Bearing != repro.BearingSeldom || input.Note != "the training was not seen to read it" {
		t.Errorf("%+v", input)
	}
}

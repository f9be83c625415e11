//go:build !nodesk

package lineage

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCommittedSince: a change that the original was trained with and that was committed later is no
// difference; what was changed once more, or was not recorded, is one.
func TestCommittedSince(t *testing.T) {
	t.Parallel()
	record := Record{Lineage: &recorded.Lineage{Code: recorded.Code{
		Changed: []string{"a.py", "b.py", "README.md"}, Files: []recorded.Content{{Path: "a.py", SHA256: "1"}, {Path: "b.py", SHA256: "1"}, {Path: "c.py", SHA256: "1"}},
	}}}
	var inputs []repro.Input
	for _, name := range []string{"a.py", "b.py", "c.py", "README.md"} {
		inputs = append(inputs, repro.Input{Kind: repro.KindCode, Name: name, Original: "abc", Now: "def", State: repro.InputDiffers, Bearing: repro.BearingRead})
	}
	record.markCommittedSince(inputs, func(file, digest string) bool { return file != "b.py" && digest == "1" }, tree{})
	for i, want := range []string{repro.InputSame, repro.InputDiffers, repro.InputDiffers, repro.InputDiffers} {
		if inputs[i].State != want {
			t.Errorf("%s: %s, want %s", inputs[i].Name, inputs[i].State, want)
		}
	}
}

// TestCommittedSince_otherwise: a file that the original read and that its commit does not have is not
// told as added since: it had another, or one of which nothing was recorded.
func TestCommittedSince_otherwise(t *testing.T) {
	t.Parallel()
	record := Record{Lineage: &recorded.Lineage{
		Code:   recorded.Code{Changed: []string{"moved.py"}, Untracked: []string{"cfg.yaml", "secret.yaml"}},
		Params: []recorded.Content{{Path: "cfg.yaml", SHA256: "8404261708109bac"}, {Path: "secret.yaml"}},
	}}
	row := func(name, original, note string) repro.Input {
		return repro.Input{Kind: repro.KindFile, Name: name, Original: original, Now: "def", State: repro.InputDiffers, Bearing: repro.BearingRead, Note: note}
	}
	inputs := []repro.Input{
		row("cfg.yaml", repro.NotThere, "added; the training was seen to read it"), row("secret.yaml", repro.NotThere, "added"),
		row("new.yaml", repro.NotThere, "added"), row("moved.py", repro.NotThere, "added"), row("kept.yaml", "abc", ""),
	}
	record.markCommittedSince(inputs, func(string, string) bool { return false }, tree{})
	want := []repro.Input{
		row("cfg.yaml", "sha256 840426170810", "the original ran with another, which was not committed; the training was seen to read it"), row("secret.yaml", "", "the original ran with it before it was committed, and its content was not recorded"),
		row("new.yaml", repro.NotThere, "added"), row("moved.py", repro.NotThere, "added"), row("kept.yaml", "abc", ""),
	}
	want[1].State = repro.InputUnknown
	for i := range want {
		if inputs[i] != want[i] {
			t.Errorf("%+v\nwant %+v", inputs[i], want[i])
		}
	}
}

// TestReadCommitted: data that the original read and that no commit had then is compared with what the
// trained commit has, as this training read it; what git or DVC had, the training wrote, or this one
// was not given, is not.
func TestReadCommitted(t *testing.T) {
	t.Parallel()
	digest := func(text string) string { return hashOf(text) }
	file := &fstest.MapFile{Data: []byte("now")}
	commit := fstest.MapFS{
		"p/cfg.json": file, "p/read.json": file, "beside.json": file, "p/git.csv": file, "p/dvc.csv": file, "p/made.csv": file, "p/gone.csv": file,
		"p/known.csv": file, "p/link.csv": {Data: []byte("cfg.json"), Mode: fs.ModeSymlink},
	}
	project, _ := fs.Sub(commit, "p")
	trained := tree{at: "abc", files: project, whole: commit, prefix: "p"}
	record := Record{Lineage: &recorded.Lineage{Wrote: []string{"p/made.csv"}}}
	for name, in := range map[string]string{
		"p/cfg.json": "", "p/read.json": "", "beside.json": "", "p/git.csv": recorded.InGit, "p/dvc.csv": recorded.InDVC, "p/made.csv": "", "p/gone.csv": "", "p/known.csv": "", "p/link.csv": "", "p/lent.csv": "", "/share/a.csv": "",
	} {
		record.Data = append(record.Data, recorded.Data{Path: name, Hash: digest("then"), In: in})
	}
	training := Trained{Absent: []string{"gone.csv"}, Read: []repro.DataVersion{{Path: "p/read.json", Hash: digest("read"), From: "observed"}}}
	var got []string
	for _, data := range training.readCommitted(record, trained, []repro.DataVersion{{Path: "known.csv", Hash: digest("x"), From: "known"}}) {
		text := data.Path + " " + data.From
		if data.Hash == digest("now") {
			text += " now"
		}
		got = append(got, text)
	}
	if want := "known.csv known, ../beside.json git at abc now, cfg.json git at abc now, read.json observed"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
	for _, none := range [][]repro.DataVersion{training.readCommitted(Record{}, trained, nil), training.readCommitted(record, tree{}, nil)} {
		if len(none) > 0 {
			t.Errorf("with nothing to compare: %v", none)
		}
	}
}

// TestSourceInput_data: a file that the original's commit does not have is told with the data that
// both trainings are known to have read, and not as added.
func TestSourceInput_data(t *testing.T) {
	t.Parallel()
	commit := fstest.MapFS{"cfg.json": {Data: []byte("1")}}
	info, err := fs.Stat(commit, "cfg.json")
	if err != nil {
		t.Fatal(err)
	}
	for state, want := range map[string]bool{repro.InputSame: true, repro.InputDiffers: true, repro.InputUnknown: false} {
		s := source{after: tree{files: commit}, data: []repro.Input{{Kind: repro.KindData, Name: "cfg.json", State: state}}}
		if _, told := s.input(treeChange{file: "cfg.json", now: info}); told != want {
			t.Errorf("%s: told %t", state, told)
		}
	}
}

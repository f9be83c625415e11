//go:build !nodesk

package lineage

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256 " + hex.EncodeToString(sum[:])
}

// TestCheckedOut: data that git has the same at both commits differs where it was checked out with
// other bytes, and how is said; line ends alone come behind what else differs.
func TestCheckedOut(t *testing.T) {
	t.Parallel()
	const content, held = "the whole table", "a,b\n1,2\n"
	pointer := lfsPointer + "v1\noid " + strings.Replace(hashOf(content), " ", ":", 1) + "\nsize 15\n"
	crlf := strings.ReplaceAll(held, "\n", "\r\n")
	for name, tt := range map[string]struct {
		committed, then, now string
		in                   string
		note                 string // of what is told; "" for nothing
		bearing              repro.Bearing
	}{
		"the same":                 {held, held, held, recorded.InGit, "", ""},
		"converted alike":          {held, crlf, crlf, recorded.InGit, "", ""},
		"converted now":            {held, held, crlf, recorded.InGit, "as committed for the original, with CRLF line ends now", repro.BearingTracked},
		"converted then":           {crlf, held, crlf, recorded.InGit, "with LF line ends for the original, as committed now", repro.BearingTracked},
		"a filter now":             {held, held, "a,b\n9,2\n", recorded.InGit, "as committed for the original, changed by a filter now", repro.BearingRead},
		"a filter then":            {held, "x", held, recorded.InGit, "changed by a filter for the original, as committed now", repro.BearingRead},
		"the pointer now":          {pointer, content, pointer, recorded.InGit, "as Git LFS keeps it for the original, as the pointer of Git LFS now", repro.BearingRead},
		"the pointer then":         {pointer, pointer, content, recorded.InGit, "as the pointer of Git LFS for the original, as Git LFS keeps it now", repro.BearingRead},
		"not in git as it was":     {held, "x", held, "", "", ""},
		"with no digest of either": {held, "", held, recorded.InGit, "", ""},
	} {
		record := Record{Lineage: &recorded.Lineage{Directory: "churn", Data: []recorded.Data{{Path: "churn/data/a.csv", Hash: hashOf(tt.then), In: tt.in}}}, from: "the record"}
		if tt.then == "" {
			record.Data[0].Hash = ""
		}
		whole := fstest.MapFS{"churn/data/a.csv": {Data: []byte(tt.committed)}, "churn/train.py": {}}
		at := tree{at: "abc", files: mustSub(t, whole, "churn"), whole: whole, prefix: "churn"}
		read := []repro.DataVersion{{Path: "churn/data/a.csv", Hash: hashOf(tt.now), From: repro.SeenRead}}
		inputs := record.checkedOut(read, at, at)
		if tt.note == "" {
			if len(inputs) > 0 {
				t.Errorf("%s: %+v", name, inputs)
			}
			continue
		}
		if len(inputs) != 1 || inputs[0].Name != "data/a.csv" || inputs[0].State != repro.InputDiffers || inputs[0].Note != TwoWays+": "+tt.note || inputs[0].Bearing != tt.bearing {
			t.Errorf("%s: %+v", name, inputs)
		}
		attributes := fstest.MapFS{"churn/data/a.csv": whole["churn/data/a.csv"], ".gitattributes": {Data: []byte("*.csv text eol=crlf")}}
		if inputs := record.checkedOut(read, at, tree{at: "def", files: at.files, whole: attributes, prefix: "churn"}); len(inputs) != 1 || !strings.HasSuffix(inputs[0].Note, "; "+ByAttributes) {
			t.Errorf("%s: with other attributes: %+v", name, inputs)
		}
		changed := tree{at: "def", files: at.files, whole: fstest.MapFS{"churn/data/a.csv": {Data: []byte("new data")}}, prefix: "churn"}
		if inputs := record.checkedOut(read, changed, at); len(inputs) > 0 {
			t.Errorf("%s: the commits have other data, and tell of it: %+v", name, inputs)
		}
	}
}

// TestNotThere: data that the original read, that nobody committed and that was not there for this
// training differs; what is there, what it made itself and what lies elsewhere is not said to.
func TestNotThere(t *testing.T) {
	t.Parallel()
	data := func(path, in string) recorded.Data {
		return recorded.Data{Path: path, Hash: hashOf(path), In: in, Seen: "python"}
	}
	record := Record{Lineage: &recorded.Lineage{
		Directory: "churn", Wrote: []string{"churn/data/made.csv"},
		Data: []recorded.Data{data("churn/data/mine.csv", ""), data("churn/data/there.csv", ""), data("churn/data/gone.csv", ""), data("churn/data/made.csv", ""), data("/mnt/far.csv", ""), data("libs/table.csv", "")},
	}, from: "the record"}
	trained := tree{at: "abc", files: fstest.MapFS{}, whole: fstest.MapFS{}, prefix: "churn"}
	left := Trained{
		Files: fstest.MapFS{"data/there.csv": {Data: []byte("x")}}, Absent: []string{"old"},
		WasRead: func(file string) (bool, bool) { return file == "data/gone.csv", true },
	}
	inputs := func() (inputs []repro.Input) {
		for _, data := range record.data() {
			inputs = append(inputs, repro.Input{Kind: repro.KindData, Name: data.Path, Original: data.Hash, State: repro.InputUnknown, Evidence: data.From})
		}
		return inputs
	}
	all := inputs()
	record.markNotThere(all, left, trained)
	for _, input := range all {
		if gone := input.Name == "data/mine.csv"; gone != (input.State == repro.InputDiffers) || gone != (input.Now == repro.NotThere && input.Note == NotInGit) {
			t.Errorf("%+v", input)
		}
	}
	all = inputs()
	top := left
	top.Files, top.WasRead = fstest.MapFS{"churn/data/there.csv": {}}, func(string) (bool, bool) { return false, true }
	record.markNotThere(all, top, tree{at: "abc", files: fstest.MapFS{}})
	if all[0].Name != "churn/data/mine.csv" || all[0].State != repro.InputDiffers || all[1].State != repro.InputUnknown {
		t.Errorf("recorded in a folder, and checked from the top: %+v", all[:2])
	}
	all = inputs()
	unseen := left
	unseen.WasRead = nil // as on GitHub
	record.markNotThere(all, unseen, trained)
	left.Absent = []string{"data"}
	record.markNotThere(all, left, trained)
	record.markNotThere(all, Trained{}, trained)
	if all[0].State != repro.InputUnknown {
		t.Errorf("what was taken away before the training: %+v", all[0])
	}
}

// TestDirt_deleted: a file that the original had deleted it could not read; where this training was
// seen to read it, the deletion is a cause like others.
func TestDirt_deleted(t *testing.T) {
	t.Parallel()
	record := Record{Lineage: &recorded.Lineage{Code: recorded.Code{Tree: recorded.Dirty, Changed: []string{"README.md", "churn/override.py"}}}, from: "the record"}
	trained := tree{whole: fstest.MapFS{}, files: fstest.MapFS{}, prefix: "churn"}
	read := Trained{WasRead: func(file string) (bool, bool) { return file == "override.py", true }}
	inputs, known := record.dirt(nil, read.readAs(trained))
	if !known || len(inputs) != 1 || inputs[0].Original != "churn/override.py, README.md" || inputs[0].Bearing != repro.BearingRead {
		t.Errorf("%v %+v", known, inputs)
	}
	if inputs, _ := record.dirt(nil, Trained{}.readAs(trained)); inputs[0].Bearing != repro.BearingSeldom {
		t.Errorf("nobody looked: %+v", inputs)
	}
}

func mustSub(t *testing.T, whole fs.FS, dir string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(whole, dir)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

// TestRecord_namedAs: a training that was recorded in a folder and is checked from the top, or the
// other way round, read the same files.
func TestRecord_namedAs(t *testing.T) {
	t.Parallel()
	record := Record{Lineage: &recorded.Lineage{Directory: "a/b", Data: []recorded.Data{{Path: "a/b/x.csv", Hash: "sha256 1"}, {Path: "a/y.csv", Hash: "sha256 2"}, {Path: "/mnt/z.csv", Hash: "sha256 3"}}}, from: "the record"}
	for name, tt := range map[string]struct {
		of   Record
		want string
	}{
		"where it ran":      {record, "x.csv ../y.csv /mnt/z.csv"},
		"from the top":      {record.namedAs(tree{files: fstest.MapFS{}}), "a/b/x.csv a/y.csv /mnt/z.csv"},
		"of another folder": {record.namedAs(tree{files: fstest.MapFS{}, whole: fstest.MapFS{}, prefix: "a"}), "b/x.csv y.csv /mnt/z.csv"},
		"nobody knows":      {record.namedAs(tree{}), "x.csv ../y.csv /mnt/z.csv"},
	} {
		var paths []string
		for _, data := range tt.of.data() {
			paths = append(paths, data.Path)
		}
		if got := strings.Join(paths, " "); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

//go:build !nodesk

package lineage

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLinked: data, code and settings that git has no more of than a link are held against what the
// link leads to now, whatever the record says of git.
func TestLinked(t *testing.T) {
	t.Parallel()
	trained := tree{files: fstest.MapFS{
		"data/a.csv": {Data: []byte("/nas/a.csv"), Mode: fs.ModeSymlink}, "raw": {Data: []byte("/nas"), Mode: fs.ModeSymlink}, "own.csv": {Data: []byte("1")},
		"prep.py": {Data: []byte("/nas/prep.py"), Mode: fs.ModeSymlink}, "params.yaml": {Data: []byte("/nas/p"), Mode: fs.ModeSymlink},
	}}
	sum := func(text string) string { return strings.TrimPrefix(hashOf(text), "sha256 ") }
	training := Trained{Files: fstest.MapFS{"own.csv": {Data: []byte("1")}}, HashFile: func(file string) string {
		return map[string]string{"/nas/a.csv": sum("now"), "/nas/b.csv": sum("same"), "/nas/prep.py": sum("now"), "/nas/p": sum("p")}[filepath.ToSlash(file)]
	}}
	record := Record{from: "the record", Lineage: &recorded.Lineage{
		Code: recorded.Code{Files: []recorded.Content{{Path: "prep.py", SHA256: sum("then")}}}, Params: []recorded.Content{{Path: "params.yaml", SHA256: sum("p")}},
		Data: []recorded.Data{{Path: "data/a.csv", Hash: hashOf("then"), In: recorded.InGit}, {Path: "raw/b.csv", Hash: hashOf("same")}, {Path: "own.csv", Hash: hashOf("1"), In: recorded.InGit}},
	}}
	read := training.readLinked(record, trained, nil)
	if len(read) != 2 || read[0].Path != "data/a.csv" || read[0].Hash != hashOf("now") || read[1].Hash != hashOf("same") {
		t.Fatalf("%+v", read)
	}
	before := record.Add(repro.Lineage{})
	held := record.comparable(before, repro.Lineage{Data: read}, Record{})
	if !slices.ContainsFunc(held.Data, func(d repro.DataVersion) bool { return d.Path == "data/a.csv" }) || slices.ContainsFunc(held.Data, func(d repro.DataVersion) bool { return d.Path == "own.csv" }) {
		t.Errorf("%+v", held.Data)
	}
	if inputs := record.linkedNow(training, trained); len(inputs) != 1 || inputs[0].Name != "prep.py" || inputs[0].State != repro.InputDiffers || inputs[0].Kind != repro.KindCode {
		t.Errorf("%+v", inputs)
	}
}

// TestBehind: what a link of the commit leads to is told as the training had it: by way of other
// links, or what the run command put there; not where the way leads out of the checkout.
func TestBehind(t *testing.T) {
	t.Parallel()
	link := func(target string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink}
	}
	commit := fstest.MapFS{
		"p/a.csv": link("../raw/a.csv"), "raw": link("/nas"), "p/out.csv": link("../../shared/a.csv"), "p/up": link("../../shared"), "p/in.csv": link("own.csv"), "p/own.csv": {Data: []byte("own")},
		"p/beside.csv": link("../lib/b.csv"), "lib/b.csv": {Data: []byte("beside")}, "p/round.csv": link("round.csv"), "p/copied.csv": link("/nas/a.csv"), "p/moved": link("../../shared"), "p/plain.csv": {Data: []byte("1")},
	}
	project, _ := fs.Sub(commit, "p")
	trained := tree{files: project, whole: commit, prefix: "p"}
	place := fstest.MapFS{"own.csv": {Data: []byte("own")}, "copied.csv": {Data: []byte("copy")}, "moved": link("/mnt"), "plain.csv": {Data: []byte("1")}}
	for _, name := range []string{"a.csv", "out.csv", "up", "in.csv", "beside.csv", "round.csv"} {
		place[name] = commit["p/"+name]
	}
	sum := func(text string) string { return strings.TrimPrefix(hashOf(text), "sha256 ") }
	training := Trained{Files: place, HashFile: func(file string) string {
		return map[string]string{"/nas/a.csv": sum("nas"), "/mnt/c.csv": sum("mnt")}[filepath.ToSlash(file)]
	}}
	for file, want := range map[string]string{
		"a.csv": "nas", "out.csv": "", "up/c.csv": "", "in.csv": "own", "beside.csv": "beside", "round.csv": "", "copied.csv": "copy", "moved/c.csv": "mnt", "plain.csv": "", "none.csv": "",
	} {
		if want != "" {
			want = sum(want)
		}
		if got := training.behind(trained, file); got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
	if got := (Trained{Files: place}).behind(trained, "a.csv"); got != "" {
		t.Errorf("with nobody to look: %q", got)
	}
}

// TestBetween: what two records of one commit have with other digests differs, whatever git has of
// it: data, programs and settings behind a link, and code of elsewhere. Of a file that differs between
// their commits those tell.
func TestBetween(t *testing.T) {
	t.Parallel()
	sum, other := strings.Repeat("d", 64), strings.Repeat("e", 64)
	make := func(digest string) Record {
		record, _ := recordFrom(t, documentOf(t, func(l *recorded.Lineage) {
			l.Code.Files = append(l.Code.Files, recorded.Content{Path: "churn/prep.py", SHA256: digest}, recorded.Content{Path: "churn/idle.py", SHA256: digest}, recorded.Content{Path: "/lib/a.py", SHA256: digest}, recorded.Content{Path: "churn/same.py", SHA256: sum})
			l.Params = []recorded.Content{{Path: "churn/conf/s.json", SHA256: digest}}
			l.Data[1].Hash = "sha256 " + digest
		}), map[string]string{recorded.Tag: recordID})
		return record
	}
	then, now := make(sum), make(other)
	commit := []repro.Input{{Kind: repro.KindCode, Name: "commit", State: repro.InputSame}}
	inputs := then.between(now, commit, []string{"idle.py"})
	var names []string
	for _, input := range inputs[1:] {
		names = append(names, input.Kind+" "+input.Name+" "+input.State)
	}
	if want := []string{"code /lib/a.py " + repro.InputDiffers, "code prep.py " + repro.InputDiffers, "file conf/s.json " + repro.InputDiffers}; !slices.Equal(names, want) || inputs[0].State != repro.InputUnknown {
		t.Errorf("%q, %s", names, inputs[0].State)
	}
	held := then.comparable(then.Add(repro.Lineage{}), now.Add(repro.Lineage{}), now)
	if !slices.ContainsFunc(held.Data, func(d repro.DataVersion) bool { return d.Path == "b.csv" }) {
		t.Errorf("both records have the data in git: %+v", held.Data)
	}
	if inputs := then.between(make(sum), []repro.Input{{Kind: repro.KindCode, Name: "commit", State: repro.InputSame}}, nil); len(inputs) != 2 || inputs[0].State != repro.InputSame || inputs[1].State != repro.InputSame {
		t.Errorf("the same: %+v", inputs)
	}
}

// TestWithoutDataInGit: data is not unknown where the commits have all that the original read, as it
// read it.
func TestWithoutDataInGit(t *testing.T) {
	t.Parallel()
	at := tree{files: fstest.MapFS{"a.csv": {Data: []byte("1")}}}
	unknown := []repro.Input{{Kind: repro.KindData, Name: repro.KindData, State: repro.InputUnknown}}
	for name, tt := range map[string]struct {
		data []recorded.Data
		gaps []string
		want int
	}{
		"in git":              {[]recorded.Data{{Path: "a.csv", Hash: hashOf("1"), In: recorded.InGit}}, nil, 0},
		"checked out anew":    {[]recorded.Data{{Path: "a.csv", Hash: hashOf("2"), In: recorded.InGit}}, nil, 1},
		"not all":             {[]recorded.Data{{Path: "a.csv", Hash: hashOf("1"), In: recorded.InGit}, {Path: "/mnt/b.csv"}}, nil, 1},
		"not all was seen":    {[]recorded.Data{{Path: "a.csv", Hash: hashOf("1"), In: recorded.InGit}}, []string{"a gap"}, 1},
		"nothing was read":    {nil, nil, 1},
		"gone from the other": {[]recorded.Data{{Path: "b.csv", Hash: hashOf("1"), In: recorded.InGit}}, nil, 1},
	} {
		record := Record{Lineage: &recorded.Lineage{Data: tt.data, Gaps: tt.gaps}}
		if got := record.withoutDataInGit(unknown, at, at); len(got) != tt.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

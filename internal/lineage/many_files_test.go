//go:build !nodesk

package lineage

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestReadLent: the files of a lent folder that is told as one are compared with what a record has of
// each; of those that it does not have, the number is told. What is told by itself, or was not read,
// stays as it is.
func TestReadLent(t *testing.T) {
	t.Parallel()
	var record Record
	record.Lineage = &recorded.Lineage{}
	training := Trained{WasRead: func(file string) (read, known bool) { return file != "imgs/unread.txt", true }}
	for _, name := range []string{"p/imgs/a.txt", "p/imgs/b.txt", "p/imgs/unread.txt", "p/few/x.txt"} {
		record.Data = append(record.Data, recorded.Data{Path: name, Hash: "sha256 then"})
	}
	for _, name := range []string{"p/imgs/a.txt", "p/imgs/b.txt", "p/imgs/unread.txt", "p/imgs/new.txt", "p/imgs/more.txt", "p/few/x.txt", "p/other/x.txt"} {
		training.Lent = append(training.Lent, LentFile{Path: name, Loan: name[:strings.LastIndex(name, "/")], SHA256: "now"})
	}
	trained := tree{files: fstest.MapFS{}, whole: fstest.MapFS{}, prefix: "p"}
	record = record.namedAs(trained)
	one := func(name, hash string) repro.DataVersion {
		return repro.DataVersion{Path: name, Hash: hash, From: repro.Lent}
	}
	read := []repro.DataVersion{one("imgs", "sha256 list"), one("few/x.txt", "sha256 now"), one("other", "sha256 list")}
	want := "imgs/ (2 more files) , few/x.txt sha256 now, other sha256 list, imgs/a.txt sha256 now, imgs/b.txt sha256 now"
	if got := told(training.readLent(record, trained, read)); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	training.Lent = training.Lent[:3]
	if got, want := told(training.readLent(record, trained, read[:1])), "imgs/a.txt sha256 now, imgs/b.txt sha256 now"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got, want := told(training.readLent(Record{}, trained, read[:1])), "imgs sha256 list"; got != want {
		t.Errorf("without a record: %s", got)
	}
}

func told(list []repro.DataVersion) string {
	var texts []string
	for _, data := range list {
		texts = append(texts, data.Path+" "+data.Hash)
	}
	return strings.Join(texts, ", ")
}

// TestNotHashed: what a record does not have of the data that was read is one thing more that is not
// compared; data of git or DVC is compared by their own.
func TestNotHashed(t *testing.T) {
	t.Parallel()
	few := []recorded.Data{{Path: "p/a.csv", Hash: "sha256 1"}, {Path: "p/large.bin"}, {Path: "p/lent.csv"}, {Path: "p/git.csv", In: recorded.InGit}, {Path: "p/dvc.csv", In: recorded.InDVC}, {Path: "/mnt/x.csv"}}
	var many []recorded.Data
	for i := range recorded.MaxFiles {
		many = append(many, recorded.Data{Path: fmt.Sprint(i), Hash: "sha256 1"})
	}
	for _, tt := range []struct {
		data []recorded.Data
		gaps []string
		want string
	}{
		{few[:1], nil, ""},
		{few, nil, "large.bin, /mnt/x.csv (without a digest)"},
		{many, []string{"more than 2000"}, "beyond the first 2000 files that were read"},
		{many, nil, ""},
	} {
		record := Record{Lineage: &recorded.Lineage{Data: tt.data, Gaps: tt.gaps, Directory: "p"}}
		var got []string
		for _, input := range record.notHashed([]repro.Input{{Name: "lent.csv"}}) {
			got = append(got, input.Name)
			if input.State != repro.InputUnknown || input.Kind != repro.KindData {
				t.Errorf("%+v", input)
			}
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	if got := (Record{}).notHashed(nil); len(got) > 0 {
		t.Errorf("without a record: %v", got)
	}
}

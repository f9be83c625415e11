package lineage

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestComparable_records: what a record alone lists is held against the other side where a record
// lists all of it there too, and not where a model's files list what was imported.
func TestComparable_records(t *testing.T) {
	t.Parallel()
	record, _ := recordFrom(t, documentOf(t, nil), map[string]string{recorded.Tag: recordID})
	l := record.Add(repro.Lineage{})
	for name, tt := range map[string]struct {
		from             string
		packages, inputs int
		hardware         bool
	}{
		"another record":  {record.from, 2, 0, true},
		"a model's files": {"requirements.txt of model churn v1", 1, 1, false},
	} {
		other := repro.Lineage{Packages: []repro.Package{{Name: "numpy", Version: "2.0", From: tt.from}}, Hardware: repro.Fact{Value: "Linux, 4 CPUs", From: tt.from}}
		held := record.comparable(l, other, Record{})
		if len(held.Packages) != tt.packages || held.Hardware.Known() != tt.hardware {
			t.Errorf("%s: %+v, %+v", name, held.Packages, held.Hardware)
		}
		if inputs := record.notImported(other, []repro.Software{{Version: "3.11.7"}}); len(inputs) != tt.inputs {
			t.Errorf("%s: %+v", name, inputs)
		}
	}
}

// TestUncommitted: each file that differed from the commit, with the digest that was recorded of it;
// what the training made itself is none.
func TestUncommitted(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("d", 64)
	record := Record{Lineage: &recorded.Lineage{
		Code: recorded.Code{
			Changed: []string{"README.md", "train.py", "data.csv"}, Untracked: []string{"conf.json", "made.py"},
			Files: []recorded.Content{{Path: "train.py", SHA256: sum}, {Path: "made.py", SHA256: sum}, {Path: "same.py", SHA256: sum}},
		},
		Params: []recorded.Content{{Path: "conf.json", SHA256: sum}}, Data: []recorded.Data{{Path: "data.csv", Hash: "sha256 " + sum}}, Wrote: []string{"made.py"},
	}}
	want := map[string]string{"README.md": "", "train.py": sum, "data.csv": sum, "conf.json": sum}
	if got := record.Uncommitted(); !maps.Equal(got, want) {
		t.Errorf("%v; want %q", got, slices.Sorted(maps.Keys(want)))
	}
	if got := (Record{}).Uncommitted(); len(got) != 0 {
		t.Errorf("without a record: %v", got)
	}
}

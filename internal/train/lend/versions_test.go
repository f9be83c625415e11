package lend

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestVersions: of a lent directory each file is an input of its own, and none that the
// training was watched not to read.
func TestVersions(t *testing.T) {
	t.Parallel()
	lent := []Digest{{Path: "data/churn.csv", Loan: "data", Hash: "c1"}, {Path: "data/rank.csv", Loan: "data", Hash: "r1"}, {Path: "data/big.bin", Loan: "data"}, {Path: "base.pt", Loan: "base.pt", Hash: "w"}}
	seen := []repro.DataVersion{{Path: "data/rank.csv", Hash: "sha256 other", From: repro.SeenRead}, {Path: "database.csv", Hash: "sha256 d", From: repro.SeenRead}}
	only := func(names ...string) func(string) (bool, bool) {
		return func(file string) (bool, bool) { return strings.Contains(strings.Join(names, " "), file), true }
	}
	many := func(n, other int) (files []Digest) {
		for i := range n {
			hash := fmt.Sprint("h", i)
			if i == other {
				hash = "other"
			}
			files = append(files, Digest{Path: fmt.Sprintf("img/%d.png", i), Loan: "img", Hash: hash})
		}
		return files
	}
	for _, tt := range []struct {
		name    string
		wasRead func(string) (bool, bool)
		want    string
	}{
		{"nobody looked", nil, "database.csv=sha256 d data/churn.csv=sha256 c1 data/rank.csv=sha256 r1 data/big.bin= base.pt=sha256 w"},
		{"not known", func(string) (bool, bool) { return false, false }, "database.csv=sha256 d data/churn.csv=sha256 c1 data/rank.csv=sha256 r1 data/big.bin= base.pt=sha256 w"},
		{"one was read", only("data/rank.csv"), "database.csv=sha256 d data/rank.csv=sha256 r1"},
	} {
		var got []string
		for _, data := range Versions(append([]repro.DataVersion(nil), seen...), lent, tt.wasRead) {
			got = append(got, data.Path+"="+data.Hash)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, strings.Join(got, " "), tt.want)
		}
	}
	first := func(n int) func(string) (bool, bool) {
		return func(file string) (bool, bool) {
			var i int
			_, err := fmt.Sscanf(file, "img/%d.png", &i)
			return err == nil && i < n, true
		}
	}
	then, other, unread := Versions(nil, many(500, -1), first(300)), Versions(nil, many(500, 7), first(300)), Versions(nil, many(500, 400), first(300))
	if len(then) != 1 || then[0].Path != "img" || then[0] == other[0] || then[0] != unread[0] || !strings.HasPrefix(then[0].Hash, "sha256-of-files-read ") {
		t.Errorf("many files: %v, with one changed %v, with another that is not read changed %v", then, other, unread)
	}
	if whole := Versions(nil, many(500, -1), nil); len(whole) != 1 || !strings.HasPrefix(whole[0].Hash, "sha256 ") {
		t.Errorf("all of many files: %v", whole)
	}
}

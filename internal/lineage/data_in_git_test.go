package lineage

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDataInGit: data that both commits were compared with is not called unrecorded, and
// neither is anything called the same that nobody looked at.
func TestDataInGit(t *testing.T) {
	t.Parallel()
	held := tree{files: fstest.MapFS{"churn/d.csv": {Data: []byte("1")}, "churn/link/x": {Data: []byte("1")}}}
	beside := tree{files: fstest.MapFS{"d.csv": {Data: []byte("1")}}, whole: held.files, prefix: "churn"}
	of := func(paths ...string) (list []repro.DataVersion) {
		for _, path := range paths {
			list = append(list, repro.DataVersion{Path: path, Hash: "sha256 1", From: repro.SeenRead})
		}
		return list
	}
	for name, tt := range map[string]struct {
		read              []repro.DataVersion
		recorded, trained tree
		told              bool // that data was not recorded
	}{
		"in git":                        {of("churn/d.csv"), held, held, false},
		"a project within":              {of("churn/d.csv"), beside, beside, false},
		"another file besides":          {of("churn/d.csv", "raw.csv"), held, held, true},
		"outside of the repository":     {of("/data/d.csv"), held, held, true},
		"a directory":                   {of("churn/link"), held, held, true},
		"nobody looked":                 {nil, held, held, true},
		"the original's is not known":   {of("churn/d.csv"), tree{}, held, true},
		"the training's is not known":   {of("churn/d.csv"), held, tree{}, true},
		"the original does not have it": {of("churn/d.csv"), tree{files: fstest.MapFS{"a": {}}}, held, false}, // it is listed as added
	} {
		all := cause.CompareLineage(repro.Lineage{}, repro.Lineage{})
		left := withoutUnnamedData(all, Trained{Read: tt.read}, tt.recorded, tt.trained)
		told := slices.ContainsFunc(left, func(input repro.Input) bool { return input.Kind == repro.KindData })
		if told != tt.told || slices.ContainsFunc(left, func(input repro.Input) bool { return input.State == repro.InputSame }) || len(all)-len(left) > 1 {
			t.Errorf("%s: data is called unrecorded: %v, want %v", name, told, tt.told)
		}
	}
	all := cause.CompareLineage(repro.Lineage{}, repro.Lineage{})
	if left := withoutUnnamedData(all, Trained{Read: of("churn/d.csv"), ReadMore: true}, held, held); len(left) != len(all) {
		t.Error("data that was not seen or hashed is taken for data in git")
	}
	known := cause.CompareLineage(repro.Lineage{Data: of("raw.csv")}, repro.Lineage{})
	if left := withoutUnnamedData(known, Trained{Read: of("churn/d.csv")}, held, held); len(left) != len(known) {
		t.Error("data that the original alone recorded is left out")
	}
}

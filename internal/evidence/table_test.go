package evidence

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestTable: each row by the witnesses that it takes at least, and by what is left
// where one of them is silent.
func TestTable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		spoke []Witness
		want  string
	}{
		{nil, "nothing"},
		{[]Witness{Commit, Steps, Stage, Lock, Model, Unaided, Program}, "nothing"}, // none holds a number
		{[]Witness{Observed}, "nothing"},
		{[]Witness{Challenged}, "nothing"},
		{[]Witness{Run}, "run alone"},
		{[]Witness{Run, Commit, Steps}, "run alone"},
		{[]Witness{Run, Params}, "run with params"},
		{[]Witness{Run, Params, Commit, Steps}, "run with params"}, // on GitHub, with nothing installed there
		{[]Witness{Run, Stage}, "run and stage"},
		{[]Witness{Run, Program}, "run of the same program"},
		{[]Witness{Run, Model}, "run with a model"},
		{[]Witness{Run, Observed}, "observed"},
		{[]Witness{Run, Challenged}, "challenged"},
		{[]Witness{SameFile}, "same file alone"},
		{[]Witness{SameFile, Steps}, "same file alone"},
		{[]Witness{SameFile, Unaided}, "same file alone"},
		{[]Witness{SameFile, Model}, "same file alone"},
		{[]Witness{SameFile, Model, Unaided}, "same file alone"},
		{[]Witness{SameFile, Model, Writer}, "same file alone"},
		{[]Witness{SameFile, Unaided, Writer}, "same file alone"},
		{[]Witness{SameFile, Model, Unaided, Writer}, "same file and a model"},
		{[]Witness{SameFile, Stage}, "same file alone"},
		{[]Witness{SameFile, Lock}, "same file alone"},
		{[]Witness{SameFile, Stage, Lock}, "same file alone"},
		{[]Witness{SameFile, Stage, Writer}, "same file alone"},
		{[]Witness{SameFile, Lock, Writer}, "same file alone"},
		{[]Witness{SameFile, Stage, Lock, Writer}, "same file of a stage"},
		{[]Witness{SameFile, Stage, Lock, Steps}, "same file of a stage"}, // on GitHub
		{[]Witness{SameFile, Params}, "file and a run's params"},
		{[]Witness{SameFile, Observed}, "observed"},
		{[]Witness{SameFile, Challenged}, "challenged"},
		{[]Witness{NewFile}, "new file alone"},
		{[]Witness{NewFile, Unaided}, "new file alone"}, // what copies a file of elsewhere has no name
		{[]Witness{NewFile, Stage, Lock, Model, Unaided}, "new file alone"},
		{[]Witness{NewFile, Writer}, "new file of a program"},
		{[]Witness{NewFile, Steps}, "new file of a workflow"},
		{[]Witness{NewFile, Params}, "file and a run's params"},
		{[]Witness{NewFile, Observed}, "observed"},
		{[]Witness{NewFile, Challenged}, "challenged"},
	} {
		if got := Weigh(tt.spoke).Name; got != tt.want {
			t.Errorf("%v: row %q, want %q", tt.spoke, got, tt.want)
		}
	}
}

// TestTable_everyCombination: a row for each, no proof without a witness that
// holds the numbers, and no further witness takes one away.
func TestTable_everyCombination(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	of := func(bits int) []Witness {
		var spoke []Witness
		for i, kind := range Witnesses {
			if bits&(1<<i) != 0 {
				spoke = append(spoke, kind.Witness)
			}
		}
		return spoke
	}
	for bits := range 1 << len(Witnesses) {
		spoke := of(bits)
		row := Weigh(spoke)
		met[row.Name] = true
		if row.Name == "" {
			t.Fatalf("%v: no row", spoke)
		}
		if row.Proven && !slices.ContainsFunc(numbers, func(w Witness) bool { return slices.Contains(spoke, w) }) {
			t.Fatalf("%v: row %q proves numbers that no witness holds", spoke, row.Name)
		}
		for i := range Witnesses {
			if row.Proven && !Weigh(of(bits|1<<i)).Proven {
				t.Fatalf("%v: %s as well takes the proof of row %q away", spoke, Witnesses[i].Witness, row.Name)
			}
		}
	}
	for _, row := range Table {
		if !met[row.Name] {
			t.Errorf("row %q decides nothing: those above it leave nothing", row.Name)
		}
		if (row.Settle == "") != row.Proven || (row.Unseen != "") != row.Proven || row.Why == "" {
			t.Errorf("row %q: a proof says what it did not see, and the rest what would settle it: %+v", row.Name, row)
		}
	}
}

// TestAgainst: what speaks against a training makes nothing but unverified.
func TestAgainst(t *testing.T) {
	t.Parallel()
	for _, objection := range Against {
		for _, reason := range objection.Reasons {
			if info, known := reason.Info(); !known || info.Verdict != repro.Unverified {
				t.Errorf("%s: reason %q is of verdict %q", objection.Gate, reason, info.Verdict)
			}
		}
		if len(objection.Reasons) == 0 || !strings.HasSuffix(objection.Shows, ".") {
			t.Errorf("%s: no reason, or no sentence: %+v", objection.Gate, objection)
		}
	}
}

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
		{[]Witness{Run, Code}, "run alone"},
		{[]Witness{Run}, "no code of the commit"},
		{[]Witness{Run, Commit, Steps, Code}, "run alone"},
		{[]Witness{Run, Commit, Steps}, "no code of the commit"},
		{[]Witness{Run, Params, Code}, "run with params"},
		{[]Witness{Run, Params}, "no code of the commit"},
		{[]Witness{Run, Params, Commit, Steps, Code}, "run with params"}, // on GitHub, with nothing installed there
		{[]Witness{Run, Params, Commit, Steps}, "no code of the commit"},
		{[]Witness{Run, Stage, Code}, "run and stage"},
		{[]Witness{Run, Stage}, "no code of the commit"},
		{[]Witness{Run, Program, Code}, "run of the same program"},
		{[]Witness{Run, Program}, "no code of the commit"},
		{[]Witness{Run, Model, Code}, "run with a model"},
		{[]Witness{Run, Model}, "no code of the commit"},
		{[]Witness{Run, Observed, Code}, "observed"},
		{[]Witness{Run, Observed}, "no code of the commit"},
		{[]Witness{Run, Challenged, Code}, "challenged"},
		{[]Witness{Run, Challenged}, "no code of the commit"},
		{[]Witness{SameFile, Code}, "same file alone"},
		{[]Witness{SameFile}, "no code of the commit"},
		{[]Witness{SameFile, Steps, Code}, "same file alone"},
		{[]Witness{SameFile, Steps}, "no code of the commit"},
		{[]Witness{SameFile, Unaided, Code}, "same file alone"},
		{[]Witness{SameFile, Unaided}, "no code of the commit"},
		{[]Witness{SameFile, Model, Code}, "same file alone"},
		{[]Witness{SameFile, Model}, "no code of the commit"},
		{[]Witness{SameFile, Model, Unaided, Code}, "same file alone"},
		{[]Witness{SameFile, Model, Unaided}, "no code of the commit"},
		{[]Witness{SameFile, Model, Writer, Code}, "same file alone"},
		{[]Witness{SameFile, Model, Writer}, "no code of the commit"},
		{[]Witness{SameFile, Unaided, Writer, Code}, "same file alone"},
		{[]Witness{SameFile, Unaided, Writer}, "no code of the commit"},
		{[]Witness{SameFile, Model, Unaided, Writer, Code}, "same file and a model"},
		{[]Witness{SameFile, Model, Unaided, Writer}, "no code of the commit"},
		{[]Witness{SameFile, Stage, Code}, "same file alone"},
		{[]Witness{SameFile, Stage}, "no code of the commit"},
		{[]Witness{SameFile, Lock, Code}, "same file alone"},
		{[]Witness{SameFile, Lock}, "no code of the commit"},
		{[]Witness{SameFile, Stage, Lock, Code}, "same file alone"},
		{[]Witness{SameFile, Stage, Lock}, "no code of the commit"},
		{[]Witness{SameFile, Stage, Writer, Code}, "same file alone"},
		{[]Witness{SameFile, Stage, Writer}, "no code of the commit"},
		{[]Witness{SameFile, Lock, Writer, Code}, "same file alone"},
		{[]Witness{SameFile, Lock, Writer}, "no code of the commit"},
		{[]Witness{SameFile, Stage, Lock, Writer, Code}, "same file of a stage"},
		{[]Witness{SameFile, Stage, Lock, Writer}, "no code of the commit"},
		{[]Witness{SameFile, Stage, Lock, Steps, Code}, "same file of a stage"}, // on GitHub
		{[]Witness{SameFile, Stage, Lock, Steps}, "no code of the commit"},
		{[]Witness{SameFile, Params, Code}, "file and a run's params"},
		{[]Witness{SameFile, Params}, "no code of the commit"},
		{[]Witness{SameFile, Observed, Code}, "observed"},
		{[]Witness{SameFile, Observed}, "no code of the commit"},
		{[]Witness{SameFile, Challenged, Code}, "challenged"},
		{[]Witness{SameFile, Challenged}, "no code of the commit"},
		{[]Witness{NewFile, Code}, "new file alone"},
		{[]Witness{NewFile}, "no code of the commit"},
		{[]Witness{NewFile, Unaided, Code}, "new file alone"}, // what copies a file of elsewhere has no name
		{[]Witness{NewFile, Unaided}, "no code of the commit"},
		{[]Witness{NewFile, Stage, Lock, Model, Unaided, Code}, "new file alone"},
		{[]Witness{NewFile, Stage, Lock, Model, Unaided}, "no code of the commit"},
		{[]Witness{NewFile, Writer, Code}, "new file of a program"},
		{[]Witness{NewFile, Writer}, "no code of the commit"},
		{[]Witness{NewFile, Steps, Code}, "new file of a workflow"},
		{[]Witness{NewFile, Steps}, "no code of the commit"},
		{[]Witness{NewFile, Params, Code}, "file and a run's params"},
		{[]Witness{NewFile, Params}, "no code of the commit"},
		{[]Witness{NewFile, Observed, Code}, "observed"},
		{[]Witness{NewFile, Observed}, "no code of the commit"},
		{[]Witness{NewFile, Challenged, Code}, "challenged"},
		{[]Witness{NewFile, Challenged}, "no code of the commit"},
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
		if (row.WayOut == "") != row.Proven || (row.Unseen != "") != row.Proven || row.Why == "" {
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

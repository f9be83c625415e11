package cause

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// lentFile is data that git does not have and a training was lent.
func lentFile(name, hash string) repro.Input {
	return repro.Input{Kind: repro.KindData, Name: name, Now: hash, State: repro.InputUnknown, Evidence: repro.Lent}
}

// TestLedgerOfLentFiles: a lent file is blamed by its name, and only where both checks have
// it: neither a directory as a whole nor a file that one training alone read is blamed.
func TestLedgerOfLentFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		then, now []repro.Input
		blamed    string
		unchanged bool
	}{
		{"the file changed", []repro.Input{lentFile("data/churn.csv", "sha256 1")}, []repro.Input{lentFile("data/churn.csv", "sha256 2")}, "data/churn.csv", false},
		{"nothing that was read changed", []repro.Input{lentFile("data/rank.csv", "sha256 1")}, []repro.Input{lentFile("data/rank.csv", "sha256 1")}, "", true},
		{"an old check has the directory's hash", []repro.Input{lentFile("data", "sha256 1")}, []repro.Input{lentFile("data/churn.csv", "sha256 2")}, "", false},
		{"the other way round", []repro.Input{lentFile("data/churn.csv", "sha256 2")}, []repro.Input{lentFile("data", "sha256 1")}, "", false},
		{"all of many files, and those that were read", []repro.Input{lentFile("data", "sha256 1")}, []repro.Input{lentFile("data", "sha256-of-files-read 2")}, "", false},
		{"another file was read", []repro.Input{lentFile("data/a.csv", "sha256 1")}, []repro.Input{lentFile("data/b.csv", "sha256 2")}, "", false},
		{"one more file was read", []repro.Input{lentFile("data/a.csv", "sha256 1")}, []repro.Input{lentFile("data/a.csv", "sha256 1"), lentFile("data/b.csv", "sha256 2")}, "", false},
	} {
		ledger := NewLedger([]repro.Record{checked(26, repro.Reproduced, tt.then...)}, today())
		inputs := ledger.Mark(tt.now, Comparer{})
		says := ledger.Conclude(ledgerDrift, FindCauses(inputs, Clues{Comparison: ledgerDrift, Ledger: ledger}), inputs)
		if blames := strings.Contains(says, "likelier cause"); blames != (tt.blamed != "") || !strings.Contains(says, tt.blamed) {
			t.Errorf("%s: %s, want %q blamed", tt.name, says, tt.blamed)
		}
		if nothing := strings.HasPrefix(says, "Nothing that was recorded has changed"); nothing != tt.unchanged {
			t.Errorf("%s: %s, want unchanged %v", tt.name, says, tt.unchanged)
		}
	}
}

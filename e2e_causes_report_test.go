//go:build unix && (more || kinds)

package main

import (
	"encoding/json"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// A causesReport is what report.json says of causes.
type causesReport struct {
	Verdict, Reason, Summary string
	Diagnosis                struct {
		Causes []struct {
			Factor, Name, Original, Now, Strength, Evidence string
		}
		Conclusion string
	}
}

func readCauses(ts *testscript.TestScript) causesReport {
	var report causesReport
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(filepath.Join(ts.Getenv("REPORT"), "report.json"))), &report))
	return report
}

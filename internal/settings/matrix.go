package settings

import (
	"encoding/json"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A matrixEntry is one model version in the matrix of a workflow.
type matrixEntry struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	RunID   string `json:"run_id"`
}

// Matrix is the JSON that a workflow gives to fromJSON: an array, empty and not
// null when nothing is due.
func Matrix(versions []repro.ModelVersion) string {
	entries := make([]matrixEntry, 0, len(versions))
	for _, version := range versions {
		entries = append(entries, matrixEntry{version.Name, version.Version, version.RunID})
	}
	text, err := json.Marshal(entries)
	if err != nil {
		return "[]" // three strings always encode
	}
	return string(text)
}

// maxMatrix is far above what GitHub takes as an output.
const maxMatrix = 4 << 20

// noMatrix stands for the matrix of a list that came to nothing.
const noMatrix = "unknown"

// matrix reads what Matrix wrote; unknown where its list came to nothing.
func (r *reader) matrix(name string) (versions []repro.ModelVersion, unknown bool) {
	text := r.text(name)
	if text == "" || text == noMatrix {
		return nil, text != ""
	}
	var entries []matrixEntry
	seen := map[matrixEntry]bool{}
	if err := doc.DecodeJSON(strings.NewReader(text), maxMatrix, &entries); err != nil {
		r.problem(name, "not the models output of command: list: %v", err)
		return nil, false
	}
	versions = make([]repro.ModelVersion, 0, len(entries))
	for _, entry := range entries {
		version := repro.ModelVersion{Name: entry.Name, Version: entry.Version, RunID: entry.RunID}
		if !seen[entry] {
			versions = append(versions, version)
		}
		seen[entry] = true
	}
	return versions, false
}

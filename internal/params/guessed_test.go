package params

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestGuessed: what was written for None or a bool in the place of a text.
func TestGuessed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, logged, mapping string
		want                  bool
	}{
		{"adam", "None", "", true},
		{`"adam"`, "None", "", true},
		{"adam", "True", "", true},
		{"adam", "None", "x = x", false},
		{"adam", "sgd", "", false},
		{"adam", "5", "", false}, // no program takes a text for it
		{"null", "None", "", false},
		{"5", "None", "", false},
		{"true", "False", "", false},
		{"", "True", "", false},
	} {
		entries, err := ParseMap(tt.mapping)
		if err != nil {
			t.Fatal(err)
		}
		result, err := Plan([]File{{"params.yaml", []byte("x: " + tt.file + "\n")}}, repro.NewParams(map[string]string{"x": tt.logged}), Options{Map: entries})
		if err != nil || len(result.Edits) == 0 {
			t.Fatal(err, result)
		}
		if got := Guessed(result.Edits[0]); got != tt.want {
			t.Errorf("file %s, logged %s, %s: %+v, want a guess: %v", tt.file, tt.logged, strings.TrimSpace(tt.mapping), result.Edits[0], tt.want)
		}
	}
}

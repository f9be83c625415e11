package siblings

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFolderedProgram: two models of one repository have programs of one name.
func TestFolderedProgram(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"modelA/train.py", "modelA/train.py", true},
		{"modelA/train.py", "modelB/train.py", false},
		{"./train.py", "train.py", true},
		{"/home/a/iris/train.py", "/ci/iris/train.py", true}, // other checkouts
		{"/home/a/iris/train.py", "train.py", true},
		{"/home/a/fit/__main__.py", "/ci/fit/__main__.py", true},
		{"/home/a/fit/__main__.py", "/home/a/score/__main__.py", false},
		{"ipykernel_launcher.py", "lab/ipykernel_launcher.py", true}, // names no program
	} {
		a := repro.Run{Tags: map[string]string{"mlflow.source.name": tt.a}}
		b := repro.Run{Tags: map[string]string{"mlflow.source.name": tt.b}}
		if got := MaybeSameProgram(a, b); got != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
}

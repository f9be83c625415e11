package collect

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRoot: where a checkout lay is told by the full path of the program.
func TestRoot(t *testing.T) {
	t.Parallel()
	by := func(program string) repro.Run {
		return repro.Run{Tags: map[string]string{lineage.MlflowSource: program}}
	}
	for _, tt := range []struct{ run, other, want string }{
		{"/home/ann/iris/src/train.py", "/srv/x/iris/src/train.py", "/home/ann"},
		{"/home/ann/iris/src/train.py", "/srv/x/src/train.py", "/home/ann/iris"},
		{"/home/ann/iris/src/train.py", "/home/ann/iris/src/train.py", ""},
		{"/home/ann/iris/train.py", "/home/bob/iris/other.py", ""},
		{"train.py", "/srv/x/train.py", ""},
		{"", "", ""},
	} {
		got := ""
		if roots := root(by(tt.run), by(tt.other)); len(roots) > 0 {
			got = roots[0]
		}
		if got != tt.want {
			t.Errorf("root of %s beside %s is %q, want %q", tt.run, tt.other, got, tt.want)
		}
	}
}

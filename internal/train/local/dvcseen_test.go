//go:build unix

package local

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
)

// TestUnseenDVC: a log that has DVC run stages is not believed where DVC would have
// been seen, and was not.
func TestUnseenDVC(t *testing.T) {
	t.Parallel()
	script, binary := t.TempDir(), t.TempDir()
	gittest.Write(t, script, "dvc", "#!/venv/bin/python\nfrom dvc.cli import main\n")
	gittest.Write(t, binary, "dvc", "\x7fELF")
	dvc := observe.Process{Packages: []observe.Access{{Path: "/venv/lib/python3.12/site-packages/dvc/__init__.py"}}}
	for _, tt := range []struct {
		name, text, path string
		seen             *observe.Observation
		want             bool
	}{
		{"no DVC ran", "sh all.sh", script, &observe.Observation{}, true},
		{"DVC ran", "dvc repro", script, &observe.Observation{Processes: []observe.Process{dvc}}, false},
		{"not observed", "dvc repro", script, nil, false},
		{"a Python did not report", "dvc repro", script, &observe.Observation{Doubts: []string{"one did not report"}}, false},
		{"DVC with a Python of its own", "dvc repro", binary, &observe.Observation{}, false},
		{"DVC is not here", "dvc repro", "/nowhere", &observe.Observation{}, false},
		{"in a container", "docker run x dvc repro", script, &observe.Observation{}, false},
		{"elsewhere", "ssh gpu dvc repro", script, &observe.Observation{}, false},
	} {
		if got := unseenDVC(tt.seen, tt.text, []string{"PATH=/nowhere:" + tt.path}); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

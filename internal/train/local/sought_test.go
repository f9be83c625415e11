package local

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
)

// TestMayAskUnseen: the text of a program of Python that told what it asked for says nothing
// more; that of a program that nobody saw, or that runs as a part of another, may.
func TestMayAskUnseen(t *testing.T) {
	t.Parallel()
	train := observe.Process{Hooked: true, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: "/place/churn/train.py"}},
		Reads: []observe.Access{{Path: "/place/churn/train.py"}, {Path: "/place/churn/begin.py"}}}
	seen := &observe.Observation{Processes: []observe.Process{train}}
	for _, tt := range []struct {
		name string
		seen *observe.Observation
		text string
		file string
		want bool
	}{
		{"it ran", seen, "python train.py", "train.py", false},
		{"it did not run", seen, "python train.py", "resume.py", false},
		{"its text was read", seen, "python train.py", "begin.py", true},
		{"a shell's", seen, "python train.py", "train.sh", true},
		{"nobody watched", nil, "python train.py", "train.py", true},
		{"not all was told", &observe.Observation{Processes: seen.Processes, Doubts: []string{"a Python process did not report"}}, "python train.py", "train.py", true},
		{"no Python told", &observe.Observation{}, "sh train.sh", "train.py", true},
		{"one that is not seen", seen, "python train.py; python -I score.py", "train.py", true},
		{"in a container", seen, "docker run x python train.py", "train.py", true},
	} {
		l := &Project{Clone: &project.Clone{Prefix: "churn"}}
		if got := l.mayAskUnseen(tt.seen, place{clone: &git.Clone{Dir: "/place"}}, tt.text)(tt.file); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

package local

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/observe/system"
)

// TestTaking: of a file that was written, the events say whether its other content was
// taken in; its name decides only where they do not.
func TestTaking(t *testing.T) {
	t.Parallel()
	wrote, readAfter := system.File{Written: true, Writes: 1}, system.File{Written: true, Writes: 1, ReadAfter: true}
	twice := system.File{Written: true, Writes: 2, ReadAfter: true}
	python := func(reads ...string) observe.Process {
		p := observe.Process{ID: 1, Dir: "/place", Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: "/place/train.py"}}}
		for _, file := range reads {
			p.Reads = append(p.Reads, observe.Access{Path: "/place/" + file, At: 5})
		}
		return p
	}
	for name, tt := range map[string]struct {
		file               string
		event              system.File
		python             observe.Process
		changed, meanwhile bool
	}{
		"not read any more":                 {"VERSION", wrote, python(), false, false},
		"a program that is not read":        {"pk/_version.py", wrote, python(), false, false},
		"read by the training":              {"s.ini", readAfter, python("s.ini"), true, false},
		"a result by its name, and read":    {"results/w.txt", readAfter, python("results/w.txt"), true, false},
		"read by another program":           {"fit.awk", readAfter, python(), true, false},
		"a log that git reads":              {"train.log", readAfter, python(), false, false},
		"patched, read and put back":        {"s.ini", twice, python("s.ini"), true, true},
		"the same for another program":      {"fit.awk", twice, python(), true, true},
		"a program, taken away for a while": {"fit.py", system.File{Written: true, Writes: 1, Gone: true}, python(), false, true},
		"data, unpacked again":              {"data.csv", system.File{Written: true, Writes: 1, Gone: true, ReadAfter: true}, python("data.csv"), true, false},
		"a link in its place":               {"data.csv", system.File{Written: true, Writes: 1, Linked: true}, python(), true, true},
		"below a link for a while":          {"linked/data.csv", system.File{Written: true, Writes: 2}, python(), true, true},
		"a result by its name, and a link":  {"results/w.txt", system.File{Written: true, Writes: 2, Linked: true}, python(), false, false},
		"nobody watched":                    {"node_modules/x.ini", readAfter, python(), true, false},
	} {
		seen := &observe.Observation{Files: map[string]system.File{"linked": {Linked: true}, tt.file: tt.event}, Processes: []observe.Process{tt.python}}
		no := func(string) bool { return false }
		take := taking{seen: seen, names: []string{"/place"}, strict: no, made: no, same: no}
		if got := take.changed(tt.file); got != tt.changed {
			t.Errorf("%s: %s changed and taken in: %v, want %v", name, tt.file, got, tt.changed)
		}
		if got := take.meanwhile(tt.file, false); got != tt.meanwhile {
			t.Errorf("%s: %s for a while: %v, want %v", name, tt.file, got, tt.meanwhile)
		}
	}
}

package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"testing"
)

// TestUseOf: whose content was read of a file that holds another one than before.
func TestUseOf(t *testing.T) {
	t.Parallel()
	const file = "state.txt"
	at := func(times ...int64) []Access {
		var found []Access
		for _, time := range times {
			found = append(found, Access{"/place/" + file, time})
		}
		return found
	}
	of := func(program string, reads, writes []Access) Process {
		return Process{ID: 1, Dir: "/place", Args: []string{"python", program}, Code: []Access{{Path: "/place/fit.py"}}, Reads: reads, Writes: writes}
	}
	read := system.File{Written: true, Writes: 1, FirstAt: 20, ReadAfter: true}
	often := read
	often.Writes = 3
	early := often
	early.FirstAt = 5
	for name, tt := range map[string]struct {
		seen      system.File
		unwatched string
		processes []Process
		want      Use
	}{
		"nobody watched":              {read, "lost", nil, UseUnknown},
		"no event tells of it":        {system.File{}, "", nil, UseUnknown},
		"nothing read it":             {system.File{Written: true, Writes: 4}, "", nil, Unused},
		"a shell's, for a shell":      {read, "", []Process{of("fit.py", nil, nil)}, UsedByOthers},
		"a shell's, for the code":     {read, "", []Process{of("fit.py", at(30), nil)}, UsedByCode},
		"the code's own":              {read, "", []Process{of("fit.py", at(30), at(10))}, UsedAsMade},
		"the code's own, many times":  {often, "", []Process{of("fit.py", at(30), at(10))}, UsedAsMade},
		"read, then written":          {read, "", []Process{of("fit.py", at(10), at(15))}, UsedAsMade},
		"a shell's, read and written": {often, "", []Process{of("fit.py", at(10), at(15))}, UsedByCode},
		"a shell's, written and read": {early, "", []Process{of("fit.py", at(30), at(10))}, UsedByCode},
		"of a command's text":         {read, "", []Process{of("-c", at(30), at(10))}, UsedByCode},
		"of an installed program":     {read, "", []Process{of("/venv/bin/fit", at(30), at(10))}, UsedAsMade},
		"of a tool":                   {read, "", []Process{of("/venv/bin/dvc", nil, at(10)), of("fit.py", at(30), nil)}, UsedByCode},
		"moved into place":            {read, "", []Process{{ID: 1, Dir: "/place", Args: []string{"python", "fit.py"}, Code: []Access{{Path: "/place/fit.py"}}, Reads: at(30), Moves: []Move{{"/place/tmp", "/place/" + file, 10}}}}, UsedAsMade},
	} {
		seen := Observation{Files: map[string]system.File{file: tt.seen}, Unwatched: tt.unwatched, Processes: tt.processes}
		if got := seen.UseOf(file, "/place"); got != tt.want {
			t.Errorf("%s: use %v, want %v", name, got, tt.want)
		}
	}
	if (Observation{Files: map[string]system.File{"mlruns/x": {}}}).Watched("mlruns/x") || !(Observation{Files: map[string]system.File{}}).NeverChanged("a.py") {
		t.Error("what lies in mlruns is watched, or what no event tells of did not stand")
	}
}

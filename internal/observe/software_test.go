//go:build unix

package observe

import (
	"fmt"
	"os/exec"
	"reflect"
	"strings"
	"testing"
)

// TestSoftwareIsOfTheTraining: the Python and the packages that the commit's own programs
// imported, by the versions that are installed; what a tool imports is not among them.
func TestSoftwareIsOfTheTraining(t *testing.T) {
	t.Parallel()
	tr := newTrial(t, map[string]string{"train.py": "import yaml, dotenv\n", "idle.py": "1\n"})
	out, err := exec.Command(tr.python, "-c", "import sys, importlib.metadata as m; print(sys.executable, '%d.%d.%d' % sys.version_info[:3], m.version('pyyaml'), m.version('python-dotenv'))").Output()
	if err != nil {
		t.Fatal(err)
	}
	var executable, version, yaml, dotenv string
	if _, err := fmt.Sscan(string(out), &executable, &version, &yaml, &dotenv); err != nil {
		t.Fatal(err)
	}
	seen, printed := tr.train(`python train.py && python -c 'import click'`)
	got := seen.Software(tr.dir)
	want := []Software{{executable, version, []Distribution{{Name: "python_dotenv", Version: dotenv}, {Name: "pyyaml", Version: yaml}}, nil}}
	for i := range got {
		got[i].Installed = nil
		for k := range got[i].Packages {
			got[i].Packages[k].Name = strings.ToLower(got[i].Packages[k].Name)
			if _, files, _ := strings.Cut(got[i].Packages[k].Content, " "); len(files) != 32 {
				t.Errorf("%s: content %q", got[i].Packages[k].Name, got[i].Packages[k].Content)
			}
			got[i].Packages[k].Content = ""
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v; it printed %s", got, want, printed)
	}
	if seen, _ := tr.train("python -c 'import yaml'"); len(seen.Software(tr.dir)) > 0 {
		t.Errorf("without code of the place: %+v", seen.Software(tr.dir))
	}
}

package here

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestSoftwareIsNeverAssumed: an environment that was rebuilt arrived where all Pythons that
// were seen are its own; where not all was seen, it did not.
func TestSoftwareIsNeverAssumed(t *testing.T) {
	t.Parallel()
	own := repro.Software{Executable: "/cache/venv/bin/python", Version: "3.11.7"}
	other := repro.Software{Executable: "/usr/bin/python3", Version: "3.11.2"}
	for _, c := range []struct {
		about string
		dir   string
		seen  []repro.Software
		lacks []string // what was not seen of it
		part  string   // another Python with a part in the numbers
		hides string   // what of the command hides
		state repro.GateState
		text  string
	}{
		{about: "nothing was rebuilt", seen: []repro.Software{other}},
		{"its own", "/cache/venv", []repro.Software{own}, nil, "/cache/venv/bin/python", "", repro.GatePassed, "those of the environment"},
		{"one of two", "/cache/venv", []repro.Software{own, other}, nil, "", "", repro.GateFailed, "/usr/bin/python3, Python 3.11.2, not in the environment"},
		{"beside it", "/cache/venv", []repro.Software{{Executable: "/cache/venv2/bin/python"}}, nil, "", "", repro.GateFailed, "/cache/venv2/bin/python"},
		{"nobody looked", "/cache/venv", nil, nil, "", "", repro.GateFailed, "nothing shows"},
		{"another wrote", "/cache/venv", []repro.Software{own}, []string{"who wrote m.json was not seen"}, "", "", repro.GateFailed, "rebuilt: who wrote m.json was not seen; let python, by its bare name"},
		{"another made the model", "/cache/venv", []repro.Software{own}, nil, "/usr/bin/python3", "", repro.GateFailed, "/usr/bin/python3, Python 3.11.2, not in the environment"},
		{"a container", "/cache/venv", []repro.Software{own}, nil, "", "docker run", repro.GateFailed, "as what docker run starts is not seen; let python"},
	} {
		training := train.Training{Software: c.seen, Hides: c.hides}
		training.Observed = func([]string, string) observe.Finding {
			found := observe.Finding{Unseen: c.lacks}
			if c.part != "" {
				found.Pythons = []observe.Python{{Executable: c.part, Version: "3.11.2"}}
			}
			return found
		}
		result := repro.Result{Plan: repro.Plan{Environment: repro.Environment{Asked: repro.EnvironmentOriginal, Dir: c.dir}}}
		gates := new(Project).CheckSoftware(t.Context(), nil, result, training, collect.Collected{})
		switch {
		case c.dir == "" && len(gates) == 0:
		case len(gates) != 1 || gates[0].State != c.state || !strings.Contains(gates[0].Text, c.text):
			t.Errorf("%s: %+v", c.about, gates)
		case c.state == repro.GateFailed && gates[0].Reason != repro.EnvironmentUnavailable:
			t.Errorf("%s: reason %s", c.about, gates[0].Reason)
		}
	}
}

// TestPackagesBeside: what stands for a package of the environment has to be that package, as it
// was installed; the project itself and what the environment does not have are no matter.
func TestPackagesBeside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	site := filepath.Join(dir, "lib", "python3.11", "site-packages")
	for _, name := range []string{filepath.Join(site, "six.py"), filepath.Join(site, "yaml", "__init__.py")} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	made := repro.Environment{Dir: dir, Packages: map[string]string{"six": "1.16.0", "pyyaml": "6.0"}}
	for name, tt := range map[string]struct {
		packages []repro.Package
		altered  []string
		outside  []string
		beside   []string
		imported []string
		want     string
	}{
		"installed in the checkout":   {beside: []string{"deps/six.py"}, want: "deps/six.py"},
		"in an archive of the commit": {beside: []string{"deps.zip/yaml/loader.py"}, want: "deps.zip/yaml/loader.py"},
		"installed elsewhere":         {imported: []string{"/home/ada/pkgs/tiny.py"}, want: "/home/ada/pkgs/tiny.py"},
		"generated":                   {beside: []string{"gen/schema.py"}},
		"built at the top":            {beside: []string{"libk.so"}},
		"its own":                     {packages: []repro.Package{{Name: "six", Version: "1.16.0"}, {Name: "pyyaml", Version: "6.0.0"}}},
		"the project, and unlisted":   {packages: []repro.Package{{Name: "churn", Version: "0.1"}}},
		"another version":             {packages: []repro.Package{{Name: "six", Version: "1.17.0"}}, want: "six 1.17.0"},
		"its files were changed":      {altered: []string{"six"}, want: "six with other files than were installed"},
		"a module of its name":        {outside: []string{"/pp/six.py"}, want: "/pp/six.py"},
		"a module in a package":       {outside: []string{"/pp/yaml/loader.py (not compared)"}, want: "/pp/yaml/loader.py"},
		"a module of another name":    {outside: []string{"/lib/helper.py", "/lib/[six]*.py"}},
	} {
		training := train.Training{Software: []repro.Software{{Packages: tt.packages}}, Altered: tt.altered, PackagesElsewhere: tt.imported, CodeBeside: tt.beside, OutsideCode: func([]string, string) []string { return tt.outside }}
		if got := strings.Join(packagesBeside(made, training, collect.Collected{}, ""), ", "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

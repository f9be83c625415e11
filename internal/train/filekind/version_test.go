package filekind

import "testing"

// TestSameButVersion: a build's version is no other code, and code is.
func TestSameButVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, then, now string
		want            bool
	}{
		{"pk/_version.py", `__version__ = "0.1.dev1+gabc"`, `__version__ = "0.1.dev7+gdef"` + "\n", true},
		{"pk/_version.py", "# made 1\n__version__ = version = '0.1'\n__version_tuple__ = version_tuple = (0, 1, 'dev1')\n", "# made 2\n__version__ = version = '0.2'\n__version_tuple__ = version_tuple = (0, 2, 'dev7', 'g1')\n", true},
		{"pk/_version.py", "git_commit: str = None", "git_commit: str = 'abc'", true},
		{"pk/_build_info.py", "build_date = '1'", "build_date = '2'", true},

		{"pk/fit.py", `__version__ = "0.1"`, `__version__ = "0.2"`, false},
		{"pk/_version.py", `version = "0.1"`, "version = compute()", false},
		{"pk/_version.py", `version = "0.1"`, `version = "0.1"; lr = 3`, false},
		{"pk/_version.py", `version = "0.1"`, "version = \"0.1\"\nlr = 3", false},
		{"pk/_version.py", "data_version = '1'", "data_version = '2'", false},
		{"pk/_version.py", "lr = 1", "lr = 2", false},
		{"pk/_version.py", "version = '1'", "commit = '1'", false},
		{"pk/_version.py", "version = [x", "version = [y", false},
		{"VERSION", "1.2.0", "1.2.1", false}, // a program may read it
		{"version.yaml", "lr: 1", "lr: 2", false},
	} {
		if got := SameButVersion(tt.file, []byte(tt.then), []byte(tt.now)); got != tt.want {
			t.Errorf("%s: %q and %q: %v, want %v", tt.file, tt.then, tt.now, got, tt.want)
		}
	}
}

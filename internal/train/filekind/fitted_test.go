package filekind

import (
	"strings"
	"testing"
)

// TestMayBeFitted: arrays that no name calls data, numbers of a fit, and what lies where
// results are written.
func TestMayBeFitted(t *testing.T) {
	t.Parallel()
	writes := func(dir string) bool { return dir == "run" || dir == "." || dir == "data" }
	for file, want := range map[string]bool{
		"out/w.npy": true, "out/coef.csv": true, "out/fit": true, "results/2026/theta.txt": true, "cache/0011.json": true, "fit_state/x.json": true,
		"w.npz": true, "net/layer1.bin": true, "coef.csv": true, "lib/beta.json": true, "study.db": true, "params/w.h5": true,
		"run/all.json": true, "run/train.csv": false, "run/log.md": false,
		"data/train.csv": false, "data/X.npy": false, "X_train.npy": false, "iris.csv": false, "data/raw/images.npz": false, "features.npz": false,
		"data/out/rows.csv": true, // rows among results: a doubt that a challenge settles
		"train.py":          false, "out/train.py": false, "params.yaml": false, "out/plot.svg": false, "conf/w.json": false, "tests/w.npy": false,
		"schema.json": false, "README": false, "vocab.txt": false, "out/vocab.json": false, "out/.gitignore": false, "out/run.log": false,
	} {
		if got := MayBeFitted(file, writes); got != want {
			t.Errorf("%s: %v, want %v", file, got, want)
		}
	}
}

// TestFewNumbers: small texts whose numbers have the digits of a computation.
func TestFewNumbers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, text string
		want       bool
	}{
		{"calib.csv", "2.488470784953851\n", true},
		{"state", "0.10000000000000142", true},
		{"x.json", `{"a": 12.48847078495385}`, true},
		{"rows.csv", "a,b\n1,2.5\n0.25,3\n", false},
		{"defaults.yaml", "w: 2.488470784953851\n", true},
		{"app.ini", "[a]\nw = 2.488470784953851\n", true},
		{"app.toml", "rate = 0.5\n", false},
		{"train.py", "w = 2.488470784953851\n", false},
		{"data/w.npy", "\x93NUMPY\x01\x00", true},
		{"data/part.parquet", "PAR1", true},
		{"data/rows.npy", strings.Repeat("\x93NUMPY\x01\x00", 1000), false},
		{"README.md", "2.488470784953851\n", false},
		{"large.csv", strings.Repeat("2.488470784953851\n", 1000), false},
	} {
		if got := FewNumbers(tt.file, []byte(tt.text)); got != tt.want {
			t.Errorf("%s: %t", tt.file, got)
		}
	}
}

// TestIsSmallDatabase: a database of a few pages, which has the place of a few rows.
func TestIsSmallDatabase(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file string
		size int
		want bool
	}{{"rows.db", 8 << 10, true}, {"out/ROWS.SQLite3", 4 * MostOfAFit, true}, {"rows.db", 4*MostOfAFit + 1, false}, {"rows.csv", 8, false}} {
		if got := IsSmallDatabase(tt.file, tt.size); got != tt.want {
			t.Errorf("%s of %d bytes: %t", tt.file, tt.size, got)
		}
	}
}

// TestFitInCode: a program with numbers of a computation, and none with those of mathematics.
func TestFitInCode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, text string
		want       bool
	}{
		{"scorer.py", "def score(x): return -0.49946737610035014 + 0.8815133968608136*x[0]\n", true},
		{"fitted.py", "FITTED = {(0.3, 40): [-0.49946737610035014]}\n", true},
		{"lib/score.js", "return .2988813133968608136 * x", true},
		{"train.py", "lr = 0.3\nmean = [0.485, 0.456, 0.406]\n", false},
		{"train.py", "PI = 3.141592653589793\nG = 0.5772156649015329\nS = 0.3989422804014327\n", false},
		{"geo.py", "RAD = 0.017453292519943295\nDEG = 57.29577951308232\nL3 = 1.0986122886681098\nL2 = .3010299956639812\nO = 3.321928094887362\n", false},
		{"notes.ipynb", "0.49946737610035014", false},
		{"scorer.csv", "0.49946737610035014", false},
		{"large.py", strings.Repeat("0.49946737610035014\n", 20000), false},
	} {
		if got := FitInCode(tt.file, []byte(tt.text)); got != tt.want {
			t.Errorf("%s %.60q: %t", tt.file, tt.text, got)
		}
	}
}

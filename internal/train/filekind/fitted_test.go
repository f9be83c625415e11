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

package filekind

import "testing"

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

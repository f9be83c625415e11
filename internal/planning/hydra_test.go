package planning

import (
	"testing"
	"testing/fstest"
)

// TestTakesOverrides: {hydra} is for programs that Hydra configures.
func TestTakesOverrides(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"train.py":      {Data: []byte("import hydra\n\n@hydra.main(config_path=\"conf\", config_name=\"config\")\ndef main(cfg): pass\n")},
		"src/fit/go.py": {Data: []byte("from hydra import main\n@main(version_base=None)\ndef run(cfg): pass\n")},
		"plain.py":      {Data: []byte("# no hydra here\nimport click\n\ndef main(): pass\nmain()\n")},
	}
	for command, want := range map[string]bool{
		"python train.py": true, "python ./train.py lr=0.2": true, "cd src && python -m src.fit.go": true,
		"python plain.py": false, "python away.py": false, "make train": false, "python ../train.py": false, "": false,
	} {
		if got := TakesOverrides(files, command); got != want {
			t.Errorf("%s: %v", command, got)
		}
	}
}

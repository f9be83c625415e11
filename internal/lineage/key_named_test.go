package lineage

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestKeyInputs: a key that no run logged and that no program names is no more than tracked; one that
// a program or the pipeline names, by itself or by its section, or may pass on, is a param like others.
func TestKeyInputs(t *testing.T) {
	t.Parallel()
	const then, now = "note: a\nlr: 1\nmodel:\n  depth: 2\nrows: 3\n", "note: b\nlr: 2\nmodel:\n  depth: 3\nrows: 4\n"
	tests := map[string]struct {
		program string
		tracked map[string]bool
	}{
		"named in any way": {"p['lr'], p.model, notes", map[string]bool{"note": true}},
		"none named":       {"p.values()", map[string]bool{"note": true, "lr": true, "model.depth": true}},
		"passed on":        {"fit(x, **p)", nil},
		"a power is none":  {"x ** 2, x**2, p.lr", map[string]bool{"note": true, "model.depth": true}},
		"no program":       {"", nil},
	}
	for name, tt := range tests {
		side := func(params string) tree {
			files := fstest.MapFS{"params.yaml": {Data: []byte(params)}}
			if tt.program != "" {
				files["train.py"], files["MLproject"] = &fstest.MapFile{Data: []byte(tt.program)}, &fstest.MapFile{Data: []byte("command: python train.py {rows}")}
			}
			return tree{at: "a", files: files}
		}
		s := source{before: side(then), after: side(now)}
		s.changed, _ = compareTrees(s.before, s.after, nil, nil)
		inputs := s.keyInputs(nil, func(string, repro.OwnChange) bool { return false })
		if len(inputs) != 4 {
			t.Errorf("%s: %d keys", name, len(inputs))
		}
		for _, input := range inputs {
			if got := input.Bearing == repro.BearingTracked && input.Note == notNamed; got != tt.tracked[input.Name] {
				t.Errorf("%s: %s: %q %q", name, input.Name, input.Bearing, input.Note)
			}
		}
	}
}

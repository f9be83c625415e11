package lineage

import (
	"testing"
	"testing/fstest"
)

// TestIdle_written: a file of values is no cause only where its values are the same, in the same
// order and spelt alike: a program may go through its keys, or take a number as text.
func TestIdle_written(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, then, now, why string }{
		"a comment":              {"params.yaml", "a: 1\nb: 2\n", "a: 1\nb: 2 # two\n", "no value in it differs"},
		"quotes":                 {"params.yaml", "a: x\n", "a: 'x'\n", "no value in it differs"},
		"a value":                {"params.yaml", "a: 1\nb: 2\n", "a: 1\nb: 3\n", "its keys are compared one by one"},
		"a key more":             {"params.yaml", "a: 1\nb: 2\n", "a: 1\nc: 4\nb: 2\n", "its keys are compared one by one"},
		"keys in another order":  {"params.yaml", "a: 1\nb: 2\n", "b: 2\na: 1\n", ""},
		"order and a value":      {"params.yaml", "a: 1\nb: 2\nc: 3\n", "b: 2\na: 1\nc: 4\n", ""},
		"a number spelt anew":    {"params.yaml", "a: 1.10\n", "a: 1.1\n", ""},
		"one of a list":          {"conf.yaml", "a: [1.10, 2]\n", "a: [1.1, 2]\n", ""},
		"spelt anew, and values": {"params.yaml", "a: 1.10\nb: 1\n", "a: 1.1\nb: 2\n", ""},
		"layout of JSON":         {"conf.json", `{"a": 1}`, "{\n \"a\": 1\n}\n", "no value in it differs"},
	} {
		before := tree{files: fstest.MapFS{c.file: {Data: []byte(c.then)}}}
		after := tree{files: fstest.MapFS{c.file: {Data: []byte(c.now)}}}
		changed, ok := changedFiles(before, after, nil)
		if !ok || len(changed) != 1 {
			t.Fatalf("%s: %+v", name, changed)
		}
		if why := (source{before: before, after: after}).idle(changed[0]); why != c.why {
			t.Errorf("%s: %q, want %q", name, why, c.why)
		}
	}
}

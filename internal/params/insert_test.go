package params

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Keys are added only when asked, where their name says, and found there again.
func TestInsert(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		story, path, file string
		logged            map[string]string
		want              string // the file
	}{
		{"into its section", "params.yaml", "a: 1\nopt:\n    lr: 0.1 # rate\n", map[string]string{"opt/momentum": "0.9"}, "a: 1\nopt:\n    momentum: 0.9\n    lr: 0.1 # rate\n"},
		{"into the section of training", "params.yaml", "train:\n  lr: 0.1\n", map[string]string{"decay": "1e-05"}, "train:\n  decay: 1.0e-05\n  lr: 0.1\n"},
		{"at the top", "params.yaml", "lr: 0.1\r\n", map[string]string{"name": "on", "flag": "True"}, "flag: true\r\nname: \"on\"\r\nlr: 0.1\r\n"},
		{"a short revision", "params.yaml", "lr: 0.1\n", map[string]string{"rev": "7120e11"}, "rev: \"7120e11\"\nlr: 0.1\n"},
		{"beside an edit", "params.yaml", "lr: 0.1\n", map[string]string{"lr": "0.2", "none": "None"}, "none: null\nlr: 0.2\n"},
		{"in braces", "params.yaml", "opt: {lr: 0.1}\n", map[string]string{"opt.sizes": "(1, 2)", "opt.word": "a, b"}, "opt: {sizes: [1, 2], word: \"a, b\", lr: 0.1}\n"},
		{"JSON", "p.json", "{\n  \"lr\": 0.1\n}\n", map[string]string{"seed": "7"}, "{\n  \"seed\": 7,\n  \"lr\": 0.1\n}\n"},
		{"TOML", "p.toml", "[opt]\nlr = 0.1\n", map[string]string{"opt.seed": "7"}, "[opt]\nseed = 7\nlr = 0.1\n"},
		{"two names of one new key", "params.yaml", "opt:\n  lr: 1\n", map[string]string{"opt.m": "2", "opt/m": "2.0"}, "opt:\n  m: 2\n  lr: 1\n"},
	} {
		files := []File{{test.path, []byte(test.file)}}
		if quiet := planWith(t, files, test.logged, Options{Section: "train"}); strings.Contains(lines(quiet.Edits), "assumed") {
			t.Errorf("%s: added without being asked\n%s", test.story, lines(quiet.Edits))
		}
		result := planWith(t, files, test.logged, Options{Section: "train", Insert: true})
		got := after(result, test.path, test.file)
		if got != test.want {
			t.Errorf("%s: got\n%q\nwant\n%q\n%s", test.story, got, test.want, lines(result.Edits))
			continue
		}
		again := planWith(t, []File{{test.path, []byte(got)}}, test.logged, Options{Section: "train", Insert: true})
		for _, edit := range again.Edits {
			if edit.Name != "" && edit.Status != repro.ParamUnchanged {
				t.Errorf("%s: planned again, %s is %s (%s)", test.story, edit.Name, edit.Status, edit.Note)
			}
		}
	}
}

// What cannot be added is refused by itself, with the reason.
func TestInsertRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, name, value, want string }{
		{"a: 1", "x", "np.float64(1)", "the repr np.float64(…) cannot be written to a params file"},
		{"a: 1", "x", "[1, 2", "possibly truncated: its brackets are not closed"},
		{"a: 1", "x", "{'k': 1}", "a dict in this place is not written; change it by hand"},
		{"a: 1", "opt/x", "1", `no section for "opt/x" in params.yaml; add it by hand`},
		{"# nothing\n", "x", "1", `no section for "x" in params.yaml; add it by hand`},
	} {
		result := planWith(t, []File{{"params.yaml", []byte(test.file)}}, map[string]string{test.name: test.value}, Options{Insert: true})
		if edit := result.Edits[0]; edit.Status != repro.ParamRefused || edit.Note != test.want || len(result.Files) > 0 {
			t.Errorf("%s = %s into %q: got %s (%s), want refused (%s)", test.name, test.value, test.file, edit.Status, edit.Note, test.want)
		}
	}
	logged := map[string]string{"opt.m": "2", "opt/m": "3"}
	result := planWith(t, []File{{"params.yaml", []byte("opt: {a: 1}")}}, logged, Options{Insert: true})
	for _, edit := range result.Edits[:2] {
		if edit.Status != repro.ParamAmbiguous || len(result.Files) > 0 {
			t.Errorf("two values for one new key: %s is %s", edit.Name, edit.Status)
		}
	}
}

// A new key that no stage declares is a key that nobody reads.
func TestInsertedKeysAreHeldAgainstDVC(t *testing.T) {
	t.Parallel()
	files := []File{{"params.yaml", []byte("train: {lr: 1}\nother: {a: 1}")}}
	for name, want := range map[string]int{"train.new": 0, "other.new": 1, "top": 1} {
		result := planWith(t, files, map[string]string{name: "1"}, Options{Insert: true, Declared: []Declared{{"params.yaml", "train"}}})
		if len(result.Warnings) != want {
			t.Errorf("%s: warnings %q, want %d", name, result.Warnings, want)
		}
	}
}

// Adding has a bound, and says so.
func TestInsertIsBounded(t *testing.T) {
	t.Parallel()
	logged := map[string]string{}
	for i := range maxInserts + 5 {
		logged[fmt.Sprintf("p%03d", i)] = "1"
	}
	result := planWith(t, []File{{"params.yaml", []byte("a: 1\n")}}, logged, Options{Insert: true})
	refused := 0
	for _, edit := range result.Edits {
		if edit.Status == repro.ParamRefused {
			refused++
		}
	}
	if refused != 5 {
		t.Errorf("%d refused, want 5", refused)
	}
}

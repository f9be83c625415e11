package params

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// JSON and TOML have their own words, and the same policy.
func TestOtherFormats(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, file, want string }{
		{
			"params.json",
			"{\r\n  \"lr\": 0.1, \"depth\": 5,\n\t\"words\": \"a\", \"flag\": true, \"sizes\": [1,2], \"none\": null, \"max\": 3\n}",
			"{\r\n  \"lr\": 1.0e-05, \"depth\": 7,\n\t\"words\": \"b \\\"c\\\"\", \"flag\": false, \"sizes\": [3,4], \"none\": 1.5, \"max\": null\n}",
		},
		{
			"conf/params.toml",
			"# top\nlr = 0.1 # rate\ndepth = 5\nwords = 'a'\n[more]\nflag = true\nsizes = [ 1, 2 ]\nmax = 3\n",
			"# top\nlr = 1.0e-05 # rate\ndepth = 7\nwords = 'b \"c\"'\n[more]\nflag = false\nsizes = [ 3, 4 ]\nmax = 3\n",
		},
	} {
		t.Run(test.path, func(t *testing.T) {
			t.Parallel()
			result := planWith(t, []File{{test.path, []byte(test.file)}}, map[string]string{
				"lr": "1e-05", "depth": "7", "words": `b "c"`, "flag": "False", "sizes": "[3, 4]", "none": "1.5", "max": "None",
			}, Options{})
			if got := after(result, test.path, test.file); got != test.want {
				t.Errorf("got\n%q\nwant\n%q\n%s", got, test.want, lines(result.Edits))
			}
		})
	}
}

// TOML has no null, JSON no infinity: the param is refused, the others are
// written.
func TestValuesAFormatCannotSpell(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, file, logged, note string }{
		{"p.toml", "a = 1\nx = 5", "None", "spell None in TOML: TOML has no null"},
		{"p.toml", "a = 1\nx = 5", "9223372036854775808", `spell "9223372036854775808" in TOML: beyond 64 bits`},
		{"p.json", `{"a": 1, "x": 5}`, "inf", "spell inf in JSON: JSON has no such number"},
	} {
		result := planWith(t, []File{{test.path, []byte(test.file)}}, map[string]string{"a": "2", "x": test.logged}, Options{})
		if a, x := result.Edits[0], result.Edits[1]; a.Status != repro.ParamWritten || x.Status != repro.ParamRefused || x.Note != test.note {
			t.Errorf("%s, logged %s: got %s (%s) beside %s, want refused (%s) beside written", test.path, test.logged, x.Status, x.Note, a.Status, test.note)
		}
	}
}

// A text of several lines and a list of maps are written, as every reader takes them.
func TestBlocksAndMapsAreWritten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, file, logged, want string }{
		{"params.yaml", "lr: 1\nx: |\n  short\n# end\n", "You are a\nhelper.\n", "lr: 1\nx: \"You are a\\nhelper.\\n\"\n# end\n"},
		{"params.toml", "x = \"\"\"\na\nb\"\"\"\nlr = 1\n", "a\nc", "x = \"a\\nc\"\nlr = 1\n"},
		{"params.json", `{"lr": 1, "x": [{"steps": 10}, {"steps": 10}]}`, "[{'steps': 15}, {'steps': 10}]", `{"lr": 1, "x": [{"steps": 15}, {"steps": 10}]}`},
		{"params.yaml", "x:\n- steps: 1\n  name: a\n- {steps: 2}\nlr: 1\n", "[{'steps': 1, 'name': '3.9', 'on': None}]", "x:\n- {\"steps\": 1, \"name\": \"3.9\", \"on\": null}\nlr: 1\n"},
	} {
		result := planWith(t, []File{{test.path, []byte(test.file)}}, map[string]string{"x": test.logged}, Options{})
		if got := after(result, test.path, test.file); got != test.want || result.Edits[0].Status != repro.ParamWritten {
			t.Errorf("%s\ngot  %q (%s)\nwant %q", test.file, got, result.Edits[0].Note, test.want)
		}
	}
	sections := planWith(t, []File{{"params.yaml", []byte("a: {}\nb: {c: 1}\n")}}, map[string]string{"a": "{}", "b": "{}"}, Options{})
	if a, b := sections.Edits[0], sections.Edits[1]; len(sections.Files) > 0 || a.Status != repro.ParamUnchanged || b.Status != repro.ParamRefused {
		t.Errorf("sections without keys: %s", lines(sections.Edits))
	}
	result := planWith(t, []File{{"p.toml", []byte("x = [{steps = 1}]\n")}}, map[string]string{"x": "[{'steps': 2}]"}, Options{})
	if edit := result.Edits[0]; edit.Status != repro.ParamRefused || !strings.Contains(edit.Note, "a dict in this place is not written") {
		t.Errorf("TOML: %s (%s)", edit.Status, edit.Note)
	}
}

// A value that cannot be replaced where it stands costs only itself.
func TestPlacesThatRefuse(t *testing.T) {
	t.Parallel()
	file := `lr: 0.1
base: &base 5
copy: *base
text: | # said by us
  several
  lines
list:
  - 1 # one
  - 2
depth: 3
`
	result := plan(t, file, map[string]string{"lr": "0.2", "base": "6", "text": "one line", "list": "[1]", "depth": "4"})
	want := strings.NewReplacer("0.1", "0.2", "depth: 3", "depth: 4").Replace(file)
	if got := after(result, "params.yaml", file); got != want {
		t.Errorf("file\ngot\n%s\nwant\n%s", got, want)
	}
	for _, edit := range result.Edits {
		refused := edit.Name == "base" || edit.Name == "text" || edit.Name == "list"
		if refused != (edit.Status == repro.ParamRefused) {
			t.Errorf("%s: %s (%s)", edit.Name, edit.Status, edit.Note)
		}
		if refused && (!strings.HasPrefix(edit.Note, "params.yaml:") || edit.New != edit.Old) {
			t.Errorf("%s: note %q and new text %q; want the file and line, and the old text %q", edit.Name, edit.Note, edit.New, edit.Old)
		}
	}
}

// An alias is replaced where it stands; its anchor and the others stay.
func TestAliasIsReplacedInItsPlace(t *testing.T) {
	t.Parallel()
	file := "a: &a 5\nb: *a\nc: *a\n"
	result := plan(t, file, map[string]string{"b": "6"})
	if got, want := after(result, "params.yaml", file), "a: &a 5\nb: 6\nc: *a\n"; got != want {
		t.Errorf("got %q, want %q: %s", got, want, result.Edits[0].Note)
	}
}

// What comes from an anchor is edited in its one place, if the run logged the
// same for all that comes from it; what the run did not log may not change.
func TestMergedValues(t *testing.T) {
	t.Parallel()
	const file = `base: &base
  lr: 0.001
  epochs: 10
small:
  <<: *base
  epochs: 3
big:
  <<: *base
  width: 64
`
	logged := func(changes ...string) map[string]string {
		all := map[string]string{
			"base.lr": "0.001", "base.epochs": "11", "small.lr": "0.001", "small.epochs": "3", "big.lr": "0.001", "big.epochs": "11", "big.width": "64",
		}
		for i := 0; i < len(changes); i += 2 {
			all[changes[i]] = changes[i+1]
			if changes[i+1] == "" {
				delete(all, changes[i])
			}
		}
		return all
	}
	for _, test := range []struct {
		story   string
		logged  map[string]string
		want    string // the file; "" for unchanged
		refused int
	}{
		{"both logged alike", logged(), strings.Replace(file, "10", "11", 1), 0},
		{"and beside another edit", logged("big.width", "65"), strings.NewReplacer("10", "11", "64", "65").Replace(file), 0},
		{"and beside a refusal", logged("small.epochs", "many", "big.width", "65"), strings.NewReplacer("10", "11", "64", "65").Replace(file), 1},
		{"logged differently", logged("big.epochs", "12"), "", 2},
		{"one of them not logged", logged("big.epochs", ""), "", 1},
		{"the anchor's own not logged", logged("base.epochs", ""), "", 1},
		{"three share it and one kept its value", logged("base.lr", "0.01", "small.lr", "0.01"), strings.Replace(file, "10", "11", 1), 2},
		{"three share it and all changed", logged("base.lr", "0.01", "small.lr", "0.01", "big.lr", "0.01"), strings.NewReplacer("10", "11", "0.001", "0.01").Replace(file), 0},
	} {
		result := plan(t, file, test.logged)
		if test.want == "" {
			test.want = file
		}
		if got := after(result, "params.yaml", file); got != test.want {
			t.Errorf("%s: file\ngot\n%s\nwant\n%s", test.story, got, test.want)
		}
		refused := 0
		for _, edit := range result.Edits {
			if edit.Status == repro.ParamRefused {
				refused++
			}
		}
		if refused != test.refused {
			t.Errorf("%s: %d are refused, want %d\n%s", test.story, refused, test.refused, lines(result.Edits))
		}
	}
}

// Params may live in several files. A name is looked for in all of them.
func TestSeveralFiles(t *testing.T) {
	t.Parallel()
	files := []File{
		{"params.yaml", []byte("train:\n  lr: 0.1\nseed: 1\n")},
		{"conf/model.toml", []byte("depth = 5\nseed = 1\nwidth = 3\n")},
		{"data.json", []byte(`{"split": 0.2, "width": 4}`)},
		{"params.yaml", []byte("named: twice\n")},
	}
	logged := map[string]string{"lr": "0.2", "depth": "6", "split": "0.20", "seed": "1", "width": "9"}
	result := planWith(t, files, logged, Options{Section: "train", Declared: []Declared{{"conf/model.toml", "depth"}}})
	want := `depth -> depth: written: 5 => 6 (exact key)
lr -> train.lr: written: 0.1 => 0.2 (in section train)
seed -> seed: unchanged: 1 (exact key)
split -> split: refused (exact key)
width: ambiguous`
	if got := lines(result.Edits); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := result.Edits[2].Note, "conf/model.toml:seed holds it too"; got != want {
		t.Errorf("seed: note %q, want %q", got, want)
	}
	var changed []string
	for _, file := range result.Files {
		changed = append(changed, file.Path)
		if bytes.Equal(file.Before, file.After) {
			t.Errorf("%s is listed and does not change", file.Path)
		}
	}
	if got := strings.Join(changed, " "); got != "params.yaml conf/model.toml" {
		t.Errorf("changed files %s", got)
	}
	want = "params.yaml:train.lr: not declared by any stage of dvc.yaml; editing it may have no effect"
	if len(result.Warnings) != 1 || result.Warnings[0] != want {
		t.Errorf("warnings %q\nwant %q", result.Warnings, want)
	}
}

// TestDeclaredKey: a key that a stage declares by its own name is meant, and not one of that
// name in a file that has more of the run's params, and that no stage takes it from.
func TestDeclaredKey(t *testing.T) {
	t.Parallel()
	files := []File{{"params.yaml", []byte("d: 3\nlr: 0.9\n")}, {"cfg/p.json", []byte(`{"lr": 0.1}`)}}
	for _, test := range []struct {
		story    string
		declared []Declared
		want     string
	}{
		{"by its name", []Declared{{"cfg/p.json", "lr"}, {"params.yaml", "d"}}, "cfg/p.json"},
		{"both", []Declared{{"cfg/p.json", "lr"}, {"params.yaml", "lr"}}, "params.yaml"},
		{"the other as a whole", []Declared{{"cfg/p.json", "lr"}, {"params.yaml", ""}}, "params.yaml"},
		{"no dvc.yaml", nil, "params.yaml"},
	} {
		result := planWith(t, files, map[string]string{"lr": "0.3", "d": "5"}, Options{Declared: test.declared})
		for _, edit := range result.Edits {
			if edit.Name == "lr" && (edit.File != test.want || edit.Status != repro.ParamWritten) {
				t.Errorf("%s: %s %s, want %s", test.story, edit.File, edit.Status, test.want)
			}
		}
	}
}

// Several pipelines may have a key of one name. It goes to the file that has all
// of the run's params that the others have and more, or to none.
func TestWhichFile(t *testing.T) {
	t.Parallel()
	const fit, score = "fit/params.yaml", "score/params.yaml"
	files := []File{
		{score, []byte("data:\n  source: new\nbatch: 1\n")},
		{fit, []byte("data:\n  source: b\nfit:\n  depth: 4\n")},
	}
	declares := func(list ...Declared) Options { return Options{Declared: list} }
	for _, test := range []struct {
		story   string
		logged  map[string]string
		options Options
		want    string // rows of data.source
	}{
		{"the other params are in one file", map[string]string{"data.source": "a", "fit.depth": "5"}, declares(Declared{score, "data"}, Declared{fit, "fit"}), fit + " written"},
		{"bare names too", map[string]string{"source": "a", "depth": "5"}, declares(Declared{score, "data"}, Declared{fit, "fit"}), fit + " written"},
		{"joined names too", map[string]string{"data_source": "a", "fit_depth": "5"}, declares(Declared{score, "data"}, Declared{fit, "fit"}), fit + " written"},
		{"the value is there already", map[string]string{"data.source": "b", "fit.depth": "5"}, declares(Declared{score, "data"}, Declared{fit, "fit"}), fit + " unchanged"},
		{"nothing else was logged", map[string]string{"data.source": "a"}, declares(Declared{score, "data"}, Declared{fit, "fit"}), " ambiguous"},
		{"the other params are in both", map[string]string{"data.source": "a", "fit.depth": "5", "batch": "2"}, declares(Declared{score, "data"}, Declared{fit, "fit"}), " ambiguous"},
		{"only one file is any pipeline's", map[string]string{"data.source": "a"}, declares(Declared{score, "data"}), score + " written"},
		{"only one is used by a template", map[string]string{"data.source": "a"}, Options{Declared: []Declared{}, Used: []Declared{{fit, "data.source"}}}, fit + " written"},
		{"no dvc.yaml", map[string]string{"data.source": "a", "fit.depth": "5"}, Options{}, fit + " written"},
	} {
		result := planWith(t, files, test.logged, test.options)
		for _, edit := range result.Edits {
			if !strings.Contains(edit.Name, "source") {
				continue
			}
			if got := edit.File + " " + string(edit.Status); got != test.want {
				t.Errorf("%s: got %s (%s), want %s", test.story, got, edit.Note, test.want)
			}
		}
		for _, file := range result.Files {
			if file.Path == score && test.want != score+" written" && test.logged["batch"] == "" {
				t.Errorf("%s: %s changes to\n%s", test.story, score, file.After)
			}
		}
	}
}

// The warning about undeclared keys needs a dvc.yaml: without one nobody
// declares anything.
func TestUndeclaredKeys(t *testing.T) {
	t.Parallel()
	files := []File{{"params.yaml", []byte(template)}}
	for _, test := range []struct {
		story    string
		declared []Declared
		want     int
	}{
		{"no dvc.yaml", nil, 0},
		{"a dvc.yaml that declares nothing", []Declared{}, 1},
		{"declared in another file", []Declared{{"other.yaml", "preprocess.test_size"}}, 1},
		{"declared", []Declared{{"params.yaml", "preprocess.test_size"}}, 0},
		{"its section declared", []Declared{{"params.yaml", "preprocess"}}, 0},
	} {
		result := planWith(t, files, map[string]string{"preprocess.test_size": "0.3"}, Options{Declared: test.declared})
		if len(result.Warnings) != test.want {
			t.Errorf("%s: warnings %q, want %d", test.story, result.Warnings, test.want)
		}
	}
	for key, want := range map[string]int{"preprocess.test_size": 0, "preprocess": 0, "": 0, "train": 1} {
		result := planWith(t, files, map[string]string{"preprocess.test_size": "0.3"}, Options{Declared: []Declared{}, Used: []Declared{{"params.yaml", key}}})
		if len(result.Warnings) != want {
			t.Errorf("%q is used: warnings %q, want %d", key, result.Warnings, want)
		}
	}
}

// A file that cannot be edited safely is named with its line, and is a doubt.
// TestFormatsAreNamed: a file of another format is told which are read.
func TestFormatsAreNamed(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{"config.ini": true, "train.cfg": true, "params": true, "params.yaml": false, "params.json": false, "params.toml": false} {
		_, err := Plan([]File{{path, []byte("[train]\nlr = = 0.1\n[\n")}}, repro.NewParams(map[string]string{"lr": "3"}), Options{})
		if err == nil || strings.Contains(err.Error(), "params files are YAML, JSON, TOML or Python") != want {
			t.Errorf("%s: %v, want the formats: %v", path, err, want)
		}
	}
}

func TestFilesThatRefuse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ story, file, want string }{
		{"a key twice", "lr: 1\nlr: 2\n", "params.yaml:2: "},
		{"two documents", "lr: 1\n---\nlr: 2\n", "params.yaml:"},
		{"a list", "- 1\n", "params.yaml:1: "},
		{"no YAML", "lr: [1\n", "params.yaml:"},
		{"invalid UTF-8", "a: 1\nlr: \xff\n", "params.yaml:2: "},
		{"an alias that holds itself", "lr: &x [*x]\n", "params.yaml:"},
		{"ten thousand levels", "lr: " + strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001), "params.yaml:"},
		{"too many keys", manyKeys(100_001), "params.yaml:"},
	} {
		_, err := Plan([]File{{"params.yaml", []byte(test.file)}}, repro.NewParams(map[string]string{"lr": "3"}), Options{})
		doubt, ok := repro.AsDoubt(err)
		if !ok || doubt.Reason != repro.ParamsNotWritable || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: got %v, want a doubt that begins with %s", test.story, err, test.want)
		}
		if refusal := new(doc.RefusedError); ok && !errors.As(err, &refusal) {
			t.Errorf("%s: the refusal is not in the chain of %v", test.story, err)
		}
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("key")
		b.WriteString(strings.Repeat("x", i%7))
		b.WriteString(string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + string(rune('a'+i/17576)))
		b.WriteString(": 1\n")
	}
	return b.String()
}

// A file with nothing in it has no keys, and is no error.
func TestEmptyFile(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"", "# nothing yet\n"} {
		result := plan(t, file, map[string]string{"lr": "0.1"})
		if got := lines(result.Edits); got != "lr: logged only" || len(result.Files) > 0 {
			t.Errorf("%q: got %s and %d files", file, got, len(result.Files))
		}
	}
}

// Strict lists what did not find its way, and is content when all did.
func TestStrict(t *testing.T) {
	t.Parallel()
	files := []File{{"params.yaml", []byte(devProd)}}
	_, err := Plan(files, repro.NewParams(map[string]string{"lr": "1", "size": "3", "dev.epochs": "many"}), Options{Strict: true})
	want := `unknown-params is error, and 3 of the run's params cannot be put back:
  dev.epochs: refused (the file has a number and "many" is not of that type; if this is the right key, confirm it with params-map)
  lr: ambiguous (2 keys fit: dev.lr = 0.1, prod.lr = 0.01; choose one with params-map)
  size: logged only
map them with params-map, or set unknown-params to ignore`
	if doubt, ok := repro.AsDoubt(err); !ok || doubt.Reason != repro.ParamsNotWritable || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if _, err := Plan(files, repro.NewParams(map[string]string{"epochs": "3", "dev.lr": "1"}), Options{Strict: true}); err != nil {
		t.Errorf("all params have a place, and strict says %v", err)
	}
}

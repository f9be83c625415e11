package collect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestReadFiles: every metric is taken from the file that has it, and from none
// where nothing tells two files apart.
func TestReadFiles(t *testing.T) {
	t.Parallel()
	original := repro.Run{ID: flowtest.OriginalID, Metrics: repro.NewMetrics(map[string]float64{"accuracy": 0.5, "loss": 0.25})}
	two := []string{"a/m.json", "b/m.json"}
	for name, tt := range map[string]struct {
		files     map[string]string
		declared  []string
		names     map[string]string
		judged    string // a tolerance
		old       []string
		uploads   map[string]string
		alike     [][]string
		want      string // the metrics
		from      string
		fresh     bool
		stale     string
		ambiguous string
		note      string
		doubt     repro.Reason
	}{
		"one stage, one file": {files: map[string]string{"train.json": `{"loss": 0.25}`, "eval.yaml": "accuracy: 0.5\n"}, declared: []string{"train.json", "eval.yaml"},
			want: "accuracy=0.5 loss=0.25", from: "eval.yaml, train.json", fresh: true},
		"three formats and a file nobody needs": {files: map[string]string{"a.toml": "accuracy = 0.5\n", "b.json": `{"loss": 0.25}`, "c.yml": "other: 1\n"}, declared: []string{"a.toml", "b.json", "c.yml"},
			want: "accuracy=0.5 loss=0.25 other=1", from: "a.toml, b.json", fresh: true},
		"one name, two values": {files: map[string]string{"a/m.json": `{"accuracy": 0.7, "loss": 0.25}`, "b/m.json": `{"accuracy": 0.5}`}, declared: two,
			want: "a/m.json:accuracy=0.7 b/m.json:accuracy=0.5 loss=0.25", from: "a/m.json, b/m.json", fresh: true, ambiguous: "accuracy is in a/m.json (0.7), b/m.json (0.5), and nothing says"},
		"one name, one value": {files: map[string]string{"a/m.json": `{"accuracy": 0.5, "loss": 0.25}`, "b/m.json": `{"accuracy": 0.50}`}, declared: two,
			want: "accuracy=0.5 loss=0.25", from: "a/m.json, b/m.json", fresh: true},
		"both NaN, in two spellings": {files: map[string]string{"a/m.json": `{"accuracy": NaN, "loss": 1}`, "b/m.json": `{"accuracy": "nan"}`}, declared: two,
			want: "accuracy=NaN loss=1", from: "a/m.json, b/m.json", fresh: true},
		"one has no number": {files: map[string]string{"a/m.json": `{"accuracy": 0.5, "loss": 0.25}`, "b/m.json": `{"accuracy": "failed"}`}, declared: two,
			want: "a/m.json:accuracy=0.5 loss=0.25", from: "a/m.json, b/m.json", fresh: true, ambiguous: "b/m.json (no number)", note: "b/m.json:1: accuracy is a string"},
		"not judged": {files: map[string]string{"a/m.json": `{"accuracy": 0.7, "loss": 0.25}`, "b/m.json": `{"accuracy": 0.5}`}, declared: two, judged: "accuracy: ignore",
			want: "a/m.json:accuracy=0.7 b/m.json:accuracy=0.5 loss=0.25", from: "a/m.json", fresh: true},
		"told apart by the map": {files: map[string]string{"a/m.json": `{"accuracy": 0.7, "loss": 0.25}`, "b/m.json": `{"accuracy": 0.5}`}, declared: two, names: map[string]string{"accuracy": "b/m.json:accuracy"},
			want: "a/m.json:accuracy=0.7 b/m.json:accuracy=0.5 loss=0.25", from: "a/m.json, b/m.json", fresh: true},
		"the map names a name that two have": {files: map[string]string{"a/m.json": `{"acc": 0.7, "loss": 0.25}`, "b/m.json": `{"acc": 0.5}`}, declared: two, names: map[string]string{"accuracy": "acc"},
			want: "a/m.json:acc=0.7 b/m.json:acc=0.5 loss=0.25", from: "a/m.json, b/m.json", fresh: true, ambiguous: "--metrics-map accuracy=FILE:acc"},
		"a name with a colon": {files: map[string]string{"m.json": `{"val:acc": 0.5, "loss": 0.25}`}, declared: []string{"m.json"}, names: map[string]string{"accuracy": "val:acc"},
			want: "loss=0.25 val:acc=0.5", from: "m.json", fresh: true},
		"what was there before is another value": {files: map[string]string{"a/m.json": `{"accuracy": 0.7}`, "b/m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: two, old: []string{"a/m.json"},
			want: "b/m.json:accuracy=0.5 loss=0.25", from: "b/m.json", fresh: true, ambiguous: "a/m.json (0.7)"},
		"what was there before is the same value": {files: map[string]string{"a/m.json": `{"accuracy": 0.5}`, "b/m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: two, old: []string{"a/m.json"},
			want: "accuracy=0.5 loss=0.25", from: "b/m.json", fresh: true},
		"one of two was there before": {files: map[string]string{"train.json": `{"loss": 0.25}`, "eval.json": `{"accuracy": 0.5}`}, declared: []string{"train.json", "eval.json"}, old: []string{"eval.json"},
			want: "accuracy=0.5 loss=0.25", from: "eval.json, train.json", stale: "eval.json"},
		"nobody needs what was there before": {files: map[string]string{"a/m.json": `{"x": 1}`, "b/m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: two, old: []string{"a/m.json"},
			want: "accuracy=0.5 loss=0.25 x=1", from: "b/m.json", fresh: true},
		"another item's file is not there": {files: map[string]string{"b/m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: two, alike: [][]string{two},
			want: "accuracy=0.5 loss=0.25", from: "b/m.json", fresh: true, ambiguous: "perhaps in a/m.json"},
		"another item's file is no JSON": {files: map[string]string{"b/m.json": `{"accuracy": 0.5, "loss": 0.25}`, "a/m.json": "{"}, declared: two, alike: [][]string{two},
			want: "accuracy=0.5 loss=0.25", from: "b/m.json", fresh: true, ambiguous: "perhaps in a/m.json"},
		"another pipeline's file is not there": {files: map[string]string{"b/m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: two,
			want: "accuracy=0.5 loss=0.25", from: "b/m.json", fresh: true},
		"a name that only DVC knows": {files: map[string]string{"m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: []string{"${x}.json", "m.json"},
			want: "accuracy=0.5 loss=0.25", from: "m.json", fresh: true, ambiguous: "perhaps in ${x}.json"},
		"an item is named": {files: map[string]string{"b/m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: []string{"b/m.json"}, alike: [][]string{two},
			want: "accuracy=0.5 loss=0.25", from: "b/m.json", fresh: true},
		"twice in one file": {files: map[string]string{"m.json": `{"a.b": 1, "a": {"b": 2}, "accuracy": 0.5, "loss": 0.25}`}, declared: []string{"m.json"}, names: map[string]string{"loss": "a.b"},
			want: "accuracy=0.5 loss=0.25", from: "m.json", fresh: true, ambiguous: "a.b is twice in m.json, with different values; rename one of the two keys"},
		"twice in one file, and nobody asks": {files: map[string]string{"m.json": `{"a.b": 1, "a": {"b": 2}, "accuracy": 0.5, "loss": 0.25}`}, declared: []string{"m.json"},
			want: "accuracy=0.5 loss=0.25", from: "m.json", fresh: true},
		"a directory": {files: map[string]string{"m/x/1.json": `{"loss": 0.25}`, "m/2.yaml": "accuracy: 0.5\n", "m/.gitignore": "/x\n"}, declared: []string{"m"},
			want: "accuracy=0.5 loss=0.25", from: "m/2.yaml, m/x/1.json", fresh: true},
		"a missing metric names the file that is not there": {files: map[string]string{"train.json": `{"loss": 0.25}`}, declared: []string{"train.json", "eval.json"},
			want: "loss=0.25", from: "train.json", fresh: true, note: "the metrics file eval.json could not be read"},
		"text for a number": {files: map[string]string{"m.json": `{"loss": 0.25, "accuracy": "87 %", "roc": [1]}`}, declared: []string{"m.json"},
			want: "loss=0.25", from: "m.json", fresh: true, note: `m.json:1: accuracy is a string: "87 %", not a number, and was not compared`},
		"outside of the repository": {files: map[string]string{"m.json": `{"accuracy": 0.5, "loss": 0.25}`}, declared: []string{"/tmp/m.json", "m.json"},
			want: "accuracy=0.5 loss=0.25", from: "m.json", fresh: true, note: "not a file of the repository"},
		"only one that is no file": {files: map[string]string{}, declared: []string{"../m.json"}, doubt: repro.MetricsMissing},
		"two that are no JSON":     {files: map[string]string{"a/m.json": "{", "b/m.json": "[1]"}, declared: two, doubt: repro.MetricsMissing},
		"none is there":            {files: map[string]string{}, declared: two},
		"one upload answers for both": {files: map[string]string{}, declared: two, uploads: map[string]string{"a/m.json": `{"accuracy": 0.5, "loss": 0.25}`, "b/m.json": `{"accuracy": 0.5, "loss": 0.25}`},
			want: "accuracy=0.5 loss=0.25", from: "a/m.json, b/m.json", fresh: true, ambiguous: "what was uploaded as m.json may be a/m.json or b/m.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := fstest.MapFS{}
			for file, text := range tt.files {
				tree[file] = &fstest.MapFile{Data: []byte(text)}
			}
			plan := repro.Plan{Original: original, Metrics: repro.MetricPolicy{Source: "auto", Files: tt.declared, Map: tt.names}}
			var err error
			if plan.Metrics.Tolerances, err = judge.ParseTolerances(tt.judged); err != nil {
				t.Fatal(err)
			}
			training := train.Training{Files: tree, Wrote: func(file string) bool { return !slices.Contains(tt.old, file) }, Alike: tt.alike}
			if tt.uploads != nil {
				training.Upload = func(_ context.Context, file string) ([]byte, error) {
					if text, ok := tt.uploads[file]; ok {
						return []byte(text), nil
					}
					return nil, fs.ErrNotExist
				}
			}
			var c Collected
			err = c.readFiles(t.Context(), plan, training)
			if doubt, ok := repro.AsDoubt(err); (err != nil) != (tt.doubt != "") || ok && doubt.Reason != tt.doubt {
				t.Fatalf("error %v, want a doubt with reason %q", err, tt.doubt)
			}
			var metrics []string
			for _, metric := range c.Run.Metrics {
				metrics = append(metrics, fmt.Sprintf("%s=%v", metric.Name, metric.Value))
			}
			if got := strings.Join(metrics, " "); got != tt.want || c.Run.From != tt.from || c.Wrote != tt.fresh || strings.Join(c.Stale, " ") != tt.stale {
				t.Errorf("got  %s from %q, written now %t, not %q\nwant %s from %q, %t, %q", got, c.Run.From, c.Wrote, c.Stale, tt.want, tt.from, tt.fresh, tt.stale)
			}
			if !strings.Contains(c.Ambiguous, tt.ambiguous) || (c.Ambiguous == "") != (tt.ambiguous == "") {
				t.Errorf("ambiguous: %q, want %q", c.Ambiguous, tt.ambiguous)
			}
			if c.Ambiguous != "" && strings.Contains(c.Ambiguous, "--metrics-file FILE") == strings.Contains(c.Ambiguous, "rename one") {
				t.Errorf("no way out in %q", c.Ambiguous)
			}
			if !strings.Contains(strings.Join(c.Warnings, "\n"), tt.note) {
				t.Errorf("warnings %q, want one with %q", c.Warnings, tt.note)
			}
		})
	}
}

// TestUnreadUpload: a metrics file that may be among the artifacts is not told as one that is not
// there, and what the others say counts.
func TestUnreadUpload(t *testing.T) {
	t.Parallel()
	const twice = `artifacts of run 7: m.json is in "a" and in "b"; keep it in one of them`
	for name, tt := range map[string]struct {
		files   []string
		upload  error
		unread  string
		warning string
	}{
		"in two artifacts":    {[]string{"m.json"}, errors.New(twice), twice, ""},
		"in none":             {[]string{"m.json"}, fs.ErrNotExist, "", ""},
		"beside another file": {[]string{"m.json", "n.json"}, errors.New(twice), "", twice},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := repro.Plan{Metrics: repro.MetricPolicy{Source: "file", Files: tt.files}}
			training := train.Training{Files: fstest.MapFS{"n.json": {Data: []byte(`{"accuracy": 0.5}`)}}, Wrote: func(string) bool { return true },
				Upload: func(context.Context, string) ([]byte, error) { return nil, tt.upload }}
			var c Collected
			if err := c.readFiles(t.Context(), plan, training); err != nil || c.Unread != tt.unread {
				t.Errorf("unread is %q, want %q; %v", c.Unread, tt.unread, err)
			}
			if got := strings.Join(c.Warnings, "\n"); !strings.Contains(got, tt.warning) {
				t.Errorf("warnings %q, want %q", got, tt.warning)
			}
		})
	}
}

// TestUnreadMetrics: a file that is there and cannot be read is not told as one
// that is not there.
func TestUnreadMetrics(t *testing.T) {
	t.Parallel()
	const file = "metrics/m.json"
	outside := filepath.Join(t.TempDir(), "m.json")
	if err := os.WriteFile(outside, []byte(`{"accuracy": 0.5}`), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		text string // "" for a link out of the worktree
		want string
	}{
		"a key twice":    {"{\"accuracy\": 1,\n\"accuracy\": 2}", "metrics/m.json:2: not JSON: duplicate"},
		"a link outside": {"", "metrics/m.json is there, and a symbolic link leads out of the directory"},
		"no JSON":        {"{", "metrics/m.json:1"},
		"no names":       {"[1]", "a list where metrics have names"},
		"empty":          {" ", "metrics/m.json is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := errors.Join(os.Mkdir(filepath.Join(dir, "metrics"), 0o755), os.WriteFile(filepath.Join(dir, file), []byte(tt.text), 0o644)); err != nil {
				t.Fatal(err)
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { root.Close() })
			if tt.text == "" {
				if err := errors.Join(root.Remove(file), os.Symlink(outside, filepath.Join(root.Name(), file))); err != nil {
					t.Fatal(err)
				}
			}
			plan := repro.Plan{Metrics: repro.MetricPolicy{Source: "auto", Files: []string{file}}}
			training := train.Training{Files: root.FS(), Wrote: func(string) bool { return true }}
			var c Collected
			err = c.readFiles(t.Context(), plan, training)
			if doubt, ok := repro.AsDoubt(err); !ok || doubt.Reason != repro.MetricsMissing || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "escapes") {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if !strings.Contains(c.Unread, tt.want) {
				t.Errorf("unread is %q, want %q", c.Unread, tt.want)
			}
		})
	}
}

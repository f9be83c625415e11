package planning

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestPut: a param goes to the file that has its key, and to the command where that names
// it; what the command passes is no longer ambiguous, refused or without a place.
func TestPut(t *testing.T) {
	t.Parallel()
	original := repro.Run{Params: repro.NewParams(map[string]string{"lr": "0.01", "depth": "3", "host": "ada", "seed": "2"})}
	two := fstest.MapFS{"params.yaml": {Data: []byte("lr: 0.1\na: {depth: 1}\nb: {depth: 2}\n")}}
	for name, tt := range map[string]struct {
		files    fstest.MapFS
		settings settings.Params
		command  string
		want     string
		statuses string
	}{
		"a file and the command":       {two, settings.Params{}, "python train.py --depth {depth} --seed {seed}", "python train.py --depth 3 --seed 2", "depth passed, host logged only, lr written, seed passed"},
		"both":                         {two, settings.Params{}, "python train.py --lr {lr}", "python train.py --lr 0.01", "depth ambiguous, host logged only, lr written, seed logged only"},
		"nothing is without a place":   {two, settings.Params{UnknownParams: "error", IgnoreParams: []string{"host"}}, "t {depth} {seed}", "t 3 2", "host ignored, depth passed, lr written, seed passed"},
		"no params file":               {fstest.MapFS{}, settings.Params{IgnoreParams: []string{"host"}}, "python train.py {hydra}", "python train.py ++depth=3 ++lr=0.01 ++seed=2", "host ignored, depth passed, lr passed, seed passed"},
		"a params file in a folder":    {fstest.MapFS{"a/params.yaml": {Data: []byte("x: 1\n")}}, settings.Params{}, "t {lr}", "t 0.01", "depth logged only, host logged only, lr passed, seed logged only"},
		"one, and the command has it":  {fstest.MapFS{"a/params.yaml": {Data: []byte("x: 1\n")}}, settings.Params{}, "t --lr 0.01", "t --lr 0.01", "depth logged only, host logged only, lr passed, seed logged only"},
		"the command has it":           {two, settings.Params{}, "t --seed 2 --lr 0.5 --depth 3", "t --seed 2 --lr 0.5 --depth 3", "depth ambiguous, host logged only, lr written, seed passed"},
		"the command has all of them":  {fstest.MapFS{}, settings.Params{}, "t --seed 2 lr=0.01 DEPTH=3", "t --seed 2 lr=0.01 DEPTH=3", "depth passed, host logged only, lr passed, seed passed"},
		"the file is DVC's, and wrong": {fstest.MapFS{"params.yaml": {Data: []byte("lr: [1]\n")}}, settings.Params{}, "t {lr}", "t 0.01", "depth logged only, host logged only, lr passed, seed logged only"},
	} {
		edits, command, err := Put(tt.files, tt.settings, tt.command, original)
		var statuses []string
		for _, edit := range edits.Edits {
			if edit.Name != "" {
				statuses = append(statuses, edit.Name+" "+string(edit.Status))
			}
		}
		if got := strings.Join(statuses, ", "); err != nil || command != tt.want || got != tt.statuses {
			t.Errorf("%s: %q, %s (%v)\nwant %q, %s", name, command, got, err, tt.want, tt.statuses)
		}
	}
	if _, _, err := Put(two, settings.Params{}, "t {sed}", original); err == nil || !strings.Contains(err.Error(), "Did you mean {seed}?") {
		t.Errorf("a name that was not logged: %v", err)
	}
	cut := repro.Run{Params: repro.Params{{Name: "lr", Value: strings.Repeat("1", 500)}}}
	if _, _, err := Put(fstest.MapFS{}, settings.Params{}, "t {lr}", cut); err == nil || !strings.Contains(err.Error(), "possibly truncated") || !strings.HasSuffix(err.Error(), "write the whole value into the run command") {
		t.Errorf("a value that MLflow may have cut: %v", err)
	}
}

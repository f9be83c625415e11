//go:build unix

package local

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestOutside: texts of elsewhere that a command or a program names, or that were
// read, and that were there before; those that hold all of the numbers.
func TestOutside(t *testing.T) {
	t.Parallel()
	world := t.TempDir()
	dir := filepath.Join(world, "place")
	old := time.Now().Add(-time.Hour)
	for file, text := range map[string]string{
		"other/metrics.json": `{"acc": 0.93333, "loss": 0.125}`, "runs/1/metrics/acc": "1700000000000 0.93333 0\n", "runs/1/metrics/loss": "1700000000000 0.125 0\n",
		"other/part.json": `{"acc": 0.93333}`, "other/model.bin": "0.93333 0.125", "place/metrics.json": `{"acc": 0.93333, "loss": 0.125}`,
		"now/metrics.json": `{"acc": 0.93333, "loss": 0.125}`, "home/m.txt": "0.93333 0.125",
	} {
		gittest.Write(t, world, file, text)
		if err := os.Chtimes(filepath.Join(world, file), old, old); err != nil {
			t.Fatal(err)
		}
	}
	written := time.Now().Add(time.Minute)
	if err := os.Chtimes(filepath.Join(world, "now/metrics.json"), written, written); err != nil {
		t.Fatal(err)
	}
	p := place{dir: dir, clone: &git.Clone{Dir: dir}, absence: absence{began: time.Now()}}
	reads := func(file string) *observe.Observation {
		return &observe.Observation{Processes: []observe.Process{{Reads: []observe.Access{{Path: filepath.Join(world, file)}}}}}
	}
	for _, tt := range []struct {
		command, program string
		seen             *observe.Observation
		want             []string
	}{
		{"python train.py", "", nil, nil},
		{"cp ../other/metrics.json .", "", nil, []string{"other/metrics.json"}},
		{"jq . " + filepath.Join(world, "other/metrics.json") + ">m.json", "", nil, []string{"other/metrics.json"}},
		{"python train.py", `json.load(open("../other/metrics.json"))`, nil, []string{"other/metrics.json"}},
		{"cat ~/m.txt", "", nil, []string{"home/m.txt"}},
		{"cat ../runs/1/metrics/acc ../runs/1/metrics/loss", "", nil, []string{"runs/1/metrics/acc", "runs/1/metrics/loss"}},
		{"python train.py", "", reads("other/metrics.json"), []string{"other/metrics.json"}},
		{"cat ../runs/1/metrics/acc", "", nil, nil},
		{"cat ../other/part.json", "", nil, nil},
		{"cat ../other/model.bin", "", nil, nil},
		{"cat ./metrics.json", "", reads("place/metrics.json"), nil}, // others look there
		{"cat ../now/metrics.json", "", nil, nil},
		{"cat ../gone/metrics.json", "", nil, nil},
	} {
		files := fstest.MapFS{"train.py": {Data: []byte(tt.program)}}
		r := restorerOf(tt.command, files, filestate.StampsOf(files), "/home/ada/churn")
		var want []string
		for _, file := range tt.want {
			want = append(want, filestate.RealPath(filepath.Join(world, file)))
		}
		if got := outsideNumbers(p.outside(r, tt.seen, filepath.Join(world, "home")), []float64{0.93333, 0.125}); !slices.Equal(got, want) {
			t.Errorf("%s; %s: %q, want %q", tt.command, tt.program, got, want)
		}
	}
}

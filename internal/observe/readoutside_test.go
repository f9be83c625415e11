package observe

import (
	"fmt"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"slices"
	"strings"
	"testing"
)

// TestElsewhere: what a training's programs read outside of its place before
// anything made it, and which of it they wrote again.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, records string
		outside       map[string]system.File
		want          string
	}{
		{"nothing", train + reads + wrote1, nil, ""},
		{"a cache", train + "R 12 /home/c/output.pkl\n" + wrote1, nil, "/home/c/output.pkl false"},
		{"made first", train + "W 12 /home/c/output.pkl\nR 13 /home/c/output.pkl\n" + wrote1, nil, ""},
		{"put there first", train + "N 12 /home/c/tmp /home/c/output.pkl\nR 13 /home/c/output.pkl\n" + wrote1, nil, "/home/c/tmp false"},
		{"made by another first", "P 1 3 1 start 1 py 3.12 TOP python prepare.py\nC 2 TOP/train.py\nW 3 /home/c/a\nE 5 \n--\n" + train + "R 12 /home/c/a\n" + wrote1, nil, ""},
		{"among libraries", train + "I 12 /venv/lib/kit/fit.pkl\n" + wrote1, nil, "/venv/lib/kit/fit.pkl false"},
		{"gone on from", train + "R 12 /home/ckpt/last.json\nW 13 /home/ckpt/last.json\n" + wrote1, nil, "/home/ckpt/last.json true"},
		{"copied from there", train + "Y 12 /home/c/m.json TOP/metrics.json\n" + wrote1, nil, "/home/c/m.json false"},
		{"a tool's", "P 1 3 1 start 1 py 3.12 TOP python /venv/bin/dvc repro\nC 2 TOP/train.py\nR 3 /home/dvc/a\nE 5 \n", nil, ""},
		{"of no program of the place", "P 1 3 1 start 1 py 3.12 TOP python /other/x.py\nC 2 /other/x.py\nR 3 /home/a\nE 5 \n", nil, ""},
		{"of a worker that the training started", train + wrote1 + "--\nP 20 8 7 start 1 py 3.12 TOP python -m loky\nR 21 /home/c/a\nE 22 \n", nil, "/home/c/a false"},
		{"of the training's fork", train + wrote1 + "--\nP 20 8 7 fork 1 py 3.12 TOP python train.py\nR 21 /home/c/a\nE 22 \n", nil, "/home/c/a false"},
		{"by a shell", train + wrote1, map[string]system.File{"/home/c/a": {Read: true}, "/home/c/b": {Written: true}, "/home/c/d": {Read: true, Written: true}}, "/home/c/a false, /home/c/d true"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			o := Observation{Processes: recorded(t, top, tt.records), Outside: tt.outside}
			var got []string
			for _, state := range o.ReadOutside(top) {
				got = append(got, fmt.Sprintf("%s %t", state.Path, state.Rewrote))
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestRunIn: programs are named from the top, tools and forks not at all.
func TestRunIn(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	o := Observation{Processes: recorded(t, top, train+wrote1+"--\nP 20 1 1 start 1 py 3.12 TOP python TOP/src/eval.py\nC 21 TOP/src/eval.py\nE 22 \n--\nP 30 1 1 start 1 py 3.12 TOP python /venv/bin/dvc repro\nC 31 TOP/x.py\nE 32 \n")}
	if got := o.RunIn(top); !slices.Equal(got, []string{"src/eval.py", "train.py"}) {
		t.Errorf("%q", got)
	}
}

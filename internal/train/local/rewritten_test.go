//go:build unix

package local

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestRewritten: a file that was written and holds what it held, by its time or as
// it was seen; one with another content is none, and neither is one of another kind.
func TestRewritten(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		train func(dir string)
		seen  *observe.Observation
		want  []string
	}{
		"nothing":             {func(string) {}, nil, nil},
		"the same again":      {func(dir string) { rewrite(t, dir, "params.yaml", "lr: 1\n") }, nil, []string{"sub/params.yaml"}},
		"another":             {func(dir string) { rewrite(t, dir, "params.yaml", "lr: 2\n") }, nil, nil},
		"of another kind":     {func(dir string) { rewrite(t, dir, "data.csv", "1\n") }, nil, nil},
		"with its old time":   {func(string) {}, &observe.Observation{Files: map[string]system.File{"sub/params.yaml": {Written: true}}}, []string{"sub/params.yaml"}},
		"it was only read":    {func(string) {}, &observe.Observation{Files: map[string]system.File{"sub/params.yaml": {Read: true}}}, nil},
		"of another project":  {func(string) {}, &observe.Observation{Files: map[string]system.File{"params.yaml": {Written: true}}}, nil},
		"seen, and it is new": {func(dir string) { rewrite(t, dir, "params.yaml", "lr: 2\n") }, &observe.Observation{Files: map[string]system.File{"sub/params.yaml": {Written: true}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			dir := filepath.Join(top, "sub")
			gittest.Write(t, dir, "params.yaml", "lr: 1\n")
			gittest.Write(t, dir, "data.csv", "1\n")
			p := place{clone: &git.Clone{Dir: top}}
			p.tracked = filestate.StampsOf(os.DirFS(top))
			p.digests = filestate.DigestsOf(os.DirFS(top), p.tracked)
			tt.train(dir)
			l := &Project{Clone: &project.Clone{Prefix: "sub"}}
			if got := l.rewritten(p, tt.seen, func(file string) bool { return filepath.Ext(file) == ".yaml" }); !slices.Equal(got, tt.want) {
				t.Errorf("rewritten %q, want %q", got, tt.want)
			}
		})
	}
}

// TestParamsWritten: a params file that holds other values, and one that holds the same
// in another way, which counts where it may have held others meanwhile.
func TestParamsWritten(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text        string
		seen        *observe.Observation
		other, same string
	}{
		"nothing":                   {"", nil, "", ""},
		"another value":             {"lr: 2\nepochs: 3\n", nil, "params.yaml", ""},
		"a key more":                {"lr: 1\nepochs: 3\nx: 1\n", nil, "", "params.yaml"},
		"a key less":                {"lr: 1\n", nil, "params.yaml", ""},
		"another type":              {"lr: '1'\nepochs: 3\n", nil, "params.yaml", ""},
		"no file of params":         {"- lr\n", nil, "params.yaml", ""},
		"written in another way":    {"epochs: 3\nlr:   1\n", nil, "", "params.yaml"},
		"seen to be written once":   {"epochs: 3\nlr: 1\n", &observe.Observation{Files: map[string]system.File{"sub/params.yaml": {Written: true, Writes: 1}}}, "", ""},
		"seen to be written twice":  {"epochs: 3\nlr: 1\n", &observe.Observation{Files: map[string]system.File{"sub/params.yaml": {Written: true, Writes: 2}}}, "", "params.yaml"},
		"the same, twice":           {"lr: 1\nepochs: 3\n", &observe.Observation{Files: map[string]system.File{"sub/params.yaml": {Written: true, Writes: 2}}}, "", "params.yaml"},
		"the same, and was touched": {"lr: 1\nepochs: 3\n", &observe.Observation{Files: map[string]system.File{"sub/params.yaml": {Written: true, Writes: 1}}}, "", ""},
	} {
		top := t.TempDir()
		gittest.Write(t, top, "sub/params.yaml", "lr: 1\nepochs: 3\n")
		root, err := os.OpenRoot(filepath.Join(top, "sub"))
		if err != nil {
			t.Fatal(err)
		}
		plan := repro.Plan{Params: []repro.ParamEdit{{Name: "lr", File: "params.yaml", Status: repro.ParamWritten}}}
		p := place{clone: &git.Clone{Dir: top}, root: root, tracked: filestate.StampsOf(os.DirFS(top))}
		p.digests = filestate.DigestsOf(os.DirFS(top), p.tracked)
		p.params = filestate.ContentOf(root.FS(), []string{"params.yaml"})
		if tt.text != "" {
			rewrite(t, filepath.Join(top, "sub"), "params.yaml", tt.text)
		}
		l := &Project{Clone: &project.Clone{Prefix: "sub"}}
		other, same := l.paramsWritten(p, plan, tt.seen)
		if strings.Join(other, " ") != tt.other || strings.Join(same, " ") != tt.same {
			t.Errorf("%s: other %q, same %q", name, other, same)
		}
		root.Close()
	}
}

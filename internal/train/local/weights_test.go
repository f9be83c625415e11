package local

import (
	"archive/zip"
	"bytes"
	"os"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// zipped is an archive as torch.save writes one: in a directory of its own name.
func zipped(t *testing.T, dir string, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(members); i += 2 {
		member, err := w.Create(dir + members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestModelsOf_kept: a base that was kept and is saved again is no new model, under
// another name or in another archive.
func TestModelsOf_kept(t *testing.T) {
	t.Parallel()
	base := zipped(t, "base/", "data.pkl", "fc.weight", "data/0", "0.1 0.2", ".data/serialization_id", "17")
	for name, tt := range map[string]struct {
		kept, file, text string
		made             bool
	}{
		"the same bytes":            {"weights", "final.pt", "weights", false},
		"other bytes":               {"weights", "final.pt", "weights, trained", true},
		"the same tensors":          {base, "final.pt", zipped(t, "final/", "data.pkl", "fc.weight", "data/0", "0.1 0.2", ".data/serialization_id", "18"), false},
		"other tensors":             {base, "final.pt", zipped(t, "final/", "data.pkl", "fc.weight", "data/0", "0.3 0.2"), true},
		"tensors of another layer":  {base, "final.pt", zipped(t, "final/", "data.pkl", "fc.bias", "data/0", "0.1 0.2"), true},
		"Keras, at another time":    {zipped(t, "", "model.weights.h5", "w", "config.json", "{}", "metadata.json", "1"), "m.keras", zipped(t, "", "model.weights.h5", "w", "config.json", "{}", "metadata.json", "2"), false},
		"a zip that holds no files": {zipped(t, ""), "final.pt", zipped(t, "", "data.pkl", "x"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			gittest.Write(t, dir, "base.pt", tt.kept)
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = root.Close() })
			files := root.FS()
			p := place{clone: &git.Clone{Dir: dir}, dir: dir, root: root, stamps: filestate.StampsOf(files), absence: absence{weights: map[filestate.Digest]bool{filestate.DigestOfWeights(files, "base.pt"): true}, began: time.Now()}}
			gittest.Write(t, dir, tt.file, tt.text)
			pipeline, err := dvc.Read(fstest.MapFS{})
			if err != nil {
				t.Fatal(err)
			}
			local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: t.TempDir()}}}
			left := local.modelsOf(p, files, pipeline, restorer{})
			if made := slices.Equal(left.made, []string{tt.file}); made != tt.made {
				t.Errorf("%+v, want it made: %v", left, tt.made)
			}
		})
	}
}

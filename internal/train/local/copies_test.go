package local

import (
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// An opening counts the files that are opened.
type opening struct {
	fs.FS
	count *int
}

func (o opening) Open(name string) (fs.File, error) {
	*o.count++
	return o.FS.Open(name)
}

// TestCopiesOf: what another file holds or held, or an archive, is a copy of it; what the training
// made is none, nor is what a file held itself.
func TestCopiesOf(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"assets/current.json": {Data: []byte("[0.25]")}, "release.zip": {Data: []byte(zipped(t, "m/", "model.json", "[0.75]"))}}
	files["moved.zip"], files["assets/moved.json"] = &fstest.MapFile{Data: []byte(zipped(t, "m/", "model.json", "[0.85]"))}, &fstest.MapFile{Data: []byte("[0.45]")}
	there, commit, held := filestate.StampsOf(files), maps.Clone(files), map[filestate.Digest][]string{}
	for _, file := range []string{"assets/moved.json", "models/again.json"} {
		files["models/again.json"] = &fstest.MapFile{Data: []byte("[0.55]")}
		held[filestate.DigestOf(files, file)] = []string{file}
	}
	delete(files, "moved.zip")
	delete(files, "assets/moved.json")
	for name, text := range map[string]string{"models/a.json": "[0.25]", "models/b.json": "[0.75]", "models/c.json": "[0.35]", "models/d.json": "[0.45]", "models/e.json": "[0.85]", "models/empty": ""} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	opened := 0
	copied := copiesOf(opening{files, &opened}, commit, there, held)
	if opened > 0 {
		t.Error("a file was read before there is one to ask about")
	}
	for file, want := range map[string]bool{"models/a.json": true, "models/b.json": true, "models/c.json": false, "models/d.json": true, "models/e.json": true, "models/again.json": false, "models/empty": false, "models/gone": false} {
		if got := copied(file); got != want {
			t.Errorf("%s is a copy: %v, want %v", file, got, want)
		}
	}
}

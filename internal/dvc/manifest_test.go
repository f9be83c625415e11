package dvc

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// imagesOf gives a directory of files, path to content, and the name that DVC
// gives to it.
func imagesOf(t *testing.T, files map[string]string) (tree fstest.MapFS, hash Hash, list []byte) {
	t.Helper()
	tree = fstest.MapFS{}
	digests := map[string]string{}
	for name, text := range files {
		tree["data/images/"+name] = &fstest.MapFile{Data: []byte(text)}
		one, err := HashPath(tree, "data/images/"+name, MD5)
		if err != nil {
			t.Fatal(err)
		}
		digests[name] = one.Digest
	}
	hash, err := HashPath(tree, "data/images", MD5)
	if err != nil {
		t.Fatal(err)
	}
	return tree, hash, manifest(digests)
}

// place puts an object where DVC 3 keeps it, or DVC 2.
func place(cache fstest.MapFS, layout string, hash Hash, data []byte) {
	cache[layout+hash.Digest[:2]+"/"+hash.Digest[2:]] = &fstest.MapFile{Data: data}
}

func TestDirChange(t *testing.T) {
	t.Parallel()
	oldTree, was, oldList := imagesOf(t, map[string]string{"a.png": "a", "b.png": "b", "sub/c.png": "c", "d.png": "d"})
	newTree, is, newList := imagesOf(t, map[string]string{"a.png": "a", "b.png": "other", "sub/c.png": "c", "e.png": "e"})
	const want = "of its files 1 changed (b.png), 1 added (e.png), 1 removed (d.png); 2 the same"
	three, two, lying := fstest.MapFS{}, fstest.MapFS{}, fstest.MapFS{}
	place(three, "files/md5/", was, oldList)
	place(three, "files/md5/", is, newList)
	place(two, "", was, oldList)
	place(two, "", is, newList)
	place(lying, "files/md5/", was, newList)
	place(lying, "files/md5/", is, newList)
	half := fstest.MapFS{}
	place(half, "files/md5/", is, newList)
	for name, tt := range map[string]struct {
		before, after string
		was, is       Place
		want          string
	}{
		"DVC 3's cache":             {was.String(), is.String(), Place{Cache: three}, Place{Cache: three}, want},
		"DVC 2's cache":             {was.String(), is.String(), Place{Cache: two}, Place{Cache: two}, want},
		"directories in git":        {was.String(), is.String(), Place{Files: oldTree}, Place{Files: newTree}, want},
		"one of each":               {was.String(), is.String(), Place{Cache: half, Files: oldTree}, Place{Cache: half, Files: oldTree}, want},
		"one list is not there":     {was.String(), is.String(), Place{Cache: half}, Place{Cache: half}, ""},
		"the tree has another":      {was.String(), is.String(), Place{Files: newTree}, Place{Files: newTree}, ""},
		"a list that is another's":  {was.String(), is.String(), Place{Cache: lying}, Place{Cache: lying}, ""},
		"no cache and no tree":      {was.String(), is.String(), Place{}, Place{}, ""},
		"a file, no directory":      {"md5 8f14e45fceea167a5a36dedd4bea2543", is.String(), Place{Cache: three}, Place{Cache: three}, ""},
		"hashed in two ways":        {MD5DVC2 + " " + was.Digest, is.String(), Place{Cache: three}, Place{Cache: three}, ""},
		"a digest that is a path":   {"md5 ../../etc/passwd.dir", is.String(), Place{Cache: three}, Place{Cache: three}, ""},
		"not recorded":              {"", is.String(), Place{Cache: three}, Place{Cache: three}, ""},
		"there was none":            {"not there", is.String(), Place{Cache: three}, Place{Cache: three}, ""},
		"a digest shorter than two": {"md5 a", "md5 b", Place{Cache: three}, Place{Cache: three}, ""},
	} {
		if got := DirChange("data/images", tt.before, tt.after, tt.was, tt.is); got != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, tt.want)
		}
	}
	many := map[string]string{}
	for i := range 40 {
		many[fmt.Sprintf("new/%02d.png", i)] = "x"
	}
	_, more, list := imagesOf(t, many)
	place(three, "files/md5/", more, list)
	got := DirChange("data/images", was.String(), more.String(), Place{Cache: three}, Place{Cache: three})
	if want := "of its files 40 added (new/00.png, new/01.png, new/02.png and 37 more), 4 removed (a.png, b.png, d.png and 1 more); 0 the same"; got != want {
		t.Errorf("many files:\ngot  %q\nwant %q", got, want)
	}
}

// TestVolatileFromCache compares documents that git does not have by DVC's
// cache: what names the run is left out, the rest is not.
func TestVolatileFromCache(t *testing.T) {
	t.Parallel()
	for rest, want := range map[string]string{`"depth": 3`: "train equal", `"depth": 4`: "train born; differ models/model_metadata.json"} {
		cache := fstest.MapFS{}
		digest := func(text string) string {
			hash, err := HashPath(fstest.MapFS{"f": {Data: []byte(text)}}, "f", MD5)
			if err != nil {
				t.Fatal(err)
			}
			place(cache, "files/md5/", hash, []byte(text))
			return hash.Digest
		}
		lock := "train: python train.py | data.csv=d1 train.py=c1 | | model.pkl=m1 models/model_metadata.json="
		before := lockedProject(t, lockText(lock+digest(`{"run_id": "a", "depth": 3}`)), nil)
		after := lockedProject(t, lockText(lock+digest(`{"run_id": "b", `+rest+`}`)), nil)
		changes := CompareLocks(LockedRun{Project: before, Cache: cache}, LockedRun{Project: after, Cache: cache})
		if got := inWords(changes[0]); got != want {
			t.Errorf("%s: %q, want %q", rest, got, want)
		}
		if got := inWords(CompareLocks(LockedRun{Project: before}, LockedRun{Project: after})[0]); !strings.HasPrefix(got, "train unknown") {
			t.Errorf("without a cache: %q, want unknown", got)
		}
	}
}

func TestIdleGlobs(t *testing.T) {
	t.Parallel()
	project := lockedProject(t, lockText("train: python train.py | data.csv=d1 | | model.pkl=m1"), nil)
	if got := project.IdleGlobs([]string{"models/*.json", "./model.pkl", "models", "modles/*", "data.csv"}); strings.Join(got, " ") != "modles/* data.csv" {
		t.Errorf("idle are %q", got)
	}
}

package lineage

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestMovedFolder: files that moved together are one input, those among them that were edited
// have one each under the new name, and files that are gone, or new, are what they are.
func TestMovedFolder(t *testing.T) {
	t.Parallel()
	tree0 := func(files map[string]string) fstest.MapFS {
		tree := fstest.MapFS{}
		for name, text := range files {
			tree[name] = &fstest.MapFile{Data: []byte(text), Sys: "object of " + text}
		}
		return tree
	}
	for name, c := range map[string]struct {
		then, now map[string]string
		want      []string
	}{
		"as they were": {
			map[string]string{"src/a.py": "a = 1", "src/in/b.py": "b = 1", "src/__init__.py": "", "src/in/__init__.py": ""},
			map[string]string{"lib/a.py": "a = 1", "lib/in/b.py": "b = 1", "lib/__init__.py": "", "lib/in/__init__.py": ""},
			[]string{"code lib/ (src/ before): 4 files moved as they were"},
		},
		"one was edited": {
			map[string]string{"src/a.py": "a = 1", "src/b.py": "b = 1", "src/c.py": "c = 1", "src/gone.py": "d = 1"},
			map[string]string{"lib/a.py": "a = 1", "lib/b.py": "b = 1", "lib/c.py": "c = 2", "lib/new.py": "e = 1"},
			[]string{"code lib/ (src/ before): 2 files moved as they were", "code lib/c.py: src/c.py before, with other content", "code lib/new.py: added", "code src/gone.py: removed"},
		},
		"all were edited": {
			map[string]string{"src/a.py": "a = 1", "src/b.py": "b = 1 # one"},
			map[string]string{"lib/a.py": "a = 2", "lib/b.py": "b = 1 # two"},
			[]string{"code lib/a.py: src/a.py before, with other content", "code lib/b.py: src/b.py before, with other content"},
		},
		"to the top": {
			map[string]string{"src/a.py": "a = 1", "src/b.py": "b = 1", "src/c.json": "{}"},
			map[string]string{"a.py": "a = 1", "b.py": "b = 1", "c.json": `{"c": 1}`},
			[]string{"code ./ (src/ before): 2 files moved as they were", "file c.json: src/c.json before, with other content"},
		},
		"one file alone": {
			map[string]string{"src/a.py": "a = 1", "src/b.py": "b = 1"},
			map[string]string{"lib/a.py": "a = 1", "src/b.py": "b = 1"},
			[]string{"code lib/a.py: renamed from src/a.py", "code src/a.py: renamed to lib/a.py"},
		},
		"one file alone, and edited": {
			map[string]string{"src/a.py": "a = 1"}, map[string]string{"lib/a.py": "a = 2"}, []string{"code lib/a.py: added", "code src/a.py: removed"},
		},
	} {
		s := source{before: tree{at: "1", files: tree0(c.then)}, after: tree{at: "2", files: tree0(c.now)}}
		s.changed, _ = compareTrees(s.before, s.after, nil, nil)
		var got []string
		for _, input := range codeInputs(repro.Input{Kind: "code", Name: "commit", State: repro.InputDiffers}, s)[1:] {
			note, _, _ := strings.Cut(input.Note, ";")
			got = append(got, fmt.Sprintf("%s %s: %s", input.Kind, input.Name, note))
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

// TestMarkMoved_many: ten thousand files of one name and content that are gone, and as many new
// ones, are gone through in a moment.
func TestMarkMoved_many(t *testing.T) {
	t.Parallel()
	info, err := fs.Stat(fstest.MapFS{"a": {Sys: "same"}}, "a")
	if err != nil {
		t.Fatal(err)
	}
	var changed []treeChange
	for i := range 10_000 {
		changed = append(changed, treeChange{file: fmt.Sprintf("a/%d/__init__.py", i), then: info}, treeChange{file: fmt.Sprintf("b/%d/__init__.py", i), now: info})
	}
	markRenamed(changed)
	markMoved(changed)
	pairs := 0
	for _, change := range changed {
		if change.renamed != "" {
			pairs++
		}
	}
	if pairs < 2*maxAlike || pairs > 4*maxAlike {
		t.Errorf("%d of %d are paired", pairs, len(changed))
	}
}

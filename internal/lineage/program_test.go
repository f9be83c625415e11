package lineage

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestPlacePrograms: in a repository of several projects a program is known by its path from
// the top, and not by its name alone.
func TestPlacePrograms(t *testing.T) {
	t.Parallel()
	several := tree{files: fstest.MapFS{"a/train.py": {}, "b/train.py": {}, "train.py": {}, "b/once.py": {}}}
	for name, c := range map[string]struct {
		original, now string
		state         string
		placed        string // the original, by its place
	}{
		"the same folder":               {"/home/ada/work/b/train.py", "/cache/place/b/train.py", repro.InputSame, ""},
		"another folder":                {"/home/ada/work/b/train.py", "/cache/place/a/train.py", repro.InputDiffers, "b/train.py"},
		"the top":                       {"/home/ada/work/b/train.py", "/cache/place/train.py", repro.InputDiffers, "b/train.py"},
		"by its name":                   {"train.py", "train.py", repro.InputUnknown, ""},
		"by its name, new by its path":  {"train.py", "/cache/place/a/train.py", repro.InputUnknown, ""},
		"by its name, and there is one": {"once.py", "once.py", repro.InputSame, ""},
		"by its folder":                 {"b/train.py", "b/train.py", repro.InputSame, ""},
		"of no repository":              {"/opt/bin/tool", "/usr/bin/tool", repro.InputSame, ""},
		"an installed program":          {"/opt/bin/dvc", "/cache/place/train.py", repro.InputSame, ""},
	} {
		inputs := []repro.Input{{Kind: repro.KindCode, Name: "commit"}, {Kind: repro.KindCommand, Name: "command", Original: c.original, Now: c.now, State: repro.InputSame}}
		placePrograms(inputs, several, several)
		if got := inputs[1]; got.State != c.state || c.placed != "" && got.Original != c.placed {
			t.Errorf("%s: %+v", name, got)
		}
	}
	unread := []repro.Input{{Kind: repro.KindCommand, Name: "command", Original: "train.py", Now: "train.py", State: repro.InputSame}}
	if placePrograms(unread, tree{}, several); unread[0].State != repro.InputSame {
		t.Error("a tree that nobody could read tells of folders")
	}
}

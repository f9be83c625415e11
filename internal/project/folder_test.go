package project

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestCheckFolder: a folder of the repository is taken, a link is not followed wherever it
// leads, and what is not there is answered with the projects that are.
func TestCheckFolder(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"services/iris/params.yaml": plain("lr: 1"), "services/wine/dvc.yaml": plain("stages: {}"), "libs/x.py": plain(""),
		"deep/er/still/params.yaml": plain("a: 1"), ".github/params.yaml": plain("a: 1"), "params.yaml": plain("a: 1"),
		"out": link("../elsewhere"), "root": link("/etc"), "same": link("services/iris"), "services/up": link(".."),
	}
	const all = "services/iris"
	for folder, want := range map[string]string{
		"services": "", "services/iris": "", "libs": "", "deep/er/still": "",
		"services/irs": "there is no folder services/irs in commit a1b2c3d; projects are in services/iris", "iris": "projects are in services/iris",
		"wine": "projects are in services/wine", "services/iris/params.yaml": "services/iris/params.yaml is no folder in commit a1b2c3d",
		"params.yaml/x": "params.yaml is no folder", "services/iris/x/y": all,
		"out": "out is a symbolic link in commit a1b2c3d, which is not followed", "root": "is a symbolic link", "same": "is a symbolic link",
		"services/up/services/iris": "services/up is a symbolic link", "out/iris": "out is a symbolic link",
	} {
		err := CheckFolder(files, folder, "in commit a1b2c3d")
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "working-directory: ")) {
			t.Errorf("%s: %v, want %q", folder, err, want)
		}
	}
	if err := CheckFolder(fstest.MapFS{"a.py": plain("")}, "ml", "here"); err == nil || !strings.Contains(err.Error(), "name one from the top of the repository") {
		t.Errorf("where there is no project: %v", err)
	}
	if got, want := Folders(files), []string{"services/iris", "services/wine", "deep/er/still"}; !slices.Equal(got, want) {
		t.Errorf("the projects are in %q, want %q", got, want)
	}
}

// TestAbove: the nearest folder above that has a params file is named as one goes there.
func TestAbove(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"ml/params.yaml": plain("a: 1"), "ml/src/fit/a.py": plain(""), "params.yaml/x": plain(""), "link/params.yaml": link("../ml/params.yaml")}
	for folder, want := range map[string]string{"ml/src/fit": "cd ../..", "ml/src": "cd ..", "ml": "", "": "", ".": "", "other": "", "gone/below": ""} {
		if got := Above(files, folder); !strings.HasSuffix(got, want) || (got == "") != (want == "") {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}

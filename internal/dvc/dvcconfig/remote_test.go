package dvcconfig

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDefaultRemote_isWhatDvcPushUses(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	for dir, text := range map[string]string{"system": "[core]\n    remote = s3\n['remote \"s3\"']\n    url = s3://bucket/x\n", "user": "[core]\n    remote = mine\n['remote \"mine\"']\n    url = ../shelf\n['remote \"far\"']\n    url = ~/far\n"} {
		if err := os.MkdirAll(filepath.Join(home, dir), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home, dir, "config"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in := func(system, user string) Outer {
		return ReadOuter([]string{"HOME=" + home, "DVC_SYSTEM_CONFIG_DIR=" + filepath.Join(home, system), "DVC_GLOBAL_CONFIG_DIR=" + filepath.Join(home, user)})
	}
	for name, test := range map[string]struct {
		outer         Outer
		shared, local string
		want          Remote
	}{
		"the system's":                {in("system", "none"), "", "", Remote{"s3", ""}},
		"the user's, beside its file": {in("system", "user"), "", "", Remote{"mine", filepath.Join(home, "shelf")}},
		"the project names another":   {in("system", "user"), "[core]\n    remote = s3\n", "", Remote{"s3", ""}},
		"a ~ is the home":             {in("none", "user"), "", "[core]\n    remote = far\n", Remote{"far", filepath.Join(home, "far")}},
		"the project moves it":        {in("none", "user"), "['remote \"mine\"']\n    url = shelf\n", "", Remote{"mine", "/p/.dvc/shelf"}},
	} {
		if got, found := DefaultRemote(test.outer, []byte(test.shared), []byte(test.local), "/p/.dvc"); got != test.want || !found || !HasRemote(test.outer, []byte(test.shared), []byte(test.local)) {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, found, test.want)
		}
	}
	if HasRemote(in("none", "none"), nil, nil) {
		t.Error("a remote out of nothing")
	}
	for name, test := range map[string]struct {
		shared, local string
		want          Remote
		found         bool
	}{
		"none":                  {"[core]\n    autostage = true\n", "", Remote{}, false},
		"a directory beside":    {"[core]\n    remote = shelf\n['remote \"shelf\"']\n    url = ../../shelf\n", "", Remote{"shelf", "/shelf"}, true},
		"an absolute directory": {"[core]\n    remote = shelf\n['remote \"shelf\"']\n    url = /mnt/shelf\n", "", Remote{"shelf", "/mnt/shelf"}, true},
		"a bucket":              {"[core]\n    remote = s3\n['remote \"s3\"']\n    url = s3://bucket/x\n", "", Remote{"s3", ""}, true},
		"another by local":      {"[core]\n    remote = s3\n['remote \"s3\"']\n    url = s3://bucket/x\n", "[core]\n    remote = mine\n['remote \"mine\"']\n    url = mine\n", Remote{"mine", "/p/.dvc/mine"}, true},
		"named and not there":   {"[core]\n    remote = gone\n", "", Remote{"gone", ""}, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, found := DefaultRemote(Outer{}, []byte(test.shared), []byte(test.local), "/p/.dvc")
			if got != test.want || found != test.found {
				t.Errorf("got %+v, %v; want %+v, %v", got, found, test.want, test.found)
			}
		})
	}
}

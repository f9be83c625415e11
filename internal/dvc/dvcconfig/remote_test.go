package dvcconfig

import (
	"testing"
)

func TestDefaultRemote_isWhatDvcPushUses(t *testing.T) {
	t.Parallel()
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
			got, found := DefaultRemote([]byte(test.shared), []byte(test.local), "/p/.dvc")
			if got != test.want || found != test.found {
				t.Errorf("got %+v, %v; want %+v, %v", got, found, test.want, test.found)
			}
		})
	}
}

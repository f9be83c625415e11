package dvcconfig

import (
	"testing"
)

func TestLocalConfig_findsWhatTheFirstTreeFinds(t *testing.T) {
	for name, test := range map[string]struct{ shared, local, outer, want string }{
		"nothing set": {"", "", "", "[cache]\n    dir = /p/.dvc/cache\n"},
		"a remote beside the project, a secret kept": {
			"[core]\n    remote = shelf\n['remote \"shelf\"']\n    url = ../../shelf\n['remote \"s3\"']\n    url = s3://bucket/x\n",
			"# mine\n['remote \"s3\"']\n    secret_access_key = hush\n", "",
			"['remote \"s3\"']\n    secret_access_key = hush\n[cache]\n    dir = /p/.dvc/cache\n['remote \"shelf\"']\n    url = /shelf\n",
		},
		"a cache of its own": {"[cache]\n    type = symlink\n    dir = ../../cache\n", "", "/outer", "[cache]\n    dir = /cache\n"},
		"a local cache wins": {"[cache]\n    dir = /shared\n", "[cache]\n    dir = mine\n    type = copy\n", "", "[cache]\n    dir = /p/.dvc/mine\n    type = copy\n"},
		"the user's or the system's cache is not overridden": {"[core]\n    remote = r\n", "[core]\n    autostage = true\n", "/outer", "[core]\n    autostage = true\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(Local([]byte(test.shared), []byte(test.local), "/p/.dvc", test.outer)); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

package observe

import (
	"path/filepath"
	"testing"
)

// TestIsOfSystem: a program of the system or an environment, or a script that only starts a
// package; a program that somebody put anywhere else is none of it.
func TestIsOfSystem(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]bool{
		"/usr/bin/sort": true, "/bin/sh": true, "/usr/lib/x/y.py": true, "/v/lib/python3.12/site-packages/churn/__main__.py": true,
		"/etc/python3.11/sitecustomize.py": true, "/etc/profile.d/conda.sh": true, "/etc/bash.bashrc": true, "/etc/R/Rprofile.site": true,
		"/home/ada/.cache/pypoetry/virtualenvs/fit-py3.12/lib/python3.12/site-packages/fit/net.py": true, "/home/ada/.cache/uv/archive-v0/x/lib/python3.12/site-packages/fit/net.py": true,
		"/etc/fit/train.py": false, "/etc/train.py": false, "/home/ada/.cache/team/fit.py": false, "/home/ada/.cache/torch/hub/ada_net_main/hubconf.py": false,
		"/home/ada/.cache/huggingface/modules/transformers_modules/ada/net/modeling_net.py": false, "/home/ada/.pyxbld/lib.linux-x86_64-cpython-311/fit.cpython-311-x86_64-linux-gnu.so": false,
		"/usr/local/bin/fit": false, "/opt/team/fit.py": false, "/home/ada/fit.py": false,
	} {
		if got := IsOfSystem(file); got != want {
			t.Errorf("%s: %v, want %v", file, got, want)
		}
	}
	for name, tt := range map[string]struct {
		text string
		want bool
	}{
		"pip's":           {"#!/v/bin/python\n# -*- coding: utf-8 -*-\nimport re\nimport sys\nfrom churn.cli import main\nif __name__ == '__main__':\n    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])\n    sys.exit(main())\n", true},
		"a method of it":  {"#!/v/bin/python\nimport sys\nfrom churn import app\nif __name__ == '__main__':\n    sys.exit(app.run())\n", true},
		"setuptools'":     {"#!/v/bin/python\nimport sys\nfrom importlib.metadata import distribution\nif __name__ == '__main__':\n    sys.exit(load_entry_point('churn', 'console_scripts', 'churn')())\n", true},
		"a small program": {"#!/usr/bin/env python3\nimport sys\nfrom sklearn.linear_model import Ridge\n\ndef main():\n    Ridge().fit([[1]], [1])\n\nif __name__ == '__main__':\n    sys.exit(main())\n", false},
		"one that ends":   {"#!/usr/bin/env python3\nimport sys\nfrom sklearn.linear_model import Ridge\nRidge().fit([[1]], [1])\nsys.exit(0)\n", false},
		"no script":       {"from churn import main\nimport sys\nsys.exit(main())\n", false},
	} {
		file := filepath.Join(t.TempDir(), "churn")
		writeFile(t, file, tt.text)
		if got := IsOfSystem(file); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	environment := t.TempDir()
	writeFile(t, filepath.Join(environment, "pyvenv.cfg"), "")
	writeFile(t, filepath.Join(environment, "bin", "fit"), "#!/bin/sh\n")
	if !IsOfSystem(filepath.Join(environment, "bin", "fit")) {
		t.Error("a program of an environment is none of it")
	}
}

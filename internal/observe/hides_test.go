package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"path/filepath"
	"strings"
	"testing"
)

// TestHides: by what a command keeps a Python from being seen, and what only looks so.
func TestHides(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"python train.py":                                "",
		"/usr/bin/python3 train.py":                      "", // it reports, as another than the environment's
		".venv/bin/python train.py":                      "",
		"uv run train.py":                                "",
		"poetry run python train.py":                     "",
		"conda run -n x python train.py":                 "",
		"python train.py --docker run":                   "",
		"cat docker/run.sh":                              "",
		"docker build -t x .":                            "",
		"git clone ssh://host/x":                         "",
		"echo sudoku x":                                  "",
		"python3 -I train.py":                            "python3 -I",
		"/usr/bin/python3.12 -u -sE train.py":            "python3.12 -u -sE",
		"env -i PATH=/bin python train.py":               "env -i",
		"env -u PYTHONPATH python train.py":              "env -u PYTHONPATH",
		"unset PYTHONPATH; python train.py":              "unset PYTHONPATH",
		"docker run --rm -v .:/w image python train.py":  "docker run",
		"docker --context x run image":                   "", // an option's value is not told from a command
		"docker compose run train":                       "docker compose run",
		"docker-compose up":                              "docker-compose up",
		"podman exec c python train.py":                  "podman exec",
		"apptainer exec image.sif python train.py":       "apptainer exec",
		"cd x && sudo -E python train.py":                "sudo -",
		"srun -n 1 python train.py":                      "srun -",
		"ssh gpu 'cd x && make'":                         "ssh g",
		"kubectl apply -f job.yaml":                      "kubectl apply",
		"nix-shell x.nix --pure --run 'python train.py'": "nix-shell x.nix --pure",
		"tox -e train":                                   "tox -",
	} {
		if got := Hides(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestMixedPythons: a training in which the environment's Python reads the params and writes
// the metrics, and another makes the model between: which of these are seen, and how.
func TestMixedPythons(t *testing.T) {
	t.Parallel()
	const (
		own   = "/env/bin/python"
		other = "/usr/bin/python3"
		site  = "/env/lib/python3.12/site-packages/"
	)
	prep := func(more string) string {
		return "P 10 10 1 start 1 " + own + " 3.12 TOP python prep.py\nC 11 TOP/prep.py\nR 12 TOP/params.yaml\nW 13 TOP/rows.csv\n" + more + "E 15 \n"
	}
	const eval = "--\nP 40 40 1 start 1 " + own + " 3.12 TOP python eval.py\nC 41 TOP/eval.py\nR 42 TOP/model.pkl\nR 42 TOP/model.json\nW 44 TOP/metrics.json\nK 45 TOP/metrics.json HASH\nE 46 \n"
	fit := func(executable, program string) string {
		return "--\nP 20 20 1 start 1 " + executable + " 3.11 TOP python " + program + "\nR 22 TOP/rows.csv\nW 24 TOP/model.pkl\nE 25 \n"
	}
	for _, c := range []struct {
		about, records string
		file           string // that the system saw written at 24 and read afterwards
		unseen, others string // parts of what is named; "" for none
	}{
		{"all of the environment's", prep("") + fit(own, "-c") + eval, "model.pkl", "", ""},
		{"another's command line", prep("") + fit(other, "-c") + eval, "model.pkl", "", other},
		{"another's module", prep("") + fit("/home/ada/.venv/bin/python", "-m train") + eval, "model.pkl", "", "/home/ada/.venv/bin/python"},
		{"a program that is installed elsewhere", prep("") + fit(other, "/opt/x/bin/ludwig") + eval, "model.pkl", "", other},
		{"a download by a program of its own", prep("") + fit(other, "/usr/bin/aws") + eval, "model.pkl", "", ""},
		{"dvc put it there", prep("") + fit(other, "/usr/bin/dvc checkout") + eval, "model.pkl", "", ""},
		{"nobody that reported: -I, env -i, a container", prep("") + eval, "model.pkl", "who wrote model.pkl, which was read", ""},
		{"a library at that time", strings.Replace(prep("M 11 "+site+"xgboost/__init__.py\n"), "E 15", "E 25", 1) + eval, "model.json", "", ""},
		{"a library that had ended for longer than the system may be late", strings.Replace(prep("M 11 "+site+"xgboost/__init__.py\n"), "E 15", "E -9000000", 1) + eval, "model.json", "who wrote model.json", ""},
		{"a library that writes no models", strings.Replace(prep("M 11 "+site+"numpy/__init__.py\n"), "E 15", "E 25", 1) + eval, "model.json", "who wrote model.json", ""},
		{"a program started it, isolated", prep("X 14 /usr/bin/env env -i python3 fit.py\n") + eval, "", "prep.py started env -i", ""},
		{"a shell in between", prep("X 14 /bin/sh sh -c /usr/bin/python3\\t-I\\tfit.py\n") + eval, "", "prep.py started python3 -I", ""},
		{"a container", prep("X 14 /usr/bin/docker docker run image\n") + eval, "", "prep.py started docker run", ""},
	} {
		top := t.TempDir()
		for _, file := range []string{"prep.py", "eval.py", "params.yaml", "metrics.json"} {
			writeFile(t, filepath.Join(top, file), file)
		}
		o := Observation{Processes: recorded(t, top, c.records), Files: map[string]system.File{}}
		if c.file != "" {
			o.Files[c.file] = system.File{Written: true, ReadAfter: true, FirstAt: 24}
		}
		found := o.Answer(Question{Top: top, Clone: "/clone", Files: []string{"prep.py", "eval.py", "params.yaml"}, Params: []string{"params.yaml"}, Metrics: []string{"metrics.json"},
			Model: func(file string) bool { return strings.HasPrefix(filepath.Base(file), "model.") }})
		if got := strings.Join(found.Unseen, "\n"); !strings.Contains(got, c.unseen) || c.unseen == "" && got != "" {
			t.Errorf("%s: unseen %q, want %q", c.about, got, c.unseen)
		}
		var others []string
		for _, python := range found.Pythons {
			if python.Executable != own {
				others = append(others, python.Executable)
			}
		}
		if got := strings.Join(others, "\n"); got != c.others {
			t.Errorf("%s: others %q, want %q", c.about, got, c.others)
		}
	}
}

package observe

import (
	"archive/zip"
	"bytes"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// recorded parses processes from what they recorded, with TOP for the place and
// HASH for the content of metrics.json; several are parted by lines of dashes.
func recorded(t *testing.T, top, text string) []Process {
	t.Helper()
	var found []Process
	text = strings.NewReplacer("TOP", top, "HASH", hashOf(filepath.Join(top, "metrics.json"))).Replace(text)
	for part := range strings.SplitSeq(text, "--\n") {
		p, ok := parse([]byte(tabs(part)))
		if !ok || p.Torn {
			t.Fatalf("not a record: %q", part)
		}
		found = append(found, p)
	}
	return found
}

const (
	train  = "P 10 7 1 start 1 py 3.12 TOP python train.py\nC 11 TOP/train.py\n"
	reads  = "R 12 TOP/params.yaml\nR 13 TOP/data/iris.csv\n"
	wrote1 = "W 14 TOP/metrics.json\nK 15 TOP/metrics.json HASH\nE 16 \n"
)

// again are two processes that make rows and numbers: one failed, the next did not.
func again(failed, environ, next, environ2 string) string {
	return "P 1 3 1 start 1 py 3.12 TOP python " + failed + "\nC 2 TOP/train.py\n" + environ + "R 3 TOP/params.yaml\nW 4 TOP/rows\nE 5 1\n--\n" +
		"P 10 7 1 start 1 py 3.12 TOP python " + next + "\nC 11 TOP/train.py\n" + environ2 + reads + "R 13 TOP/rows\n" + wrote1
}

// kernel is a training in a process that another starts with certain arguments, and kills.
func kernel(args string) string {
	return "P 1 3 1 start 1 py 3.12 TOP python /venv/bin/papermill train.ipynb\nE 30 \n--\n" +
		"P 10 7 3 start 1 py 3.12 TOP python " + args + "\nC 11 TOP/train.py\n" + reads + strings.TrimSuffix(wrote1, "E 16 \n")
}

// TestAnswer: recorded trainings, and what they prove, lack or speak against.
func TestAnswer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		records string
		change  func(*Observation, *Question)
		lacks   string // part of it; "" proves
		against string
	}{
		{"honest", train + reads + wrote1, nil, "", ""},
		{"no file events", train + reads + wrote1, func(o *Observation, _ *Question) { o.Unwatched = "none here" }, "whether the models/old.pkl of before was read", ""},
		{"no file events, and the old model was written anew", train + reads + "W 14 TOP/models/old.pkl\n" + wrote1, func(o *Observation, _ *Question) { o.Unwatched = "none here" }, "", ""},
		{"a library of the clone", train + "C 12 /clone/build/fit.cpython-311.so\n" + reads + wrote1, nil, "", "build/fit.cpython-311.so"},
		{"a library of an environment in the clone", train + "C 12 /clone/.venv/lib/x.so.6\nC 12 /clone/venv/x.dylib\n" + reads + wrote1, nil, "", ""},
		{"an old model that Python does not tell of", train + reads + wrote1, func(o *Observation, _ *Question) { o.Files["models/old.pkl"] = system.File{Read: true} }, "models/old.pkl was read", ""},
		{"an old model that DVC hashed", train + reads + wrote1 + "--\nP 5 6 1 start 1 py 3.12 TOP python /venv/bin/dvc repro\nR 6 TOP/models/old.pkl\nE 20 \n", func(o *Observation, _ *Question) { o.Files["models/old.pkl"] = system.File{Read: true} }, "", ""},
		{"a model that it wrote first", train + reads + "W 13 TOP/models/new.pkl\nR 14 TOP/models/new.pkl\n" + wrote1, nil, "", ""},
		{"a model that a library wrote by itself", train + reads + "R 14 TOP/models/new.pkl\n" + wrote1, func(o *Observation, _ *Question) { o.Files["models/new.pkl"] = system.File{Written: true} }, "", ""},
		{"a model that DVC put there", train + reads + "R 14 TOP/models/new.pkl\n" + wrote1 + "--\nP 5 6 1 start 1 py 3.12 TOP python /venv/bin/dvc pull\nW 6 TOP/models/new.pkl\nE 20 \n", func(o *Observation, _ *Question) { o.Files["models/new.pkl"] = system.File{Written: true} }, "models/new.pkl was read", ""},
		{"steps in processes of their own", "P 1 3 1 start 1 py 3.12 TOP python train.py\nC 2 TOP/train.py\nR 3 TOP/params.yaml\nR 3 TOP/data/iris.csv\nW 4 TOP/models/new.pkl\nE 5 \n--\nP 10 7 1 start 1 py 3.12 TOP python eval.py\nC 11 TOP/train.py\nR 13 TOP/models/new.pkl\n" + wrote1, nil, "", ""},
		{"an evaluation beside a training that it takes nothing from", "P 1 3 1 start 1 py 3.12 TOP python train.py\nC 2 TOP/train.py\nR 3 TOP/params.yaml\nR 3 TOP/data/iris.csv\nW 4 TOP/models/other.pkl\nE 5 \n--\nP 10 7 1 start 1 py 3.12 TOP python eval.py\nC 11 TOP/train.py\nR 13 TOP/models/old.pkl\n" + wrote1, nil, "not seen to read params.yaml", ""},
		{"a model that DVC put there, and a library may have read", train + reads + wrote1 + "--\nP 5 6 1 start 1 py 3.12 TOP python /venv/bin/dvc pull\nW 6 TOP/models/new.pkl\nE 20 \n", func(o *Observation, _ *Question) { o.Files["models/new.pkl"] = system.File{Written: true} }, "whether the models/new.pkl", ""},
		{"a model that it made, and DVC linked to its cache", train + reads + "W 14 TOP/models/new.pkl\n" + wrote1 + "--\nP 5 6 1 start 1 py 3.12 TOP python /venv/bin/dvc repro\nL 17 /cache/00/11 TOP/models/new.pkl\nE 20 \n", nil, "", ""},
		{"an old model that something put back", train + reads + wrote1, func(o *Observation, _ *Question) { o.Files["models/old.pkl"] = system.File{Written: true} }, "models/old.pkl is the same", ""},
		{"an old model that DVC put back", train + reads + wrote1 + "--\nP 5 6 1 start 1 py 3.12 TOP python /venv/bin/dvc pull\nW 6 TOP/models/old.pkl\nE 20 \n", func(o *Observation, _ *Question) { o.Files["models/old.pkl"] = system.File{Written: true} }, "whether the models/old.pkl", ""},
		{"an old model that was taken away, and made natively", train + reads + "R 14 TOP/models/old.pkl\n" + wrote1, func(o *Observation, q *Question) {
			o.Files["models/old.pkl"] = system.File{Written: true}
			q.Anew = []string{"models/old.pkl"}
		}, "", ""},
		{"an old model that is to be kept", train + reads + "R 14 TOP/models/old.pkl\n" + wrote1, func(_ *Observation, q *Question) { q.Keep = []string{"models/old.pkl"} }, "", ""},
		{"data that only the system tells of", train + "R 12 TOP/params.yaml\n" + wrote1, func(o *Observation, _ *Question) { o.Files["data/iris.parquet"] = system.File{Read: true} }, "", ""},
		{"a settings file is no data", train + "R 12 TOP/params.yaml\nR 12 TOP/setup.cfg\nR 12 /etc/mime.types\nR 12 TOP/.git/HEAD\nR 12 TOP/mlruns/0/meta\n" + wrote1, nil, "no data", ""},
		{"a tracking store is no data", train + "R 12 TOP/params.yaml\nR 12 /store/runs.db\nR 12 /home/ada/mlflow.db\n" + wrote1, func(_ *Observation, q *Question) { q.Store = "/store/runs.db" }, "no data", ""},
		{"more models than are recorded", train + reads + "G 13 .pkl\n" + wrote1, nil, "read more .pkl files", ""},
		{"more pictures than are recorded", train + reads + "G 13 .jpg\n" + wrote1, nil, "", ""},
		{"a project without params", train + reads + wrote1, func(_ *Observation, q *Question) { q.Params = nil }, "", ""},
		{"another wrote the metrics last", train + reads + "W 14 TOP/metrics.json\nK 15 TOP/metrics.json 00\nE 16 \n", nil, "who wrote metrics.json", ""},
		{"one of two metrics files", train + reads + wrote1, func(_ *Observation, q *Question) { q.Metrics = append(q.Metrics, "more.json") }, "who wrote more.json", ""},
		{"not all is known", train + reads + wrote1, func(o *Observation, _ *Question) { o.Doubts = []string{"somebody did not report"} }, "somebody did not report", ""},
		{"a tracking run", train + reads + "M 14 /venv/lib/python3.12/site-packages/mlflow/__init__.py\nE 16 \n", func(_ *Observation, q *Question) { q.Metrics, q.Run = nil, "r1" }, "", ""},
		{"a tracking run, and no MLflow", train + reads + "E 16 \n", func(_ *Observation, q *Question) { q.Metrics, q.Run = nil, "r1" }, "used MLflow", ""},
		{"a tracking run of which another wrote the files", train + "M 14 /v/site-packages/mlflow/__init__.py\nW 15 /store/0/r1/meta.yaml\nE 16 \n--\nP 10 8 1 start 1 py 3.12 TOP python other.py\nC 11 TOP/train.py\n" + reads + "M 14 /v/site-packages/mlflow/__init__.py\nE 16 \n", func(_ *Observation, q *Question) { q.Metrics, q.Run = nil, "r1" }, "not seen to read params.yaml", ""},
		{"the clone's code", train + reads + "C 14 /clone/train.py\n" + wrote1, nil, "", "/clone/train.py"},
		{"the clone's environment is no code of the commit", train + reads + "C 14 /clone/.venv/bin/tool\nM 14 /clone/.venv/lib/python3.12/site-packages/numpy/__init__.py\n" + wrote1, nil, "", ""},
		{"a copy of the commit's code", train + reads + "C 14 OTHER/src/fit.py\n" + wrote1, nil, "", "OTHER/src/fit.py"},
		{"a file of the commit's name that was put elsewhere meanwhile", train + reads + "C 14 TOP/src/same.py\nC 14 OTHER/train.py\n" + wrote1, func(o *Observation, q *Question) {
			q.Stood = func(fs.FileInfo) bool { return false }
			o.Processes[0].Code = o.Processes[0].Code[1:]
		}, "", "OTHER/train.py"},
		{"one that the commit's code made of its own", train + reads + "R 13 TOP/data/iris.csv\nC 10 TOP/src/same.py\nR 11 TOP/train.py\nW 12 OTHER/train.py\nC 14 OTHER/train.py\n" + wrote1, func(o *Observation, q *Question) {
			q.Stood = func(fs.FileInfo) bool { return false }
			o.Processes[0].Code = o.Processes[0].Code[1:]
		}, "", ""},
		{"a program of elsewhere that was read as text", train + reads + "C 13 TOP/core/algo.py\nR 14 OTHER/src/fit.py\n" + wrote1, nil, "", "OTHER/src/fit.py (read as text, unlike src/fit.py)"},
		{"the commit's lines under another name, read as text", train + reads + "R 14 OTHER/site/algo2.py\n" + wrote1, nil, "", "algo2.py (read as text, unlike core/algo.py)"},
		{"a notebook of elsewhere, and the commit's was not read", train + reads + "R 14 OTHER/fit.ipynb\n" + wrote1, nil, "", "OTHER/fit.ipynb (read as text, unlike fit.ipynb)"},
		{"a notebook of elsewhere beside the commit's", train + reads + "R 14 OTHER/fit.ipynb\nR 13 TOP/fit.ipynb\n" + wrote1, nil, "", ""},
		{"a program of elsewhere that holds the commit's, read as text", train + reads + "R 14 OTHER/src/same.py\n" + wrote1, nil, "", ""},
		{"a program that the commit's code wrote, read as text", train + reads + "W 13 OTHER/src/fit.py\nR 14 OTHER/src/fit.py\n" + wrote1, nil, "", ""},
		{"a program that is nothing like the commit's, read as text", train + reads + "R 14 OTHER/more/helper.py\n" + wrote1, nil, "", ""},
		{"a copy of the commit's code, with its content", train + reads + "C 14 OTHER/src/same.py\n" + wrote1, nil, "", ""},
		{"another file of that name, beside the commit's", train + reads + "C 14 OTHER/src/fit.py\nC 14 TOP/src/fit.py\n" + wrote1, nil, "", ""},
		{"a copy in a zip", train + reads + "C 14 OTHER/code.zip/churn/__init__.py\n" + wrote1, nil, "", "OTHER/code.zip/churn/__init__.py"},
		{"a copy in a zip, without the directory", train + reads + "C 14 OTHER/code.zip/fit.py\n" + wrote1, nil, "", "OTHER/code.zip/fit.py"},
		{"a copy in a zip, with its content", train + reads + "C 14 OTHER/code.zip/same.py\n" + wrote1, nil, "", ""},
		{"a package in a zip that is part of another", train + reads + "C 14 OTHER/code.zip/more/churn/__init__.py\n" + wrote1, nil, "", ""},
		{"a zip that cannot be read", train + reads + "C 14 OTHER/src/fit.py/churn/__init__.py\n" + wrote1, nil, "", ""},
		{"a package's own file", train + reads + "C 14 OTHER/churn/__init__.py\n" + wrote1, nil, "", "OTHER/churn/__init__.py"},
		{"a package's own file, of a part of another", train + reads + "C 14 OTHER/more/churn/__init__.py\n" + wrote1, nil, "", ""},
		{"a package's own file, and the commit's was imported", train + reads + "C 14 OTHER/churn/__init__.py\nC 14 TOP/churn/__init__.py\n" + wrote1, nil, "", ""},
		{"an installed copy", train + reads + "M 14 OTHER/site-packages/churn/__init__.py\n" + wrote1, nil, "", "OTHER/site-packages/churn"},
		{"an installed copy, and the commit's was imported", train + reads + "M 14 OTHER/site-packages/churn/__init__.py\nC 14 TOP/churn/__init__.py\n" + wrote1, nil, "", ""},
		{"an installed package of another name, with the commit's code of before", train + reads + "M 14 OTHER/site-packages/named/__init__.py\n" + wrote1, nil, "", "site-packages/named/algo.py"},
		{"the same, below its directory", train + reads + "M 14 OTHER/site-packages/deeper/__init__.py\n" + wrote1, nil, "", "site-packages/deeper/core/algo.py"},
		{"an installed package of another name, and the commit's ran", train + reads + "M 14 OTHER/site-packages/named/__init__.py\nC 14 TOP/core/algo.py\n" + wrote1, nil, "", ""},
		{"an installed package of another name, with the commit's code", train + reads + "M 14 OTHER/site-packages/now/__init__.py\n" + wrote1, nil, "", ""},
		{"a package that has a file of that name", train + reads + "M 14 OTHER/site-packages/numpy/__init__.py\n" + wrote1, nil, "", ""},
		{"a vendored package, and the installed one", train + reads + "M 14 OTHER/site-packages/yaml/__init__.py\n" + wrote1, nil, "", ""},
		{"it took what was written only later", "P 1 3 1 start 1 py 3.12 TOP python prepare.py\nC 2 TOP/train.py\nR 3 TOP/params.yaml\nW 20 TOP/rows.csv\nE 21 \n--\n" + train + "R 13 TOP/rows.csv\nR 13 TOP/data/iris.csv\n" + wrote1, nil, "not seen to read params.yaml", ""},
		{"it failed, and whether the next had its variables is not known", again("train.py", "", "train.py", ""), nil, "train.py (exit status 1) failed", "train.py (exit status 1)"},
		{"fit failed, and score of the same program did not", again("main.py fit", "", "main.py score", ""), nil, "main.py (exit status 1) failed", "main.py (exit status 1)"},
		{"fit failed, and the same with another option did not", again("main.py fit", "", "main.py fit --from-cache", ""), nil, "main.py (exit status 1) failed", "main.py (exit status 1)"},
		{"a module's fit failed, and its score did not", again("-m churn fit", "", "-m churn score", ""), nil, "python -m churn (exit status 1) failed", "python -m churn (exit status 1)"},
		{"it failed, and did not with another variable", again("main.py", "V 2 0a0b\n", "main.py", "V 11 0c0d\n"), nil, "main.py (exit status 1) failed", "main.py (exit status 1)"},
		{"two texts from standard input", again("-", "", "-", ""), nil, "python - (exit status 1) failed", "python - (exit status 1)"},
		{"fit failed, and was made again", again("main.py fit", "V 2 0a0b\n", "main.py fit", "V 11 0a0b\n"), nil, "", ""},
		{"a step failed", "P 1 3 1 start 1 py 3.12 TOP python prepare.py\nC 2 TOP/train.py\nR 3 TOP/params.yaml\nW 4 TOP/rows\nE 5 1\n--\n" + train + reads + "R 13 TOP/rows\n" + wrote1, nil, "prepare.py (exit status 1) failed", "prepare.py (exit status 1)"},
		{"it failed before it wrote anything", train + reads + "E 16 ValueError\n", nil, "who wrote metrics.json", "train.py (ValueError)"},
		{"a report of what it made failed", train + reads + "W 14 TOP/rows.csv\n" + wrote1 + "--\nP 20 9 1 start 1 py 3.12 TOP python report.py\nC 21 TOP/train.py\nR 21 TOP/rows.csv\nE 22 1\n", nil, "", ""},
		{"a step that only reads rows was killed", train + reads + "W 14 TOP/rows.csv\n" + wrote1 + "--\nP 20 9 1 start 1 py 3.12 TOP python fit.py\nC 21 TOP/train.py\nR 21 TOP/rows.csv\n", nil, "fit.py (killed before its end) failed", "fit.py (killed before its end)"},
		{"a kernel that its starter killed when it had ended", kernel("-m ipykernel_launcher"), nil, "", ""},
		{"a kernel, and nobody tells whether its starter ended well", strings.Replace(kernel("-m ipykernel_launcher"), "E 30 \n", "", 1), nil, "ipykernel_launcher (killed before its end) failed", "ipykernel_launcher (killed before its end)"},
		{"a kernel that another started", strings.Replace(kernel("-m ipykernel_launcher"), "P 10 7 3", "P 10 7 5", 1), nil, "ipykernel_launcher (killed before its end) failed", "ipykernel_launcher (killed before its end)"},
		{"a kernel that was there before one of its starter's number", strings.Replace(kernel("-m ipykernel_launcher"), "P 1 3 1", "P 29 3 1", 1), nil, "ipykernel_launcher (killed before its end) failed", "ipykernel_launcher (killed before its end)"},
		{"a package of the commit that its starter killed", kernel("-m tool"), nil, "python -m tool (killed before its end) failed", "python -m tool (killed before its end)"},
		{"a program of the commit that its starter killed", kernel("fit2.py"), nil, "fit2.py (killed before its end) failed", "fit2.py (killed before its end)"},
		{"a service that failed", train + reads + wrote1 + "--\nP 8 9 1 start 1 py 3.12 TOP python serve.py\nC 9 TOP/train.py\nJ 9\nR 9 TOP/data/iris.csv\nE 20 1\n", nil, "serve.py (exit status 1) failed", "serve.py (exit status 1)"},
		{"a step that wrote the numbers of a model failed", train + reads + "W 14 TOP/models/new.pkl\nE 15 \n--\nP 20 9 1 start 1 py 3.12 TOP python eval.py\nC 21 TOP/train.py\nR 21 TOP/models/new.pkl\nW 22 TOP/metrics.json\nK 23 TOP/metrics.json HASH\nE 24 1\n", nil, "eval.py (exit status 1) failed", "eval.py (exit status 1)"},
		{"a service of the commit that was killed at the end", train + reads + wrote1 + "--\nP 8 9 1 start 1 py 3.12 TOP python serve.py\nC 9 TOP/train.py\nJ 9\nR 9 TOP/data/iris.csv\n", nil, "", ""},
		{"a service that wrote the numbers, and was killed", "P 8 9 1 start 1 py 3.12 TOP python serve.py\nC 9 TOP/train.py\nJ 9\n" + reads + strings.TrimSuffix(wrote1, "E 16 \n"), nil, "serve.py (killed before its end) failed", "serve.py (killed before its end)"},
		{"a training that serves its progress and logs to a server, and was killed", "P 8 9 1 start 1 py 3.12 TOP python fit.py\nC 9 TOP/train.py\nJ 9\n" + reads + "S 14\n--\n" + train + reads + wrote1, nil, "fit.py (killed before its end) failed", "fit.py (killed before its end)"},
		{"a module of the commit that its starter killed", kernel("-m src.fit"), nil, "python -m src.fit (killed before its end) failed", "python -m src.fit (killed before its end)"},
		{"another program took a step's place", "P 9 7 1 start 1 py 3.12 TOP python start.py\nC 10 TOP/train.py\nR 10 TOP/params.yaml\nX 10 sh sh -c x\nZ 10\n--\n" + train + reads + wrote1, nil, "", ""},
		{"a step went on after no program had taken its place", "P 9 7 1 start 1 py 3.12 TOP python start.py\nC 10 TOP/train.py\nX 10 sh sh -c x\nZ 10\nR 10 TOP/params.yaml\n--\n" + train + reads + wrote1, nil, "start.py (killed before its end) failed", "start.py (killed before its end)"},
		{"a record came to its limit", "P 9 7 1 start 1 py 3.12 TOP python start.py\nC 10 TOP/train.py\nR 10 TOP/params.yaml\n--\n" + train + reads + wrote1, func(o *Observation, _ *Question) { o.Processes[0].Torn = true }, "", ""},
		{"a check that reads neither failed", train + reads + wrote1 + "--\nP 20 9 1 start 1 py 3.12 TOP python check.py\nC 21 TOP/train.py\nE 22 1\n", nil, "", ""},
		{"git put the metrics back", train + reads + "X 14 git git checkout -- metrics.json\nE 16 \n", func(o *Observation, _ *Question) { o.Files["metrics.json"] = system.File{Written: true} }, "who wrote metrics.json", "metrics.json was written while git checkout ran"},
		{"git put the metrics back, perhaps", train + reads + "X 14 git git checkout -- metrics.json\nE 16 \n", func(o *Observation, _ *Question) {
			o.Files["metrics.json"] = system.File{Written: true}
			o.Doubts = []string{"somebody did not report"}
		}, "who wrote metrics.json", ""},
		{"git only looked", train + reads + "X 14 git git rev-parse HEAD\nE 16 \n", func(o *Observation, _ *Question) { o.Files["metrics.json"] = system.File{Written: true} }, "who wrote metrics.json", ""},
		{"the clone's metrics were copied", train + reads + "Y 14 /clone/metrics.json TOP/metrics.json\nK 15 TOP/metrics.json HASH\nE 16 \n", nil, "who wrote metrics.json", "copied from /clone/metrics.json"},
		{"metrics of elsewhere were copied", train + reads + "Y 14 /shared/metrics.json TOP/metrics.json\nK 15 TOP/metrics.json HASH\nE 16 \n", nil, "who wrote metrics.json", ""},
		{"metrics were written beside and put in place", train + reads + "W 13 /tmp/m.json\nY 14 /tmp/m.json TOP/metrics.json\nK 15 TOP/metrics.json HASH\nE 16 \n", nil, "", ""},
		{"metrics that a library wrote natively were put in place", train + reads + "Y 14 TOP/new.json TOP/metrics.json\nK 15 TOP/metrics.json HASH\nE 16 \n", func(o *Observation, _ *Question) { o.Files["new.json"] = system.File{Written: true} }, "", ""},
		{"copied, and then written", train + reads + "Y 13 /clone/metrics.json TOP/metrics.json\n" + wrote1, nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top, other := t.TempDir(), t.TempDir()
			commit := []string{"train.py", "params.yaml", "data/iris.csv", "models/old.pkl", "src/fit.py", "src/same.py", "churn/__init__.py", "vendor/yaml/__init__.py", "core/algo.py", "fit.ipynb", "tool/__main__.py"}
			for _, file := range append(commit, "metrics.json") {
				writeFile(t, filepath.Join(top, file), file)
			}
			writeFile(t, filepath.Join(other, "src/same.py"), "src/same.py")
			writeFile(t, filepath.Join(top, "core/algo.py"), fitting)
			before := strings.Replace(fitting, "error * x", "error * x * 0.5", 1)
			writeFile(t, filepath.Join(other, "site/algo2.py"), before)
			for file, text := range map[string]string{"named/algo.py": before, "deeper/core/algo.py": before, "now/algo.py": fitting, "numpy/algo.py": "def einsum(*operands):\n    return operands\n"} {
				writeFile(t, filepath.Join(other, "site-packages", file), text)
			}
			zipFile(t, filepath.Join(other, "code.zip"), map[string]string{"churn/__init__.py": "other", "fit.py": "other", "same.py": "src/same.py", "more/churn/__init__.py": "other", "more/__init__.py": ""})
			for _, file := range []string{"train.py", "fit.ipynb", "more/helper.py", "churn/__init__.py", "more/__init__.py", "more/churn/__init__.py", "src/fit.py", "site-packages/churn/__init__.py", "site-packages/yaml/__init__.py"} {
				writeFile(t, filepath.Join(other, file), "other")
			}
			tt.records, tt.against = strings.ReplaceAll(tt.records, "OTHER", other), strings.ReplaceAll(tt.against, "OTHER", other)
			o := Observation{Processes: recorded(t, top, tt.records), Files: map[string]system.File{}}
			q := Question{
				Top: top, Clone: "/clone", Files: commit,
				Params: []string{"params.yaml"}, Metrics: []string{"metrics.json"}, Outputs: []string{"metrics.json"},
				Model: func(file string) bool { return strings.HasSuffix(file, ".pkl") },
			}
			if tt.change != nil {
				tt.change(&o, &q)
			}
			f := o.Answer(q)
			for _, file := range f.Same {
				f.Lacks = append(f.Lacks, file+" is the same")
			}
			if lacks := strings.Join(f.Lacks, "\n"); !strings.Contains(lacks, tt.lacks) || tt.lacks == "" && lacks != "" {
				t.Errorf("lacks %q, want %q", lacks, tt.lacks)
			}
			against := strings.Join(slices.Concat(f.OtherCode, f.PutBack, f.Failed), "\n")
			if !strings.Contains(against, tt.against) || tt.against == "" && against != "" {
				t.Errorf("against %q, want %q", against, tt.against)
			}
			if unseen := strings.Contains(strings.Join(f.Lacks, "\n"), "who wrote"); f.WroteAll == (unseen || q.Run != "") {
				t.Errorf("wrote all: %t, %+v", f.WroteAll, f)
			}
			if read, known := f.WasRead("params.yaml"); read && !known {
				t.Error("params.yaml was seen to be read, and that is not known")
			}
			if read, known := f.WasRead("params.yaml"); tt.name == "honest" && !(read && known) {
				t.Error("that params.yaml was read is not known")
			}
			if f.Proves(false) != (tt.lacks == "" && tt.against == "") {
				t.Errorf("proves: %t, %+v", f.Proves(false), f)
			}
		})
	}
}

func zipFile(t *testing.T, file string, members map[string]string) {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range members {
		member, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	writeFile(t, file, b.String())
}

// writeFile writes while no other test starts a program, which would have the file
// open for a moment as well, and whose closing is an event.
func writeFile(t *testing.T, file, text string) {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestEnviron: the user's own PYTHONPATH stays behind ours, an empty one adds no
// working directory, and an observer around this one is not ours.
func TestEnviron(t *testing.T) {
	t.Parallel()
	o := &Observer{dir: "/o"}
	for given, want := range map[string]string{
		"A=1":                               "A=1 PYTHONPATH=/o/hook REPRODUCE_OBSERVE=/o/events",
		"PYTHONPATH= A=1":                   "A=1 PYTHONPATH=/o/hook REPRODUCE_OBSERVE=/o/events",
		"PYTHONPATH=/x:y A=1":               "A=1 PYTHONPATH=/o/hook:/x:y REPRODUCE_OBSERVE=/o/events",
		"REPRODUCE_OBSERVE=/p PYTHONPATH=x": "PYTHONPATH=/o/hook:x REPRODUCE_OBSERVE=/o/events",
	} {
		if got := strings.Join(o.Environ(strings.Fields(given)), " "); filepath.Separator == '/' && got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
	if got := (&Observer{}).Environ([]string{"A=1"}); !slices.Equal(got, []string{"A=1"}) {
		t.Errorf("without a directory: %q", got)
	}
}

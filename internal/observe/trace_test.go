package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"strings"
	"testing"
)

// TestReadOfNoKind: a result that is kept for each value of a param is read by the judged
// training alone, and nothing of its kind by the challenge. Shards of data, modules and what only file
// events told are no such result.
func TestReadOfNoKind(t *testing.T) {
	t.Parallel()
	const begins = "P 10 7 1 start 1 py 3.12 TOP python train.py\nC 11 TOP/train.py\n"
	for _, tt := range []struct{ name, judged, challenge, want string }{
		{"the same", "R 12 TOP/memo/0a1b2c3d4e.gz\n", "R 12 TOP/memo/0a1b2c3d4e.gz\n", ""},
		{"a result of its own", "R 12 TOP/memo/0a1b2c3d4e.gz\n", "R 12 TOP/data/1.csv\n", "memo/0a1b2c3d4e.gz"},
		{"shards", "R 12 TOP/data/1.csv\nR 13 TOP/data/2.csv\n", "R 12 TOP/data/1.csv\n", ""},
		{"another fold", "R 12 TOP/data/1.csv\n", "R 12 TOP/data/2.csv\n", ""},
		{"a module", "C 12 TOP/src/cosine.py\n", "", ""},
	} {
		top := t.TempDir()
		trace := func(records string) Trace {
			stood := []string{"train.py", "memo/0a1b2c3d4e.gz", "data/1.csv", "data/2.csv", "src/cosine.py"}
			return Observation{Processes: recorded(t, top, begins+records+"E 30 \n"), Files: map[string]system.File{}}.Trace(stood, top)
		}
		if got := strings.Join(trace(tt.judged).ReadOfNoKind(trace(tt.challenge)), ", "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestTrace: what a challenge did beyond the training that is judged.
func TestTrace(t *testing.T) {
	t.Parallel()
	const begins = "P 10 7 1 start 1 py 3.12 TOP python train.py\nC 11 TOP/train.py\nM 11 /v/site-packages/mlflow/__init__.py\n"
	const fits = begins + "R 12 TOP/data.csv\nM 12 /v/site-packages/sklearn/__init__.py\nW 13 TOP/models/m.pkl\n"
	unwatched := func(o *Observation) { o.Unwatched = "none here" }
	for _, tt := range []struct {
		name              string
		judged, challenge string
		change            func(judged, challenge *Observation)
		want              string
	}{
		{"the same", fits, fits, nil, ""},
		{"it found the original's numbers", begins, fits, nil, "read data.csv, imported sklearn, wrote models/*.pkl"},
		{"the judged one did more", fits, begins, nil, ""},
		{"another value in a name", begins + "W 13 TOP/out/lr0.5/m_200.pkl\n", begins + "W 13 TOP/out/lr0.25/m_100.pkl\n", nil, ""},
		{"a run's id in a name", begins + "W 13 TOP/out/0a1b2c3d4e/m.pkl\n", begins + "W 13 TOP/out/ffeeddccbb/m.pkl\n", nil, ""},
		{"what passes", begins, begins + "W 13 TOP/tmpx1/a.bin\nW 13 TOP/tmpab\nW 13 TOP/build/rules.ninja.tmpa1fd\nW 13 TOP/train.log\nW 13 TOP/.cache/a.pkl\nW 13 TOP/src/__pycache__/a.pyc\n", nil, ""},
		{"what only sounds so", begins, begins + "W 13 TOP/out/scores.tmpfit\n", nil, "wrote out/*.tmpfit"},
		{"elsewhere", begins, begins + "R 13 /data/x.csv\nW 13 /out/m.pkl\n", nil, ""},
		{"a file that it made itself", begins, begins + "R 13 TOP/new.csv\n", nil, ""},
		{"what another language read", begins, begins, func(_, challenge *Observation) {
			challenge.Files["train.R"], challenge.Files["rows.rds"] = system.File{Read: true}, system.File{Written: true}
		}, "read train.R, wrote *.rds"},
		{"what git read, by chance", begins, begins + "R 12 TOP/data.csv\n", func(_, challenge *Observation) {
			challenge.Files["train.R"], challenge.Files["rows.rds"] = system.File{Read: true}, system.File{Written: true}
		}, "read data.csv, wrote *.rds"},
		{"what another language read, where nobody watched", begins, begins, func(judged, challenge *Observation) {
			unwatched(judged)
			challenge.Files["train.R"] = system.File{Read: true}
		}, ""},
		{"git's own files", begins, begins, func(_, challenge *Observation) { challenge.Files[".gitignore"] = system.File{Read: true} }, ""},
		{"a tool's imports", begins, begins + "E 14 \n--\nP 5 6 1 start 1 py 3.12 TOP python /v/bin/dvc repro\nM 6 /v/site-packages/dvc/__init__.py\nE 20 \n", nil, ""},
		{"more than is recorded", begins + "G 13 .csv\n", begins + "R 12 TOP/data.csv\n", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			seen := func(records string) Observation {
				return Observation{Processes: recorded(t, top, records+"E 30 \n"), Files: map[string]system.File{}}
			}
			judged, challenge := seen(tt.judged), seen(tt.challenge)
			if tt.change != nil {
				tt.change(&judged, &challenge)
			}
			stood := []string{"train.py", "data.csv", "train.R", ".gitignore"}
			again := challenge.Trace(stood, top)
			if strings.HasSuffix(tt.name, "by chance") {
				again.ReadByChance()
			}
			if got := strings.Join(judged.Trace(stood, top).Beyond(again), ", "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

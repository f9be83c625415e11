//go:build unix

package local

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestCarried: of what was read outside of the place, that which may be an earlier
// training's, and not what the original had as well.
func TestCarried(t *testing.T) {
	t.Parallel()
	now := time.Now()
	const pickle = "\x80\x04\x95 a pickle"
	for _, tt := range []struct {
		name, file, text string
		age              time.Duration // before the training
		rewrote          bool
		keep             string
		found            bool
	}{
		{"a cache by joblib", "home/.cache/churn/joblib/fit/00/output.pkl", pickle, time.Hour, false, "", true},
		{"a cache of a shell", "home/.cache/churn/0011/metrics.json", "{}", time.Hour, false, "", true},
		{"a cache named after joblib", "home/.cache/joblib/fit/00/output.pkl", pickle, time.Hour, false, "", true},
		{"what an imported package keeps", "home/.cache/scikit-image/x.json", "{}", time.Hour, false, "", false},
		{"what an imported package keeps at home", "home/.scikit-image/cache/x.json", "{}", time.Hour, false, "", false},
		{"what another keeps at home", "home/.churn/cache/x.json", "{}", time.Hour, false, "", true},
		{"where a variable has a library keep it", "mnt/hf_cache/imdb/state.json", "{}", time.Hour, false, "", false},
		{"a download", "home/.cache/huggingface/hub/model.safetensors", "x", time.Hour, false, "", false},
		{"a download, by its own place", "hf/hub/models--bert/snapshots/0/pytorch_model.bin", "x", time.Hour, false, "", false},
		{"a checkpoint among a user's data", "home/.local/share/churn/last.ckpt", "x", time.Hour, false, "", true},
		{"a kernel of Jupyter's", "home/.local/share/jupyter/runtime/state.json", "{}", time.Hour, false, "", false},
		{"a checkpoint", "home/ckpt/last.json", "{}", time.Hour, false, "", true},
		{"a cache by its name", "home/old/fit_cache.json", "{}", time.Hour, false, "", true},
		{"a state by its name", "home/old/state.json", "{}", time.Hour, false, "", true},
		{"a checkpoint that was gone on from", "home/run/last.json", "{}", -time.Minute, true, "", true},
		{"a log that was read and written", "home/run/all.log", "x", -time.Minute, true, "", false},
		{"a model", "home/x/clf.joblib", "x", time.Hour, false, "", true},
		{"a model in the tracking store", "home/churn/mlruns/1/00/artifacts/model/model.pkl", "x", time.Hour, false, "", true},
		{"the tracking store", "home/churn/mlruns/1/00112233445566778899aabbccddeeff/meta.yaml", pickle, time.Hour, false, "", false},
		{"a pickle of any name", "home/old/thing", pickle, time.Hour, false, "", true},
		{"a pickle of rows", "home/data/rows.pkl", pickle, time.Hour, false, "", false},
		{"data", "mnt/churn/train.csv", "1\n", time.Hour, false, "", false},
		{"data in a cache", "home/.cache/churn/train.parquet", "1\n", time.Hour, false, "", false},
		{"settings", "home/.churn.json", "{}", time.Hour, false, "", false},
		{"any other file", "home/x/notes.json", "{}", time.Hour, false, "", false},
		{"a database that it wrote to", "home/x/study.db", "x", -time.Minute, true, "", true},
		{"a database that it read", "home/x/warehouse.db", "x", time.Hour, true, "", false},
		{"there long before the original", "home/weights/base.pt", "x", 30 * 24 * time.Hour, false, "", false},
		{"made by this training natively", "home/ckpt/new.json", "{}", -time.Minute, false, "", false},
		{"an input, by its path", "home/weights/base.pt", "x", time.Hour, false, "HOME/weights/base.pt", false},
		{"an input, by its directory", "home/weights/base.pt", "x", time.Hour, false, "~/weights", false},
		{"an input that it writes again, and that is no model", "home/run/board.json", "{}", -time.Minute, true, "HOME/run", false},
		{"an installed package's", "venv/lib/python3.12/site-packages/x/model.pkl", "x", time.Hour, false, "", false},
		{"beside an installed package's", "venv/lib/python3.12/site-packages/own/fit.pkl", pickle, time.Hour, false, "", true},
		{"in a folder among installed packages", "home/.local/lib/python3.12/site-packages/kit/fit.pkl", pickle, time.Hour, false, "", true},
		{"data of an installed package", "venv/lib/python3.12/site-packages/x/table, all.json", "{}", time.Hour, false, "", false},
		{"a pickle among settings", "home/.config/churn/fit.pkl", pickle, time.Hour, false, "", true},
		{"a pickle among settings of an imported package", "home/.config/scikit-image/fit.pkl", pickle, time.Hour, false, "", true},
		{"settings of an imported package", "home/.config/scikit-image/state.json", "{}", time.Hour, false, "", false},
		{"a pickle among a tool's settings", "home/.config/git/fit.pkl", pickle, time.Hour, false, "", true},
		{"a tool's settings", "home/.config/git/state", "x", time.Hour, false, "", false},
		{"matplotlib's settings", "home/.config/matplotlib/matplotlibrc", "x", time.Hour, false, "", false},
		{"a state beside matplotlib's settings", "home/.config/matplotlib/state.json", "{}", time.Hour, false, "", true},
		{"matplotlib's list of fonts", "home/.cache/matplotlib/fontlist-v390.json", "{}", time.Hour, false, "", false},
		{"a model in pip's cache", "home/.cache/pip/adv/model.pkl", pickle, time.Hour, false, "", true},
		{"what pip fetched", "home/.cache/pip/http-v2/a/b/ab12.body", "x", time.Hour, false, "", false},
		{"a pickle in a git directory", "home/store/.git/fit.pkl", pickle, time.Hour, false, "", true},
		{"a pickle among git's objects", "home/store/.git/objects/fit.pkl", pickle, time.Hour, false, "", true},
		{"git's objects", "home/store/.git/objects/b9/6aed", "x\x01", time.Hour, false, "", false},
		{"a branch of git's", "home/store/.git/refs/heads/state", "b96aed", time.Hour, false, "", false},
		{"a model in DVC's cache", "home/store/.dvc/cache/files/md5/00/aa", pickle, time.Hour, false, "", false},
		{"a model beside DVC's cache", "home/store/.dvc/fit.pkl", pickle, time.Hour, false, "", true},
		{"a pickle among a user's programs", "home/.local/bin/fit", pickle, time.Hour, false, "", true},
		{"a pickle among compiled modules", "home/kit/__pycache__/fit.pkl", pickle, time.Hour, false, "", true},
		{"a compiled module", "home/kit/__pycache__/a.cpython-312.pyc", "x", time.Hour, false, "", false},
		{"a pickle in an environment", "home/kit/.venv/fit", pickle, time.Hour, false, "", true},
		{"a pickle of the standard library", "py/lib/python3.12/lib2to3/Grammar3.12.pickle", pickle, time.Hour, false, "", false},
		{"a pickle beside the standard library", "py/lib/python3.12/kit/fit.pkl", pickle, time.Hour, false, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			world := filestate.RealPath(t.TempDir())
			full := filepath.Join(world, filepath.FromSlash(tt.file))
			gittest.Write(t, world, tt.file, tt.text)
			gittest.Write(t, world, "venv/lib/python3.12/site-packages/x-1.0.dist-info/RECORD", "own/__init__.py,sha256=a,1\nx/model.pkl,sha256=b,1\n\"x/table, all.json\",sha256=c,2\n")
			gittest.Write(t, world, "py/lib/python3.12/lib2to3/__init__.py", "")
			if err := os.Chtimes(full, now.Add(-tt.age), now.Add(-tt.age)); err != nil {
				t.Fatal(err)
			}
			top := filepath.Join(world, "place")
			process := observe.Process{
				Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py"), At: 1}},
				Reads:    []observe.Access{{Path: full, At: 2}, {Path: filepath.Join(top, "model.pkl"), At: 2}},
				Packages: []observe.Access{{Path: "/v/lib/python3.12/site-packages/scikit_image/__init__.py"}, {Path: "/v/lib/python3.12/site-packages/joblib/__init__.py"}},
			}
			if tt.rewrote {
				process.Writes = []observe.Access{{Path: full, At: 3}}
			}
			local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: filepath.Join(world, "home", "churn")}}, Environ: []string{"HOME=" + filepath.Join(world, "home"), "HF_HOME=" + filepath.Join(world, "mnt", "hf_cache"), "TORCH_HOME="}}
			p := place{clone: &git.Clone{Dir: top}, absence: absence{began: now}}
			plan := repro.Plan{Original: repro.Run{Started: now.Add(-48 * time.Hour)}}
			if tt.keep != "" {
				plan.Keep = []string{filepath.Join(world, "home") + tt.keep[len("HOME"):]}
				if tt.keep[0] == '~' {
					plan.Keep = []string{tt.keep}
				}
			}
			carried := local.carried(&observe.Observation{Processes: []observe.Process{process}}, p, plan)
			found, kept := carried.found, carried.kept
			if want := []string{full}; tt.found != slices.Equal(found, want) || !tt.found && len(found) > 0 || (tt.keep != "" && !tt.rewrote) != slices.Equal(kept, want) {
				t.Errorf("found %q, kept %q", found, kept)
			}
		})
	}
}

// TestNamedOutside: directories that a command or a program names, and that are not
// so high that all is below them.
func TestNamedOutside(t *testing.T) {
	t.Parallel()
	world := filestate.RealPath(t.TempDir())
	for _, file := range []string{"home/.cache/churn/00/m.json", "home/.cache/pip/x", "home/.cache/reproduce/place/x", "home/clone/cache/x", "srv/results/churn/m.json", "home/m.ckpt", "home/other.ckpt", "home/fit.js", "home/notes.csv"} {
		gittest.Write(t, world, file, "{}")
	}
	at := func(name string) string { return filepath.Join(world, filepath.FromSlash(name)) }
	p := place{clone: &git.Clone{Dir: at("home/.cache/reproduce/place")}}
	for _, tt := range []struct{ command, program, want string }{
		{"python train.py", "", ""},
		{"cp -r ~/.cache/churn/$h/* .", "", "home/.cache/churn"},
		{`cp "$HOME/.cache/churn/00/m.json" .`, "", "home/.cache/churn/00"},
		{"C=${XDG_CACHE_HOME:-$HOME/.cache}/churn; cp $C/$h .", "", "home/.cache/churn"},
		{"cp ~/.cache/$h .", "", "home/.cache/churn"},
		{"cp " + at("srv/results") + "/{a,b}/m.json .", "", "srv/results"},
		{"python train.py", "xgb.load_model('" + at("srv/results/churn/new/m.ubj") + "')", "srv/results/churn"},
		{"cp $STATE/churn/m.json .", "", "srv/results/churn"},
		{`cp "${STATE}/churn/$h" .`, "", "srv/results/churn"},
		{"cp ${STATE:-/nowhere}/churn/m.json .", "", "srv/results/churn"},
		{"cp ${UNSET:-$HOME/.cache/churn}/00/m.json .", "", "home/.cache/churn/00"},
		{"cp ${UNSET-~/.cache/churn}/00/m.json .", "", "home/.cache/churn/00"},
		{"cp $UNSET/churn/m.json ${STATES}/churn/m.json $CLONE/x .", "", ""},
		{"cp ~/m.ckpt .", "", "home/m.ckpt"},
		{"cp ~/gone.ckpt .", "", ""},
		{"cp ~/$STEM.ckpt .", "", "home/m.ckpt"},
		{"H=$HOME\ncp $H/${STEM}.ckpt .", "", "home/m.ckpt"},
		{"S=${STATE:-/nowhere}\ncp $S/churn/m.json .", "", "srv/results/churn"},
		{"S=\"$STATE\"; C=$S/churn; cp ${C}/$h .", "", "srv/results/churn"},
		{"S := $(STATE)\nall:\n\tcp $(S)/churn/m.json .", "", "srv/results/churn"},
		{"S=results; cp $S/churn/m.json .", "", ""},
		{"node train.js", "require(process.env.STATE + '/fit.js')", "srv/results"},
		{"node train.js", "require(process.env['STATE'])", "srv/results"},
		{"perl train.pl", "use lib ($ENV{STATE} || 'lib');", "srv/results"},
		{"perl train.pl", "use lib \"$ENV{'STATE'}/churn\";", "srv/results/churn"},
		{"Rscript train.R", `source(file.path(Sys.getenv("STATE"), "fit.R"))`, "srv/results"},
		{"ruby train.rb", `require ENV.fetch("STATE", ".") + "/fit"`, "srv/results"},
		{"python train.py", `os.environ.get("STATE")`, "srv/results"},
		{"node train.js", "require(os.homedir() + '/fit.js')", "home/fit.js"},
		{"go run .", `d, _ := os.UserCacheDir(); f := filepath.Join(d, "churn", key)`, "home/.cache/churn"},
		{"node train.js", "require(process.env.UNSET || './fit.js')", ""},
		{"cp ~/$x /etc/mime.types /usr/share/$x /tmp/$x .", "", ""},
		{"cp ~/clone/cache/x cache/x .", "", ""},
		{"cp ~/.cache/pip/x .", "", ""},
	} {
		files := fstest.MapFS{"train.py": {Data: []byte(tt.program)}}
		r := restorerOf(tt.command, files, filestate.StampsOf(files), at("home/clone"))
		var want []string
		if tt.want != "" {
			want = []string{at(tt.want)}
		}
		got := p.namedOutside(r, at("home/clone"), []string{"HOME=" + at("home"), "STATE=" + at("srv/results"), "STATES=" + at("srv/results") + ":/x", "CLONE=" + at("home/clone"), "STEM=m"})
		if strings.Contains(tt.command, "S=") || strings.Contains(tt.command, "S :=") { // the directory that the variable holds is named as well
			got = slices.DeleteFunc(got, func(dir string) bool { return dir == at("srv/results") })
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s; %s: %q, want %q", tt.command, tt.program, got, want)
		}
	}
}

// TestReadElsewhere: whatever was read outside of the place, tools' own files apart.
func TestReadElsewhere(t *testing.T) {
	t.Parallel()
	world := filestate.RealPath(t.TempDir())
	at := func(name string) string { return filepath.Join(world, filepath.FromSlash(name)) }
	top := at("place")
	process := observe.Process{Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py"), At: 1}}}
	for _, file := range []string{"place/m.json", "out/m.json", "kept/m.json", "mlruns/1/00112233445566778899aabbccddeeff/metrics/acc"} {
		process.Reads = append(process.Reads, observe.Access{Path: at(file), At: 2})
	}
	kedro := observe.Process{Executable: at("venv/bin/python"), Args: []string{"python", at("venv/bin/kedro"), "run"}, Code: process.Code,
		Reads: []observe.Access{{Path: at("venv/bin/kedro"), At: 2}, {Path: at("venv/bin/numbers"), At: 2}}} // itself, and not itself
	local := &Project{Environ: []string{"HOME=" + world}}
	p := place{clone: &git.Clone{Dir: top}}
	got := local.readElsewhere(&observe.Observation{Processes: []observe.Process{process, kedro}}, p, repro.Plan{Keep: []string{"~/kept"}})
	if want := []string{at("out/m.json"), at("venv/bin/numbers")}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := local.readElsewhere(nil, p, repro.Plan{}); got != nil {
		t.Errorf("nobody looked: %q", got)
	}
}

// TestOfStore: only what MLflow keeps in a store is the store's, by its layout; a directory of that
// name may hold anything.
func TestOfStore(t *testing.T) {
	t.Parallel()
	world := filestate.RealPath(t.TempDir())
	at := func(name string) string { return filepath.Join(world, filepath.FromSlash(name)) }
	files, database, none := &Project{Tracking: "file://" + at("store")}, &Project{Tracking: "sqlite:///" + at("mlflow.db")}, &Project{}
	const run = "00112233445566778899aabbccddeeff"
	for _, tt := range []struct {
		project *Project
		file    string
		want    bool
	}{
		{none, "nas/mlruns/0/features.csv", false},
		{none, "nas/mlruns/features.csv", false},
		{none, "nas/mlruns/0/" + run + "/features.csv", false},
		{none, "nas/mlruns/0/" + run + "/meta.yaml", true},
		{none, "nas/mlruns/0/" + run + "/metrics/val/auc", true},
		{none, "nas/mlruns/0/meta.yaml", true},
		{none, "nas/mlruns/.trash/3/meta.yaml", true},
		{none, "nas/mlruns/models/churn/version-2/meta.yaml", true},
		{none, "nas/mlruns/0/models/m-" + run + "/params/lr", true},
		{none, "nas/mlruns/0/" + run + "/artifacts/params/m.json", false},
		{none, "nas/runs/0/" + run + "/meta.yaml", false},
		{files, "store/0/" + run + "/tags/mlflow.user", true},
		{files, "store/0/features.csv", false},
		{files, "store/features.csv", false},
		{database, "mlflow.db", true},
		{database, "features.csv", false},
	} {
		if got := tt.project.ofStore(at(tt.file)); got != tt.want {
			t.Errorf("%q, %s: %v", tt.project.Tracking, tt.file, got)
		}
	}
}

// TestPlaced: directories of the system, of programs and of their settings, but for those
// that are anybody's to write, and what nobody knows in them.
func TestPlaced(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]trust{
		"/home/ada/churn/src/churn.egg-info/PKG-INFO": ofTools, "/home/ada/churn/src/churn.egg-info/top_level.txt": ofTools, "/home/ada/churn.egg-info/weights.json": anybodys,
		"/usr/lib/x/model.pkl": ofPrograms, "/usr/share/zoneinfo/UTC": ofPrograms, "/dev/nvidia0": ofTools, "/proc/1/stat": ofTools, "/run/systemd/x": ofTools,
		"/etc/x.json": anybodys, "/etc/churn/model.pkl": anybodys, "/etc/hosts": ofTools, "/etc/resolv.conf": ofTools, "/etc/ssl/certs/ca.pem": ofTools, "/etc/mime.types": ofTools, "/etc/os-release": ofTools,
		"/etc/passwd": ofTools, "/etc/localtime": ofTools, "/etc/fonts/conf.d/10-x": ofTools, "/etc/matplotlibrc": ofTools, "/etc/hosts.d/fit.pkl": anybodys,
		"/dev/shm/churn/last.ckpt": anybodys, "/run/user/1000/churn/fit_cache.json": anybodys, "/run/shm/last.ckpt": anybodys, "/srv/x.ckpt": anybodys,
		"/dev/shm/churn/.git/objects/b9/6aed": ofTools, "/run/user/1000/churn/.dvc/cache/files/md5/00/aa": ofTools, "/srv/cache/files/md5/00/aa": ofTools, "/dev/shm/churn/git/state.json": anybodys,
		"/srv/cache/files/md5/00/fit.pkl": anybodys, "/srv/.git/HEAD": ofTools, "/srv/.git/config": ofTools, "/srv/.git/logs/refs/heads/main": ofPrograms, "/srv/.git/fit": anybodys,
	} {
		if got := placed(file); got != want {
			t.Errorf("%s: %v, want %v", file, got, want)
		}
	}
}

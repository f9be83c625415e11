package train

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// What a training takes over from an earlier one without the commit: a cache of
// results, a checkpoint or a model that lies outside of the checkout. Data and
// downloads lie there for good reason, and so does what the original had, too.

var (
	// stateFolders are parts of the names of directories in which programs keep results.
	stateFolders = regexp.MustCompile(`(?i)cache|memo(?:ry|ize|$)|joblib|checkpoint|ckpt|snapshot|(?:^|[._-])state(?:$|[._-])`)
	// downloads are caches of what libraries fetch: it is the same for everybody.
	downloads = regexp.MustCompile(`/\.cache/(?:huggingface|torch|keras|kagglehub|openml|whisper|clip|pip|uv|pypoetry|pre-commit|matplotlib|fontconfig|spacy|ultralytics|gdown|wandb|dvc|mlflow|conda|mesa_shader_cache|nvidia|reproduce)/|/\.(?:keras|kaggle|config|local|conda|jupyter|ipython|matplotlib|nv|triton|aws|ssh|docker)/|/(?:scikit_learn_data|nltk_data|tensorflow_datasets|huggingface|torchinductor_\w+|numba_cache)/|/(?:models|datasets|spaces)--[^/]+/|/hub/checkpoints/`)
	// systems are directories of the system and of DVC's caches.
	systems = regexp.MustCompile(`^/(?:usr|etc|lib\w*|s?bin|proc|sys|dev|run|snap|nix/store|opt/homebrew|System|Library)/|/files/md5/[0-9a-f]{2}/|/\.(?:git|dvc)/`)
	// noState are endings of what holds no result: programs, locks, logs, data.
	noState   = filekind.SetOf(".py .pyc .pyi .pyd .so .dll .lock .log .pid .ttf .otf .css .js .html .md .rst .crt .pem .jpg .jpeg .png .tif .tiff .bmp .gif .webp .wav .mp3 .flac .ogg .mp4 .avi .nii .dcm .las .zip .gz .tar .bz2 .xz .zst .yaml .yml .toml .cfg .ini .conf .env .csv .tsv .parquet .feather .arrow .ipc .xlsx .xls .jsonl .ndjson .orc .avro .tfrecord")
	databases = filekind.SetOf(".db .db3 .sqlite .sqlite3")
)

const (
	maxCarried     = 5000           // files that are looked at
	beforeOriginal = 24 * time.Hour // what is older than that was there for the original as well
)

// carried lists files outside of a place, by full paths, that its training read,
// that were there before it and that may hold what an earlier one made. kept are
// those that somebody asked to keep, as inputs.
func (l *Local) carried(seen *observe.Observation, p place, plan repro.Plan) (found, kept []string) {
	if seen == nil {
		return nil, nil
	}
	tops := []string{p.clone.Dir, filestate.RealPath(p.clone.Dir), p.clone.Dir + ".observe"}
	home := othercode.Getenv(l.Environ, "HOME")
	states, packages := seen.Elsewhere(tops...), seen.Packages()
	for _, state := range states[:min(len(states), maxCarried)] {
		file := filestate.RealPath(state.Path)
		info, err := os.Stat(file)
		switch {
		case err != nil || !info.Mode().IsRegular() || within(file, tops) || slices.Contains(found, file) || slices.Contains(kept, file):
			continue
		case !state.Rewrote && !p.absence.before(info), !plan.Original.Started.IsZero() && info.ModTime().Before(plan.Original.Started.Add(-beforeOriginal)):
			continue
		case l.ofTools(file) || ofPackage(file, packages) || !holdsState(file, state.Rewrote, p.absence.before(info)):
			continue
		case keeps(expanded(plan.Keep, home), file, state.Path) != "":
			kept = append(kept, file)
		default:
			found = append(found, file)
		}
	}
	return found, kept
}

// within says whether a file lies below one of the directories.
func within(file string, dirs []string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return filestate.Below(file, dir) })
}

// expanded puts the home directory in place of ~.
func expanded(names []string, home string) []string {
	names = slices.Clone(names)
	for i, name := range names {
		if rest, ok := strings.CutPrefix(name, "~/"); ok && home != "" {
			names[i] = filepath.ToSlash(filepath.Join(home, rest))
		}
	}
	return names
}

// before says whether a file was written before the training began: a clock that
// counts seconds may be late.
func (a absence) before(info fs.FileInfo) bool {
	if info.ModTime().Nanosecond() == 0 {
		return a.older(info)
	}
	return info.ModTime().Before(a.began)
}

// ofTools says whether a file belongs to the system, an environment, a cache of
// downloads, DVC, or the tracking store, whose models are the project's own.
func (l *Local) ofTools(file string) bool {
	slashed := filepath.ToSlash(file)
	if systems.MatchString(slashed) || othercode.Installed.MatchString(slashed) || downloads.MatchString(slashed) {
		return true
	}
	for _, folder := range strings.Split(path.Dir(slashed), "/") {
		if folder == "__pycache__" || folder == "node_modules" || folder == ".venv" {
			return true
		}
	}
	store := filepath.Clean(strings.TrimPrefix(strings.TrimPrefix(l.Tracking, "sqlite:///"), "file://"))
	inStore := file == store || l.Tracking != "" && filestate.Below(file, filestate.RealPath(store)) || strings.Contains(slashed, "/mlruns/")
	return inStore && !strings.Contains(slashed, "/artifacts/")
}

// stores are packages in whose caches programs keep what they like.
var stores = filekind.SetOf("joblib diskcache cachetools cachier percache klepto")

// ofPackage says whether a file lies in the cache of an installed package that the
// training imported, and that keeps there what it fetched.
func ofPackage(file string, packages []string) bool {
	_, below, cached := strings.Cut(filepath.ToSlash(file), "/.cache/")
	name, _, _ := strings.Cut(below, "/")
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	return cached && !stores[name] && slices.Contains(packages, name)
}

// holdsState says whether a file may hold a result: it is a model, it holds what a
// program pickled, it lies where programs keep results, or the training that read it
// wrote it again, as it did with a database that is not as before.
func holdsState(file string, rewrote, before bool) bool {
	slashed := filepath.ToSlash(file)
	base, ending := path.Base(slashed), strings.ToLower(path.Ext(slashed))
	root := filepath.VolumeName(file) + string(os.PathSeparator)
	inRoot := strings.TrimPrefix(slashed, filepath.ToSlash(root))
	name, folders := filekind.WordsOf(strings.TrimSuffix(base, path.Ext(base))), filekind.WordsOf(path.Dir(slashed))
	inState := slices.ContainsFunc(strings.Split(path.Dir(slashed), "/"), stateFolders.MatchString)
	switch {
	case filekind.IsModel(os.DirFS(root), inRoot):
		return true
	case strings.HasPrefix(base, ".") || filekind.OneOf(name, filekind.TextNames) || noState[ending]:
		return false
	case databases[ending]:
		return rewrote && !before && !slices.Contains(name, "mlflow")
	}
	return rewrote || inState || !filekind.OfRows(name, folders) && filekind.BeginsAsPickle(os.DirFS(root), inRoot)
}

package local

import (
	"path/filepath"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Whose a file outside of a place is. That a folder holds code or settings of somebody
// says nothing of what else lies in it: a training can leave its fit anywhere.

var (
	// downloads are caches of what libraries fetch: it is the same for everybody.
	downloads = regexp.MustCompile(`/\.cache/(?:huggingface|torch|keras|kagglehub|openml|whisper|clip|matplotlib|fontconfig|spacy|ultralytics|gdown|wandb|dvc|mlflow|conda|mesa_shader_cache|nvidia|reproduce)/|` +
		`/\.cache/(?:pip/(?:http|http-v2|wheels|selfcheck)|uv/[a-z]+-v\d+|pypoetry/(?:cache|artifacts)|pre-commit/repo\w+)/|/\.(?:keras|kaggle|nv|triton)/|` +
		`/(?:scikit_learn_data|nltk_data|tensorflow_datasets|huggingface|torchinductor_\w+|numba_cache)/|/(?:models|datasets|spaces)--[^/]+/|/hub/checkpoints/`)
	// programs are directories of programs and their settings.
	programs = regexp.MustCompile(`/\.local/(?:bin|pipx|share/(?:applications|fonts|jupyter|mime|pipx|pypoetry|uv|virtualenvs?))/|/\.(?:conda|jupyter|ipython|matplotlib|aws|ssh|docker)/|/\.cache/pypoetry/virtualenvs/|` +
		`/\.config/(?:git|gh|pip|uv|pypoetry|conda|dvc|iterative|gcloud|kaggle|huggingface|wandb|neptune|comet|dask|jupyter|ipython|fontconfig|ray|rclone|nvidia|Ultralytics)/|` +
		`/lib/python[\d.]+/|/(?:node_modules|\.venv)/|/__pycache__/|/\.git/(?:refs|logs|info|hooks|modules|worktrees|objects)/|/\.dvc/(?:tmp|plots)/`)
	// settings are files of tools in directories that anybody uses.
	settings = regexp.MustCompile(`/\.config/(?:matplotlib/(?:matplotlibrc$|stylelib/)|[\w-]+\.(?:dirs|locale|list)$)`)
	// caches are such directories as a whole, in which others lie that nobody knows.
	caches = regexp.MustCompile(`/\.cache/(?:pip|uv|pypoetry|pre-commit)/$`)
	// systems are directories of the system.
	systems = regexp.MustCompile(`^/(?:usr|etc|lib\w*|s?bin|proc|sys|dev|run|snap|nix/store|opt/homebrew|System|Library)/`)
	// devices are what the kernel and services show as files.
	devices = regexp.MustCompile(`^/(?:proc|sys|dev|run)/`)
	// etc are the system's settings: what else lies there, somebody put there.
	etc = regexp.MustCompile(`^/etc/(?:(?:hosts|hostname|resolv|nsswitch|gai|host|services|protocols|networks|localtime|timezone|adjtime|mime|magic|passwd|group|shadow|shells|os-release|lsb-release|debian_version|\w+-release|machine-id|ld\.so|gitconfig|matplotlibrc|locale|environment|mtab|fstab|krb5|odbc\w*|boto)(?:[.-]\w+)*$|` +
		`(?:ssl|pki|ca-certificates|fonts|xdg|alternatives|python[\d.]*|profile\.d|default|dpkg|apt|security|pam\.d|ld\.so\.conf\.d|OpenCL|vulkan|glvnd|nvidia|cuda|libibverbs\.d|ImageMagick-\d|R|julia|java[\w.-]*|perl|lua[\d.]*|conda|hadoop|spark|pip|uv|mail|X11|terminfo|systemd)/)`)
	// memory is anybody's to write, as other directories for files are: a clone may lie in it.
	memory = regexp.MustCompile(`^/(?:dev/shm|run/shm|run/user|usr/tmp)/`)
	// objects are git's and DVC's own, wherever a clone or a cache lies.
	objects = regexp.MustCompile(`/files/md5/[0-9a-f]{2}/[0-9a-f]+(?:\.dir|\.unpacked/.*)?$|/\.git/(?:objects/(?:[0-9a-f]{2}/[0-9a-f]+|(?:pack|info)/[\w.-]+)|lfs/objects/[0-9a-f/]+|annex/objects/.+|[A-Z_]+|config|index|packed-refs)$|` +
		`/\.dvc/(?:config(?:\.local)?|(?:cache/)?(?:files/md5/)?[0-9a-f]{2}/[0-9a-f]+(?:\.dir)?|cache/runs/.+)$`)
)

// A trust is what a file's place says of it.
type trust int

const (
	anybodys   trust = iota // anybody puts there what they like
	ofPrograms              // programs and what belongs to them: a model or a pickle there is somebody's
	ofTools                 // it is known whose files these are
)

// ofSystem says whether a path with slashes is the system's, or git's or DVC's own.
func ofSystem(slashed string) bool {
	return systems.MatchString(slashed) && !memory.MatchString(slashed) || objects.MatchString(slashed)
}

// ofTools says whether a file belongs to the system, an environment, a cache of downloads,
// DVC, or the tracking store, whose models are the project's own. name is the file as it
// was opened, which may be a link of an environment to a cache.
func (l *Project) ofTools(file, name string, installed *observe.Installed) bool {
	if l.ofStore(file) {
		return true
	}
	switch placed(filepath.ToSlash(file)) {
	case ofTools:
		return true
	case ofPrograms:
		return !filekind.IsFit(file) || installed.Has(file) || installed.Has(name)
	}
	return installed.Has(file) || installed.Has(name)
}

// ofPackaging are the files by which installers describe a package, an editable one's too: what
// asks for entry points or a version reads them.
// https://packaging.python.org/en/latest/specifications/recording-installed-packages/
var ofPackaging = regexp.MustCompile(`\.(?:egg-info|dist-info)/(?:PKG-INFO|METADATA|RECORD|WHEEL|INSTALLER|REQUESTED|SOURCES\.txt|top_level\.txt|entry_points\.txt|requires\.txt|dependency_links\.txt|not-zip-safe|zip-safe|direct_url\.json)$`)

// placed is what a file's place says, by its full path with slashes.
func placed(slashed string) trust {
	inMemory := memory.MatchString(slashed)
	switch {
	case observe.InSite(slashed): // but for what is installed
	case !inMemory && (devices.MatchString(slashed) || etc.MatchString(slashed)), settings.MatchString(slashed), ofPackaging.MatchString(slashed), downloads.MatchString(slashed), objects.MatchString(slashed):
		return ofTools
	case strings.HasPrefix(slashed, "/etc/"):
	case !inMemory && systems.MatchString(slashed), programs.MatchString(slashed):
		return ofPrograms
	}
	return anybodys
}

// ofStore says whether a file is the tracking store's own, which the artifacts of runs are not,
// nor what else somebody keeps in a directory of that name.
func (l *Project) ofStore(file string) bool {
	store := l.store()
	if l.Tracking != "" && (file == store || file == filestate.RealPath(store)) {
		return true
	}
	slashed := filepath.ToSlash(file)
	if top := filepath.ToSlash(filestate.RealPath(store)); l.Tracking != "" && filestate.Below(file, filestate.RealPath(store)) {
		return storeLayout.MatchString(strings.TrimPrefix(slashed, top))
	}
	at := strings.LastIndex(slashed, "/mlruns/")
	return at >= 0 && storeLayout.MatchString(slashed[at+len("/mlruns"):])
}

// storeLayout is where MLflow keeps what it knows in a store of files, from its top: experiments
// with runs, logged models, data sets and traces, and the registry.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/file_store.py
var storeLayout = regexp.MustCompile(`^(?:/\.trash)?/(?:` +
	`\d+/(?:meta\.yaml|tags/[^/]+|[0-9a-f]{32}/(?:meta\.yaml|(?:params|metrics|tags|inputs|outputs)/.+)|models/m-[0-9a-f]{32}/(?:meta\.yaml|(?:params|metrics|tags)/.+)|` +
	`datasets/[^/]+/meta\.yaml|traces/[^/]+/(?:trace_info\.yaml|(?:request_metadata|tags|assessments)/[^/]+))|` +
	`models/[^/]+/(?:meta\.yaml|tags/[^/]+|aliases/[^/]+|version-\d+/(?:meta\.yaml|tags/.+|aliases/[^/]+)))$`)

package local

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// What a training takes over from an earlier one without the commit: a cache of
// results, a checkpoint or a model that lies outside of the checkout. Data and
// downloads lie there for good reason, and so does what the original had, too.

const (
	maxCarried     = 5000           // files that are looked at
	beforeOriginal = 24 * time.Hour // what is older than that was there for the original as well
)

// A carriedOver is what a training read outside of its place and had not made, by full paths.
type carriedOver struct {
	found    []string // may hold what an earlier training made
	doubtful []string // may be an input as well, by its name and its time
	kept     []string // somebody asked to keep it as an input, and it may hold a model
	later    []string // data by their names that were written after the original's run had ended
	between  []string // was written after the first of several trainings began, whatever it is
	younger  []string // whatever it is, it was written on the day before the original began or later
}

// carried sorts the files outside of a place that its training read and that were there
// before it.
func (l *Project) carried(seen *observe.Observation, p place, plan repro.Plan) (c carriedOver) {
	if seen == nil {
		return c
	}
	tops := []string{p.clone.Dir, filestate.RealPath(p.clone.Dir), p.clone.Dir + ".observe"}
	home := othercode.Getenv(l.Environ, "HOME")
	states, packages, own, known, installed := seen.ReadOutside(tops...), seen.Packages(), programsOf(seen), map[string]bool{}, &observe.Installed{}
	listed := seen.ListedIn("")
	for _, state := range states[:min(len(states), maxCarried)] {
		file := filestate.RealPath(state.Path)
		info, there := stat(file)
		if !there || within(file, tops) || known[file] || own[file] && !state.Rewrote || within(file, libraryDirs(l.Environ)) || ofPackage(file, home, packages) || l.ofTools(file, state.Path, installed) {
			continue
		}
		known[file] = true
		before := p.absence.before(info)
		meanwhile := before && writtenBy(plan.Original, info)
		old := !plan.Original.Started.IsZero() && info.ModTime().Before(plan.Original.Started.Add(-beforeOriginal)) && !meanwhile
		data := filekind.IsDataFile(file)
		brought := !before && !seen.Natively(state.Path, system.At(filestate.ChangedAt(info)), tops[:2]...)
		if (before || brought) && !old && !filekind.HoldsNoState(file) && !settingsOf(home, file) && !partOfDataset(listed, strings.TrimPrefix(filepath.ToSlash(file), "/")) && absent.Keeps(expanded(plan.Keep, home), file, state.Path) == "" && !p.holdsSame(file) {
			c.younger = append(c.younger, file)
		}
		switch {
		case p.holdsSame(file): // it is the commit's
		case before && l.between(info):
			c.between = append(c.between, file)
		case !state.Rewrote && !before && !brought, old:
		case absent.Keeps(expanded(plan.Keep, home), file, state.Path) != "":
			if filekind.MayHoldResult(file, false, true) {
				c.kept = append(c.kept, file)
			}
		case filekind.MayHoldResult(file, state.Rewrote, before), meanwhile && !data && !filekind.HoldsNoState(file):
			c.found = append(c.found, file)
		case (before || brought) && (meanwhile || !data || filekind.IsPickle(file)) && filekind.MayBeState(file),
			meanwhile, // whatever it is called
			before && data && (namedAsResult(file) || holdsFewNumbers(file)):
			c.doubtful = append(c.doubtful, file)
		case before && data && !plan.Original.Ended.IsZero() && info.ModTime().After(plan.Original.Ended):
			c.later = append(c.later, file)
		}
	}
	for _, process := range seen.Run(tops...) {
		for _, ran := range process.Code { // a module may hold numbers, or be code that the original made
			file := filestate.RealPath(ran.Path)
			info, there := stat(file)
			told := slices.Contains(slices.Concat(c.found, c.doubtful, c.kept, c.between), file)
			if !there || told || within(file, tops) || !writtenBy(plan.Original, info) {
				continue
			}
			if !p.holdsSame(file) && absent.Keeps(expanded(plan.Keep, home), file, ran.Path) == "" && !l.ofTools(file, ran.Path, installed) {
				c.doubtful = append(c.doubtful, file)
			}
		}
	}
	return c
}

// settingsOf says whether a file is one of settings right in the home directory, as of a tool.
func settingsOf(home, file string) bool {
	return strings.HasPrefix(filepath.Base(file), ".") && filepath.Dir(file) == filestate.RealPath(home)
}

// namedAsResult says whether a file or its folder is called what a training makes: predictions,
// scores.
func namedAsResult(file string) bool {
	return filekind.LooksMade(filepath.Base(file)) || filekind.LooksMade(filepath.Base(filepath.Dir(file)))
}

// holdsFewNumbers says of a file, by its full path, whether it is as small as the numbers of a
// fit, with digits as a program prints them: a name that calls it data tells nothing then.
func holdsFewNumbers(file string) bool {
	info, there := stat(file)
	if !there || info.Size() > filekind.MostOfAFit {
		return false
	}
	data, err := os.ReadFile(file)
	near := path.Join(filepath.Base(filepath.Dir(file)), filepath.Base(file)) // a machine's folders further up call nothing data
	return err == nil && filekind.FewNumbers(near, data) && filekind.IsFitText(near)
}

// between says whether a file was written after the first of several trainings began: by
// one of them, most likely.
func (l *Project) between(info fs.FileInfo) bool {
	written := func(at time.Time) bool {
		if at.Nanosecond() == 0 { // a disk that keeps no more
			return !at.Before(l.Since.Truncate(time.Second))
		}
		return !at.Before(l.Since)
	}
	return !l.Since.IsZero() && (written(info.ModTime()) || written(filestate.ChangedAt(info)))
}

// stat is a regular file's information.
func stat(file string) (fs.FileInfo, bool) {
	info, err := os.Stat(file)
	return info, err == nil && info.Mode().IsRegular()
}

// readElsewhere lists what was read outside of a place, but for what belongs to tools
// and what somebody asked to keep.
func (l *Project) readElsewhere(seen *observe.Observation, p place, plan repro.Plan) []string {
	if seen == nil {
		return nil
	}
	var found []string
	own, installed := programsOf(seen), &observe.Installed{}
	keep := expanded(plan.Keep, othercode.Getenv(l.Environ, "HOME"))
	states := seen.ReadOutside(p.clone.Dir, filestate.RealPath(p.clone.Dir))
	for _, state := range states[:min(len(states), maxCarried)] {
		if file := filestate.RealPath(state.Path); !own[file] && !l.ofTools(file, state.Path, installed) && absent.Keeps(keep, file, state.Path) == "" {
			found = append(found, file)
		}
	}
	return found
}

// readOutside lists all that was read outside of a place.
func readOutside(seen *observe.Observation, p place) (files []string) {
	if seen == nil {
		return nil
	}
	for _, state := range seen.ReadOutside(p.clone.Dir, filestate.RealPath(p.clone.Dir)) {
		files = append(files, state.Path)
	}
	return files
}

// youngerThan is a digest of the names of those of files that were written after a run began;
// "" for none.
func youngerThan(run repro.Run, files []string) string {
	if run.Started.IsZero() {
		return ""
	}
	names := slices.DeleteFunc(slices.Clone(files), func(file string) bool {
		info, there := stat(file)
		return !there || info.ModTime().Before(run.Started)
	})
	if len(names) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// programsOf are programs that ran and stand beside their Python: some read themselves.
func programsOf(seen *observe.Observation) map[string]bool {
	own := map[string]bool{}
	for _, process := range seen.Processes {
		if program := process.Program(); filepath.IsAbs(program) && filepath.Dir(program) == filepath.Dir(process.Executable) {
			own[filestate.RealPath(program)] = true
		}
	}
	return own
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

// store is the tracking store's directory or database.
func (l *Project) store() string {
	return filepath.Clean(strings.TrimPrefix(strings.TrimPrefix(l.Tracking, "sqlite:///"), "file://"))
}

// inFiles says whether the tracking store is a directory, whose files Python reads itself.
func (l *Project) inFiles() bool {
	info, err := os.Stat(l.store())
	return l.Tracking != "" && err == nil && info.IsDir()
}

// stores are packages in whose caches programs keep what they like.
var stores = strings.Fields("joblib diskcache cachetools cachier percache klepto")

// ofPackage says whether a file lies in the cache of an installed package that the
// training imported, and that keeps there what it fetched or its settings: ~/.cache/NAME, ~/.config/NAME, ~/.NAME.
func ofPackage(file, home string, packages []string) bool {
	slashed := filepath.ToSlash(file)
	_, below, cached := strings.Cut(slashed, "/.cache/")
	if !cached {
		if _, below, cached = strings.Cut(slashed, "/.config/"); cached && filekind.IsFit(file) {
			return false // no settings
		}
	}
	if !cached {
		below, cached = strings.CutPrefix(slashed, filepath.ToSlash(filestate.RealPath(home))+"/.")
	}
	name, _, _ := strings.Cut(below, "/")
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	return cached && !slices.Contains(stores, name) && slices.Contains(packages, name)
}

// libraryVariables name directories in which libraries keep what they fetch or compile.
var libraryVariables = strings.Fields("HF_HOME HF_HUB_CACHE HF_DATASETS_CACHE HUGGINGFACE_HUB_CACHE TRANSFORMERS_CACHE SENTENCE_TRANSFORMERS_HOME TORCH_HOME TORCHINDUCTOR_CACHE_DIR TRITON_CACHE_DIR KERAS_HOME SCIKIT_LEARN_DATA NLTK_DATA TFDS_DATA_DIR KAGGLEHUB_CACHE MPLCONFIGDIR NUMBA_CACHE_DIR UV_CACHE_DIR PIP_CACHE_DIR")

func libraryDirs(environ []string) []string {
	var dirs []string
	for _, name := range libraryVariables {
		if dir := othercode.Getenv(environ, name); filepath.IsAbs(dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

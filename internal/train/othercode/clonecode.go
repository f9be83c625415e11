package othercode

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// What of the user's clone is code that a training can run, in whatever language.

var (
	// passive are endings of files that are read and never run.
	passive = words(".csv .tsv .parquet .feather .arrow .ipc .npy .npz .xlsx .xls .jsonl .ndjson .h5 .hdf5 .db .sqlite .sqlite3 .txt .md .rst .json .yaml .yml .toml .ini .cfg .conf .env .properties .dvc .lock .log .html .css .pdf .png .jpg .jpeg .gif .svg .webp .pkl .pickle .joblib .pt .pth .onnx .bin .gz .zip .bz2 .xz .zst .tar .dat .data .ipynb .sql")
	// running are endings of code that git need not have.
	running = words(".py .pl .pm .awk .r .jl .js .mjs .cjs .ts .jar .class .so .dylib .dll .rb .sh .bash .lua .m .scala .mk .php .do")
	// searchPaths are the variables in which languages and loaders look for code.
	searchPaths = words("PERL5LIB PERLLIB RUBYLIB GEM_PATH GEM_HOME NODE_PATH R_LIBS R_LIBS_USER R_LIBS_SITE R_PROFILE R_PROFILE_USER JULIA_LOAD_PATH JULIA_PROJECT JULIA_DEPOT_PATH CLASSPATH LD_LIBRARY_PATH LD_PRELOAD DYLD_LIBRARY_PATH DYLD_INSERT_LIBRARIES GOPATH LUA_PATH LUA_CPATH AWKPATH AWKLIBPATH MAKEFILES BASH_ENV ENV CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH OCTAVE_PATH MATLABPATH PYTHONSTARTUP")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// Runs says whether a file is code, by its ending, that an interpreter takes in or a loader
// loads.
func Runs(file string) bool { return running[strings.ToLower(path.Ext(file))] }

// mayRun says whether a file of the commit may be run, by its name: what has an ending
// that nobody knows may be.
func mayRun(file string) bool {
	ending := strings.ToLower(path.Ext(file))
	return lineage.IsProgram(file) || ending != "" && ending != path.Base(file) && !passive[ending]
}

// texts are those of the commit's files that may be run, in Python and in what else.
func (c Checkout) texts() (python, others []string) {
	for _, file := range c.Files {
		base := path.Base(file)
		if !mayRun(file) && base != "Makefile" && base != "makefile" && base != "GNUmakefile" && base != "MLproject" {
			continue
		}
		name := filepath.Join(c.top, filepath.FromSlash(file))
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() > maxLinkFile {
			continue
		}
		data, err := os.ReadFile(name)
		switch {
		case err != nil:
		case path.Ext(file) == ".py":
			python = append(python, string(data))
		default:
			others = append(others, string(data))
		}
		if len(python)+len(others) >= maxNamed {
			break
		}
	}
	return python, others
}

// takenFrom says whether what a name of the clone leads to is code, or holds something
// else than the same file of the checkout.
func (c Checkout) takenFrom(clone, name string) bool {
	tracked := 0
	for _, file := range c.Files {
		if name != "." && file != name && !strings.HasPrefix(file, name+"/") {
			continue
		}
		if mayRun(file) {
			return true
		}
		if tracked++; name != "." && tracked <= maxCompared && otherContent(filepath.Join(c.top, filepath.FromSlash(file)), filepath.Join(clone, filepath.FromSlash(file))) {
			return true
		}
	}
	return c.untrackedCode(clone, name)
}

const (
	maxCompared     = 200      // files of one directory whose contents are compared
	maxComparedSize = 32 << 20 // of one
)

// otherContent says whether a file is there, and holds something else than another.
func otherContent(one, other string) bool {
	info, err := os.Stat(other)
	return err == nil && info.Mode().IsRegular() && info.Size() <= maxComparedSize && !filestate.SameContent(one, other)
}

// untrackedCode says whether the clone has code under a name that is neither git's nor
// an environment's: a program, a library that was built, a directory with some.
func (c Checkout) untrackedCode(clone, name string) bool {
	full := filepath.Join(clone, filepath.FromSlash(name))
	info, err := os.Stat(full)
	foreign := slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return filekind.IsForeignFolder(part) || part != "." && strings.HasPrefix(part, ".")
	})
	if err != nil || name == "." || foreign || c.ofEnvironment(full) || c.ofEnvironment(filepath.Join(full, "x")) {
		return false
	}
	if info.Mode().IsRegular() {
		return running[strings.ToLower(path.Ext(name))] || info.Mode()&0o111 != 0 && path.Ext(name) == ""
	}
	found, looked := false, 0
	_ = fs.WalkDir(os.DirFS(full), ".", func(file string, entry fs.DirEntry, err error) error {
		switch looked++; {
		case err != nil:
			return nil //nolint:nilerr // what cannot be read cannot be run
		case looked > maxNamed:
			return fs.SkipAll
		case entry.IsDir() && file != "." && (filekind.IsForeignFolder(entry.Name()) || strings.Count(file, "/") > 1):
			return fs.SkipDir
		case !entry.IsDir() && running[strings.ToLower(path.Ext(file))]:
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// variablesRead names the variables whose directories a language looks for code in, and
// those that a program of the commit's names in another language than a shell's.
func variablesRead(texts []string, values map[string]string) []string {
	var names []string
	for name := range values {
		inQuotes := regexp.MustCompile(`(?:ENV[{\["' ]+|getenv\(["' ]*|env\.|ENVIRON\[["' ]*|environ\[["' ]*|environ\.get\(["' ]*)` + regexp.QuoteMeta(name) + `\b`)
		if searchPaths[name] || slices.ContainsFunc(texts, inQuotes.MatchString) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// redirectedPaths gives search paths in which what leads into the clone leads to the
// same directories and files of the checkout, where that has them.
func redirectedPaths(environ []string, clone, checkout string) []string {
	environ = slices.Clone(environ)
	for i, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !searchPaths[name] && name != "PATH" {
			continue
		}
		parts := filepath.SplitList(value)
		for j, part := range parts {
			there := sameIn(part, clone, checkout)
			switch {
			case there != "" && name == "PATH": // tools lie there that git does not have
				parts[j] = there + string(os.PathListSeparator) + part
			case there != "":
				parts[j] = there
			}
		}
		environ[i] = name + "=" + strings.Join(parts, string(os.PathListSeparator))
	}
	return environ
}

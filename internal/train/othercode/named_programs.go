package othercode

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/scripts"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// What runs is not seen of a language other than Python, but commands name it: the
// program, found as a shell does, the scripts and libraries that it is given, and the
// directories in which loaders look.

// Named is the code that commands name.
type Named struct {
	Own     bool     // a file of code of the commit, by a command that may run it
	Reads   bool     // a command reads files of the commit's code without running them, or may
	Outside []string // programs, scripts and libraries of elsewhere
	Instead []string // those of them that stand for code of the commit, and hold something else
	Loaded  []string // those of them that a variable has loaded into every program, with its name

	run, kinds map[string]bool // what of the commit's code is run: files, and kinds of which some are

	Partial bool // there was more to look at than is looked at, or what was found could not be compared with all of the commit's code
}

var (
	// beforeProgram are words that stand before a program's name.
	beforeProgram = words("if then else elif do while until for time exec env nohup command sudo nice ionice stdbuf setsid xargs ! { eval")
	// tools are programs that people have wherever they installed them: interpreters,
	// compilers, package managers.
	tools = regexp.MustCompile(`^(?:(?:python|pypy|perl|ruby|lua|gcc|g\+\+|clang|clang\+\+|gfortran|java|node|php)[\d.-]*|npm|npx|yarn|pnpm|bun|deno|corepack|Rscript|R|julia|juliaup|javac|mvn|gradle|sbt|scala|spark-submit|cargo|rustc|rustup|go|ghc|stack|dotnet|nvcc|cc|c\+\+|make|gmake|cmake|ninja|meson|bazel|just|task|dvc|mlflow|git|git-lfs|gh|docker|podman|apptainer|singularity|conda|mamba|micromamba|pixi|poetry|uv|uvx|pipenv|pdm|hatch|rye|tox|nox|pip[\d.]*|pipx|invoke|snakemake|nextflow|papermill|jupyter[\w-]*|quarto|torchrun|accelerate|deepspeed|mpirun|mpiexec|srun|matlab|octave|stata|sas|gawk|awk|jq|yq|parallel|reproduce|tee|bash|sh|zsh|fish|dash|direnv|sops|aws|gcloud|gsutil|az|duckdb|sqlite3)(?:\.exe)?$`)
	// ofTools finds directories in which version managers keep them.
	ofTools = regexp.MustCompile(`/\.(?:nvm|cargo|rustup|pyenv|rbenv|asdf|juliaup|julia|sdkman|volta|deno|bun|conda|mamba|pixi|rye|uv|fnm|goenv|nodenv)/|/(?:mini|ana|micro|mamba)(?:conda|forge)\d?/|/linuxbrew/|/homebrew/`)
	// loads finds where a linker is told to look for libraries.
	loads = regexp.MustCompile(`(?:^|\s)-L\s*(\S+)|-Wl,-rpath[=,](\S+)`)
	// includes finds where a compiler is told to look for headers.
	includes = regexp.MustCompile(`(?:^|\s)-(?:I|isystem|iquote)\s*(/\S+)`)
	// setting finds a search path that a command sets.
	setting = regexp.MustCompile(`\b([A-Z][A-Z0-9_]*)=(\S+)`)
)

const (
	maxCommands  = 20_000 // of a training's texts
	maxInPath    = 2000   // files of one directory of a search path that its loader takes
	maxPathLists = 40
)

// Named looks at the commands of a training, its scripts' and its programs' among them.
// stood says whether a file was there before the training.
func (c Checkout) Named(commands, environ []string, clone string, stood func(fs.FileInfo) bool) Named {
	n := naming{Checkout: c, tree: observe.TreeOf(c.top, relativeDir(c.top, c.dir), c.Files), clone: clone, stood: stood, values: map[string]string{}, path: filepath.SplitList(Getenv(environ, "PATH")), found: Named{run: map[string]bool{}, kinds: map[string]bool{}}}
	for _, entry := range environ {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(value, string(os.PathSeparator)) {
			n.values[name] = value
		}
	}
	n.code, n.dirs = codeIn(c.Files, n.tree.Sources())
	home := n.values["HOME"]
	left := maxCommands
	for _, text := range commands {
		text = fillIn(text, n.values, home)
		n.gone = false
		for _, found := range loads.FindAllStringSubmatch(text, maxPathLists) {
			n.searched("LIBRARY_PATH", found[1]+found[2])
		}
		for _, found := range includes.FindAllStringSubmatch(text, maxPathLists) {
			n.searched("CPATH", found[1])
		}
		for _, found := range setting.FindAllStringSubmatch(text, maxPathLists) {
			if found[1] == "PATH" {
				n.path = append(filepath.SplitList(strings.Trim(found[2], `"'`)), n.path...)
			}
			if searchPaths[found[1]] {
				n.searched(found[1], strings.Trim(found[2], `"'`))
			}
		}
		for _, found := range preloads.FindAllStringSubmatch(text, maxPathLists) {
			n.preloaded(found[1], strings.Trim(found[2], `"'`))
		}
		for _, line := range scripts.Commands(text) {
			if left--; left < 0 {
				n.partial = true
				break
			}
			n.command(strings.Fields(line))
		}
	}
	for name, value := range n.values {
		if searchPaths[name] {
			n.searched(name, value)
		}
	}
	for _, entry := range environ {
		if name, value, _ := strings.Cut(entry, "="); preloading[name] {
			n.preloaded(name, value)
		}
	}
	slices.Sort(n.found.Outside)
	slices.Sort(n.found.Instead)
	slices.Sort(n.found.Loaded)
	n.found.Partial = n.partial || len(n.found.Outside) > 0 && n.tree.Partial()
	return n.found
}

func relativeDir(top, dir string) string {
	name, _ := filestate.Relative(dir, top)
	return filepath.ToSlash(name)
}

// A naming is one look at commands.
type naming struct {
	Checkout
	tree   *observe.Tree
	clone  string
	stood  func(fs.FileInfo) bool
	values map[string]string // of variables that hold full paths
	path   []string
	found  Named

	code, dirs map[string]bool // files of the commit's code, and directories with some

	partial bool // a bound was reached
	away    bool // the command that is looked at names code of elsewhere
	gone    bool // a directory of elsewhere was entered
}

// command looks at one command: its program, and the files that it is given.
func (n *naming) command(words []string) {
	first, u := true, usage{line: strings.Join(words, " ")}
	n.away = false
	for i, word := range words {
		word = strings.Trim(word, `"'`)
		if first {
			word = strings.TrimLeft(word, "@-+")
			u.reads = u.reads || word == "xargs"
			if word == "" || beforeProgram[word] || strings.HasPrefix(word, "-") || strings.Contains(word, "=") {
				continue
			}
			first = false
			if word == "cd" || word == "pushd" {
				if i+1 < len(words) {
					n.directory(strings.Trim(words[i+1], `"'`))
				}
				n.gone = n.gone || n.away
				return
			}
			u.words = append(u.words, word)
			n.program(word)
			continue
		}
		if words[i-1] == "-C" || words[i-1] == "--directory" {
			n.directory(word)
		} else {
			n.file(word, false)
		}
		u.words = append(u.words, word)
		n.looked(&u, word)
	}
	u.away = n.away
	n.use(u)
}

// program finds what a word starts, as a shell does.
func (n *naming) program(word string) {
	if strings.ContainsRune(word, '/') {
		n.file(word, true)
		return
	}
	if name := inPath(word, n.dir, n.path); name != "" {
		n.take(name, true)
	}
}

// file takes what a word names where that is code; program says that it is started.
func (n *naming) file(word string, program bool) {
	if !filepath.IsAbs(word) {
		if !filepath.IsLocal(word) && !strings.HasPrefix(word, "..") {
			return
		}
		word = filepath.Join(n.dir, word)
	}
	if program && tools.MatchString(filepath.Base(word)) {
		return
	}
	if program || running[strings.ToLower(filepath.Ext(word))] {
		n.take(word, program)
	}
}

// directory takes one in which a command is started.
func (n *naming) directory(word string) {
	if info, err := os.Stat(word); filepath.IsAbs(word) && err == nil && info.IsDir() && n.elsewhere(word) && !observe.IsOfSystem(filepath.Join(word, "x")) && n.stood(info) {
		n.outside(word)
	}
}

// elsewhere says whether a path leads out of the checkout, and not into the user's clone,
// of which others speak.
func (n *naming) elsewhere(file string) bool {
	real := filestate.RealPath(file)
	return !filestate.Below(real, filestate.RealPath(n.top)) && !filestate.Below(real, filestate.RealPath(n.clone)) && real != filestate.RealPath(n.top)
}

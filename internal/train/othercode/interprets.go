package othercode

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// What a command does with the commit's code: an interpreter or a compiler takes it in, and
// a tool such as cat, tar, git or sha256sum reads it as it reads any file.

// An interpreting program takes in code of some kinds: endings, or names without one.
type interpreting struct {
	programs *regexp.Regexp
	kinds    map[string]bool
}

func takes(programs, kinds string) interpreting {
	return interpreting{regexp.MustCompile(`^(?:` + programs + `)(?:\.exe)?$`), words(kinds)}
}

// interpreters take code in as it is, or compile it. make has no recipe of its own here: a
// compiler that it calls is seen in its recipes, and what it compiles without one is not.
var interpreters = []interpreting{
	takes(`(?:ba|z|k|c|da|a|fi)?sh|source|\.`, ".sh .bash .zsh .ksh .fish"),
	takes(`python[\d.]*|pypy[\d.]*|ipython\d?|cython|papermill|jupyter[\w-]*|torchrun|accelerate|deepspeed|pytest`, ".py .pyx .pxd .ipynb"),
	takes(`R|Rscript|r|quarto|littler`, ".r .rmd .qmd"),
	takes(`julia[\d.+-]*`, ".jl"),
	takes(`node[\d.]*|npm|npx|yarn|pnpm|bunx?|deno|ts-node|tsx|tsc`, ".js .mjs .cjs .ts"),
	takes(`perl[\d.]*`, ".pl .pm"), takes(`ruby[\d.]*|rake|bundle`, ".rb"), takes(`lua(?:jit)?[\d.-]*|th`, ".lua"), takes(`[gmn]?awk`, ".awk"), takes(`php[\d.]*`, ".php"),
	takes(`octave(?:-cli)?|matlab`, ".m"), takes(`stata\w*(?:-\w+)?|xstata\w*`, ".do"), takes(`sas`, ".sas"),
	takes(`(?:[\w.]+-)*(?:gcc|g\+\+|cc|c\+\+|cpp|clang|clang\+\+|icc|icpc|icp?x|tcc|nvcc|hipcc|mpicc|mpicxx|mpic\+\+|zig)(?:-[\d.]+)?|cmake|ninja|meson|bazel(?:isk)?|scons`, ".c .h .cc .cpp .cxx .hpp .hh .cu .cuh .pyx"),
	takes(`(?:[\w.]+-)*(?:gfortran|flang)(?:-[\w.]+)?|ifort|ifx|f77|f95|mpif\w+|cmake|ninja|meson`, ".f .f90 .f95 .for"),
	takes(`java|javac|mvnw?|gradlew?|sbt|scala|scalac|kotlin|kotlinc|spark-submit|ant|lein|clojure`, ".java .kt .scala .clj .jar .class"),
	takes(`go`, ".go"), takes(`cargo|rustc`, ".rs"), takes(`ghc|runghc|runhaskell|stack|cabal`, ".hs"), takes(`dotnet|csc|fsc`, ".cs .fs"), takes(`swiftc?`, ".swift"),
	takes(`nim`, ".nim"), takes(`dmd|ldc2|rdmd|dub`, ".d"), takes(`ocaml\w*|dune`, ".ml"), takes(`gnatmake|gprbuild`, ".adb .ads"), takes(`fpc`, ".pas"),
	takes(`g?make`, "makefile gnumakefile .mk"), takes(`cmake|ctest`, "cmakelists.txt .cmake"), takes(`snakemake`, "snakefile .smk"), takes(`nextflow`, ".nf"),
	takes(`just`, "justfile"), takes(`docker|podman|nerdctl|buildah`, "dockerfile"), takes(`mlflow`, "mlproject"), takes(`dvc`, "dvc.yaml"),
}

var (
	// readers read the files that they are given, or all of a directory, and run none.
	readers = regexp.MustCompile(`^(?:cat|tac|head|tail|less|more|wc|nl|e?grep|rg|ag|sed|cp|install|mv|ln|rsync|scp|sftp|tar|bsdtar|zip|gzip|bzip2|xz|zstd|7za?|cpio|(?:md5|b2|sha\d*|ck)?sum|shasum|md5|rhash|openssl|gpg|xxd|od|hexdump|strings|base64|file|diff|cmp|comm|sort|uniq|cut|paste|tee|stat|du|touch|patch|split|dd|find|fd|xargs|parallel|git|hg|svn|dvc|jq|yq|envsubst|pandoc|ctags|cloc|tokei|clang-format|clang-tidy|prettier|eslint|shellcheck|shfmt|cppcheck|gofmt|rustfmt|aws|gsutil|gcloud|az|rclone|curl|wget|rm|chmod|chown|echo|printf|test|\[|\[\[)(?:\.exe)?$`)
	// wholly are those that read files which no argument names.
	wholly = regexp.MustCompile(`^(?:git|hg|svn|dvc|find|fd|xargs|parallel|rsync|aws|gsutil|gcloud|az|rclone)$`)
	// quiet are readers that take no content in.
	quiet = words("rm chmod chown echo printf test [ [[ touch stat du ln")
)

// kindOf is what a file is to its interpreter: its ending, else its name.
func kindOf(file string) string {
	base := strings.ToLower(path.Base(file))
	if named := slices.ContainsFunc(interpreters, func(i interpreting) bool { return i.kinds[base] }); named {
		return base
	}
	if ending := path.Ext(base); ending != "" {
		return ending
	}
	return base
}

// launchers start the program that their arguments name.
var launchers = regexp.MustCompile(`^(?:timeout|taskset|numactl|chrt|flock|srun|mpirun|mpiexec|uvx?|poetry|conda|mamba|micromamba|pixi|pipenv|pdm|hatch|rye|docker|podman|nerdctl|apptainer|singularity|xvfb-run|strace|ltrace|perf|sudo|xargs|parallel|find|time)$`)

// A usage is what one command does with code.
type usage struct {
	line  string   // as it stands
	words []string // its program and its arguments
	given []string // files of the commit's code among them, from the top
	away  bool     // it names code of elsewhere
	reads bool     // an argument is a pattern or a directory of the commit's code
}

// program is what a command starts, through a launcher or not.
func (u usage) program() string {
	if len(u.words) == 0 {
		return ""
	}
	if !launchers.MatchString(path.Base(u.words[0])) {
		return u.words[0]
	}
	for _, word := range u.words[1:] {
		if base := path.Base(word); word != "." && (readers.MatchString(base) || takenIn(word) != nil) {
			return word
		}
	}
	return u.words[0]
}

// takenIn are the kinds of code that a program takes in; nil for none.
func takenIn(program string) map[string]bool {
	var kinds map[string]bool
	for _, i := range interpreters {
		if i.programs.MatchString(program) || i.programs.MatchString(path.Base(program)) {
			if kinds == nil {
				kinds = map[string]bool{}
			}
			for kind := range i.kinds {
				kinds[kind] = true
			}
		}
	}
	return kinds
}

// script is the first argument after a program that is no option; "" for none.
func (u usage) script(program string) string {
	for _, word := range u.words[slices.Index(u.words, program)+1:] {
		if !strings.HasPrefix(word, "-") {
			return word
		}
	}
	return ""
}

// use takes a command into account once all of its words were looked at.
func (n *naming) use(u usage) {
	if len(u.words) == 0 {
		return
	}
	program := u.program()
	base := path.Base(program)
	switch own := n.own(program); {
	case own != "" && !u.away && !n.gone:
		n.found.Own, n.found.run[own] = true, true
		return
	case readers.MatchString(base):
		n.found.Reads = n.found.Reads || u.reads || wholly.MatchString(base) || wholly.MatchString(path.Base(u.words[0])) || len(u.given) > 0 && !quiet[base]
		if takenIn(program) == nil {
			return
		}
	case wholly.MatchString(path.Base(u.words[0])):
		n.found.Reads = true
	}
	if u.away || n.gone {
		return
	}
	n.found.Own = n.found.Own || len(u.given) > 0
	if strings.HasPrefix(u.script(program), "$") { // what that is, nobody knows
		return
	}
	kinds := takenIn(program)
	if kinds[".py"] && observe.Hides(u.line) == "" { // it tells by itself what it runs
		return
	}
	for kind := range kinds {
		n.found.kinds[kind] = true
	}
	if file := n.own("./" + u.script(program)); path.Ext(file) == "" && (kinds[".sh"] || kinds[".py"] || kinds[".pl"] || kinds[".rb"]) {
		n.found.run[file] = true // by its first line, whatever it is called
	}
}

// looked takes an argument for what it is of the commit's code: a file, a pattern or a
// directory.
func (n *naming) looked(u *usage, word string) {
	if strings.ContainsAny(word, "*?[") {
		word = path.Base(word)
		start, end := word[:max(strings.IndexAny(word, "*?["), 0)], word[strings.LastIndexAny(word, "*?]")+1:]
		for file := range n.code {
			u.reads = u.reads || strings.HasPrefix(path.Base(file), start) && strings.HasSuffix(file, end)
		}
		return
	}
	name := word
	if !filepath.IsAbs(name) {
		name = filepath.Join(n.dir, name)
	}
	inside, below := filestate.Relative(name, n.top)
	if !below && name != n.top {
		return
	}
	inside = path.Clean(filepath.ToSlash(inside))
	if n.code[inside] {
		u.given = append(u.given, inside)
	}
	u.reads = u.reads || n.dirs[inside]
}

// codeIn are the files of code of a commit, sources among them, and the directories that
// they lie in.
func codeIn(files, sources []string) (code, dirs map[string]bool) {
	code, dirs = map[string]bool{}, map[string]bool{}
	for _, file := range slices.Concat(slices.DeleteFunc(slices.Clone(files), func(file string) bool { return !isCodeOf(file) }), sources) {
		code[file] = true
		for dir := path.Dir(file); !dirs[dir]; dir = path.Dir(dir) {
			dirs[dir] = true
		}
	}
	return code, dirs
}

// isCodeOf says whether a file of the commit may be run, a recipe among them.
func isCodeOf(file string) bool {
	return mayRun(file) || slices.ContainsFunc(interpreters, func(i interpreting) bool { return i.kinds[kindOf(file)] })
}

// own is the file of the commit that a program is, by its path from the top; "" for none.
func (n *naming) own(program string) string {
	if !strings.ContainsRune(program, '/') {
		return ""
	}
	if !filepath.IsAbs(program) {
		program = filepath.Join(n.dir, program)
	}
	inside, below := filestate.Relative(filestate.RealPath(program), filestate.RealPath(n.top))
	if name := filepath.ToSlash(inside); below && slices.Contains(n.Files, name) {
		return name
	}
	return ""
}

// Runs says whether commands are known to run a file of the commit's code: it was started,
// or an interpreter or a compiler of such code was, and not for code of elsewhere.
func (n Named) Runs(file string) bool { return n.run[file] || n.kinds[kindOf(file)] }

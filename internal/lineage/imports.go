package lineage

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/packaging"
)

// maxScanned bounds the programs of one stage that are searched for imports.
const maxScanned = 200

// importsOf lists what the programs of each stage import, as far as the words
// after import tell: files of the repository, by path, and packages from
// elsewhere, by the name under which they are installed; directly, or by way
// of another such file. Of the files that changed it lists those too that a
// program names. "" stands for what was called, where no stage is known.
func importsOf(t tree, changed []string, called []string) map[string][]string {
	if t.files == nil || t.project == nil {
		return nil
	}
	var tops []string // of what changed, from the top of the repository
	for _, file := range changed {
		tops = append(tops, t.fromTop(file))
	}
	all := map[string][]string{}
	for _, stage := range t.project.Stages {
		var programs []string
		for _, dep := range stage.Deps {
			programs = append(programs, t.fromTop(dep.Path))
		}
		programs = append(programs, calledIn(t.all(), t.fromTop(stage.Dir), strings.Join(stage.Cmd, " "))...)
		all[stage.Name] = t.importedBy(programs, tops)
	}
	if len(t.project.Stages) == 0 && len(changed) > 0 {
		var programs []string
		for _, command := range append([]string{"Makefile MLproject"}, called...) {
			programs = append(programs, calledIn(t.all(), t.fromTop("."), command)...)
		}
		if names := t.importedBy(programs, tops); len(names) > 0 {
			all[""] = names
		}
	}
	for _, file := range calledBy(strings.Join(called[:min(len(called), 1)], "")) {
		if len(t.project.Stages) > 0 && slices.Contains(changed, file) { // its other targets call what is no part of this
			all[""] = append(all[""], file)
		}
	}
	return all
}

// calledIn lists the files of the repository that a command names in dir: as
// words, or as a module to run. Of a path that begins outside of the
// repository its end may lie inside.
func calledIn(files fs.FS, dir, command string) []string {
	var programs []string
	words := strings.FieldsFunc(command, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"'`;|&()<>=:", r) })
	for i, word := range words {
		if i > 0 && words[i-1] == "-m" {
			programs = append(programs, moduleFiles(files, path.Join(dir, "x.py"), word)...)
			continue
		}
		parts := strings.Split(path.Clean(word), "/")
		for n := range min(len(parts), 8) {
			if file := path.Join(dir, path.Join(parts[n:]...)); fs.ValidPath(file) && file != "." && isFile(files, file) {
				programs = append(programs, file)
				break
			}
			if !path.IsAbs(word) {
				break
			}
		}
	}
	return programs
}

// anyImports says whether a stage's program imports a file.
func anyImports(imports map[string][]string, file string) bool {
	for _, names := range imports {
		if slices.Contains(names, file) {
			return true
		}
	}
	return false
}

// importedBy follows programs, by paths from the top of the repository: what they
// import and call, and which of the changed files they name or are. What it gives
// are paths from the project, those first that are nearest to the programs.
func (t tree) importedBy(programs, changed []string) []string {
	files := t.all()
	var names []string
	add := func(found ...string) {
		for _, file := range found {
			names = append(names, t.fromProject(file))
		}
	}
	seen := map[string]bool{}
	for queue := programs; len(queue) > 0 && len(seen) < maxScanned; {
		program := queue[0]
		queue = queue[1:]
		if seen[program] || !fs.ValidPath(program) {
			continue
		}
		seen[program] = true
		if slices.Contains(changed, program) {
			add(program)
		}
		if !isScript(program) {
			continue
		}
		data, err := doc.ReadFile(files, program)
		if err != nil {
			continue
		}
		text := sourcetext.WithoutComments(string(data))
		for _, file := range changed {
			if path.Ext(file) != ".py" && file != program && t.mentioned(text, file) {
				add(file)
			}
		}
		if path.Ext(program) != ".py" {
			called := calledIn(files, t.fromTop("."), text)
			add(slices.DeleteFunc(slices.Clone(called), func(file string) bool { return path.Ext(file) != ".py" })...)
			queue = append(queue, called...)
			continue
		}
		for _, module := range importedModules(text) {
			found := moduleFiles(files, program, module, path.Join(t.prefix, "."), path.Join(t.prefix, "src"))
			if len(found) == 0 {
				found = onSearchPath(changed, module)
			}
			if len(found) == 0 && !strings.HasPrefix(module, ".") {
				top, _, _ := strings.Cut(module, ".")
				names = append(names, installedAs(top))
			}
			add(found...)
			queue = append(queue, found...)
		}
	}
	seen = map[string]bool{}
	return slices.DeleteFunc(names, func(name string) bool {
		again := seen[name]
		seen[name] = true
		return again
	})
}

// far is how far a file is from what was called: the program itself comes first, then what it
// imports, and what that imports, then what these name. What was only seen to be read comes after
// them: a training reads files of which nothing depends.
func (s source) far(file string) int {
	const others = 1 << 20
	nearest := 2 * others
	for _, names := range s.imports {
		if at := slices.Index(names, file); at >= 0 {
			if !IsProgram(file) {
				at += others
			}
			nearest = min(nearest, at)
		}
	}
	if slices.Contains(calledBy(s.command), file) {
		return -1
	}
	return nearest
}

// onSearchPath finds the changed files that importing a module may run, where it lies
// in none of the usual places: a program can put any directory on sys.path.
func onSearchPath(changed []string, module string) []string {
	if strings.HasPrefix(module, ".") {
		return nil
	}
	name := strings.ReplaceAll(module, ".", "/")
	return slices.DeleteFunc(slices.Clone(changed), func(file string) bool {
		return !strings.HasSuffix(file, "/"+name+".py") && !strings.HasSuffix(file, "/"+name+"/__init__.py")
	})
}

// isScript says whether a file's text says what is run next.
func isScript(file string) bool {
	switch base := path.Base(file); path.Ext(base) {
	case ".py", ".sh", ".bash", ".mk", ".r", ".R", ".ipynb":
		return true
	case "":
		return base == "Makefile" || base == "MLproject"
	}
	return false
}

var imports = regexp.MustCompile(`(?m)^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|import[ \t]+([^\n]+))`)

// importedModules gives the modules in a program's import lines. What stands
// after "from a import" may be a module as well, a.b.
func importedModules(text string) []string {
	var modules []string
	for _, m := range imports.FindAllStringSubmatch(text, 1000) {
		for _, item := range strings.Split(strings.Trim(m[2]+m[3], "() \t\r"), ",") {
			words := strings.Fields(item) // "name as other"
			switch {
			case len(words) == 0:
			case m[1] == "":
				modules = append(modules, words[0])
			case strings.HasSuffix(m[1], "."):
				modules = append(modules, m[1]+words[0])
			default:
				modules = append(modules, m[1], m[1]+"."+words[0])
			}
		}
	}
	return modules
}

// moduleFiles gives the files that importing a module runs, where they lie in
// the repository: beside the program, at the project's top, in its src, or at the
// repository's top.
func moduleFiles(files fs.FS, program, module string, tops ...string) []string {
	roots := append(append([]string{path.Dir(program)}, tops...), ".", "src")
	if dotted := strings.TrimLeft(module, "."); dotted != module {
		up := strings.Repeat("../", len(module)-len(dotted)-1)
		module, roots = dotted, []string{path.Join(path.Dir(program), up)}
	}
	parts := strings.Split(module, ".")
	for _, root := range roots {
		var found []string
		for n := range parts {
			at := path.Join(root, path.Join(parts[:n+1]...))
			for _, file := range []string{at + ".py", path.Join(at, "__init__.py")} {
				if fs.ValidPath(file) && isFile(files, file) {
					found = append(found, file)
				}
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func isFile(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && info.Mode().IsRegular()
}

// otherNames are modules that are not installed under their own names.
var otherNames = map[string]string{
	"sklearn": "scikit-learn", "yaml": "pyyaml", "PIL": "pillow", "cv2": "opencv-python", "skimage": "scikit-image", "umap": "umap-learn",
	"dateutil": "python-dateutil", "category_encoders": "category-encoders", "imblearn": "imbalanced-learn", "bs4": "beautifulsoup4",
}

func installedAs(module string) string {
	if name, known := otherNames[module]; known {
		return name
	}
	return packaging.PackageName(module)
}

package flow

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxScanned bounds the programs of one stage that are searched for imports.
const maxScanned = 200

// importsOf lists what the programs of each stage import, as far as the words
// after import tell: files of the repository, by path, and packages from
// elsewhere, by the name under which they are installed; directly, or by way
// of another such file.
func importsOf(t tree) map[string][]string {
	if t.files == nil || t.project == nil {
		return nil
	}
	all := map[string][]string{}
	for _, stage := range t.project.Stages {
		var programs []string
		for _, dep := range stage.Deps {
			programs = append(programs, dep.Path)
		}
		for _, word := range strings.Fields(strings.Join(stage.Cmd, " ")) {
			programs = append(programs, path.Join(stage.Dir, word))
		}
		all[stage.Name] = importedBy(t.files, programs)
	}
	return all
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

func importedBy(files fs.FS, programs []string) []string {
	var names []string
	seen := map[string]bool{}
	for queue := programs; len(queue) > 0 && len(seen) < maxScanned; {
		program := queue[0]
		queue = queue[1:]
		if seen[program] || path.Ext(program) != ".py" || !fs.ValidPath(program) {
			continue
		}
		seen[program] = true
		text, err := readFile(files, program)
		if err != nil {
			continue
		}
		for _, module := range importedModules(withoutComments(string(text))) {
			found := moduleFiles(files, program, module)
			if len(found) == 0 && !strings.HasPrefix(module, ".") {
				top, _, _ := strings.Cut(module, ".")
				found = []string{installedAs(top)}
			}
			names, queue = append(names, found...), append(queue, found...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
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
// the repository: beside the program, at its top, or in src.
func moduleFiles(files fs.FS, program, module string) []string {
	roots := []string{path.Dir(program), ".", "src"}
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
	return repro.PackageName(module)
}

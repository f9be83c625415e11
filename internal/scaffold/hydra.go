package scaffold

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
)

var (
	hydraMain  = regexp.MustCompile(`(?s)hydra\.main\(([^)]*)\)`)
	configPath = regexp.MustCompile(`config_path\s*=\s*["']([^"'\n]*)["']`)
	configName = regexp.MustCompile(`config_name\s*=\s*["']([^"'\n]*)["']`)
)

// A paramsPlace is where a training reads its params: files, and for params whose logged
// names are no keys of theirs, the keys as params-map has them.
type paramsPlace struct {
	files []string
	keys  [][2]string // logged name, FILE:KEY
}

// maxMapped bounds the keys that are written down.
const maxMapped = 100

// paramsOf finds the params of a training where reproduce would not look by itself: those
// of Hydra, or the one file that has the logged names. A params.yaml, and what dvc.yaml
// declares, it finds without being told.
func paramsOf(files fs.FS, pipeline *dvc.Project, logged []string) paramsPlace {
	if _, usual := readSmall(files, "params.yaml"); usual || len(pipeline.DeclaredParams()) > 0 {
		return paramsPlace{}
	}
	if found := hydraParams(files, logged); len(found.files) > 0 {
		return found
	}
	return paramsPlace{files: namedFile(files, logged)}
}

// noParamsFile says what a check on GitHub comes to without one.
const noParamsFile = "No params file was found, and on GitHub a training gets the original's params by one alone: a check could not verify. Have the program read its params from a params.yaml, or name its file as params-file in " + ConfigFile + "."

// withoutParamsFile says whether the originals have params and no file here would take them.
func (f Facts) withoutParamsFile(pipeline *dvc.Project, params paramsPlace) bool {
	_, usual := readSmall(f.Files, "params.yaml")
	config, _ := readSmall(f.Files, ConfigFile)
	return !usual && len(pipeline.DeclaredParams())+len(params.files) == 0 && !strings.Contains(config, "params-file") && (len(f.Registry.Params) > 0 || !f.Read)
}

// hydraParams are the configuration that a program names for Hydra, and the options that
// its defaults list picks. https://hydra.cc/docs/advanced/defaults_list/
func hydraParams(files fs.FS, logged []string) paramsPlace {
	for _, program := range pythonFiles(files) {
		text, _ := readSmall(files, program)
		call := hydraMain.FindStringSubmatch(text)
		if call == nil {
			continue
		}
		dir, name := configPath.FindStringSubmatch(call[1]), configName.FindStringSubmatch(call[1])
		if dir == nil || name == nil {
			continue
		}
		return composed(files, path.Join(path.Dir(program), dir[1]), strings.TrimSuffix(name[1], ".yaml"), logged)
	}
	return paramsPlace{}
}

func composed(files fs.FS, dir, name string, logged []string) (found paramsPlace) {
	main := path.Join(dir, name+".yaml")
	text, ok := readSmall(files, main)
	if !ok {
		return found
	}
	found.files = []string{main}
	root, err := doc.Read(doc.YAML, []byte(text), maxScript)
	if err != nil {
		return found
	}
	for _, item := range root.Get("defaults").Items() {
		if item.Kind != doc.Map || len(item.Keys) != 1 {
			continue
		}
		group, option := item.Keys[0].Text, item.Values[0].Text
		group = strings.TrimPrefix(strings.TrimPrefix(group, "optional "), "override ")
		group, _, renamed := strings.Cut(group, "@")
		file := path.Join(dir, group, strings.TrimSuffix(option, ".yaml")+".yaml")
		text, there := readSmall(files, file)
		if !there || strings.HasPrefix(group, "hydra") || slices.Contains(found.files, file) {
			continue
		}
		found.files = append(found.files, file)
		if !renamed && !strings.Contains(text, "@package") {
			found.group(group, file, text, logged)
		}
	}
	return found
}

// group maps the params of a group, which Hydra puts below the group's name: as far as the
// run logged them, or all where no run is known.
func (p *paramsPlace) group(group, file, text string, logged []string) {
	root, err := doc.Read(doc.YAML, []byte(text), maxScript)
	if err != nil {
		return
	}
	root.Each(func(key []string, _ *doc.Node) {
		below := strings.Join(key, ".")
		name := strings.ReplaceAll(group, "/", ".") + "." + below
		if key[0] != "defaults" && len(p.keys) < maxMapped && (logged == nil || slices.Contains(logged, name)) {
			p.keys = append(p.keys, [2]string{name, file + ":" + below})
		}
	})
}

// noParams are files of other programs.
var noParams = map[string]bool{
	"package.json": true, "pyproject.toml": true, "dvc.yaml": true, "environment.yml": true, "environment.yaml": true, "mkdocs.yml": true,
	"docker-compose.yml": true, "docker-compose.yaml": true, ".pre-commit-config.yaml": true, "codecov.yml": true, "tsconfig.json": true,
}

// namedFile is the one file that has most of the logged names as keys; none where two
// have as many.
func namedFile(files fs.FS, logged []string) []string {
	best, most := []string(nil), 0
	for _, pattern := range []string{"*", "conf/*", "config/*", "configs/*", "src/*"} {
		names, _ := fs.Glob(files, pattern)
		for _, name := range names[:min(len(names), 500)] {
			ext := path.Ext(name)
			if !slices.Contains([]string{".yaml", ".yml", ".json", ".toml"}, ext) || noParams[path.Base(name)] {
				continue
			}
			switch n := sharedNames(files, name, logged); {
			case n == 0 || n < most:
			case n > most:
				best, most = []string{name}, n
			default:
				best = append(best, name)
			}
		}
	}
	if len(best) != 1 || 2*most < len(logged) {
		return nil
	}
	return best
}

// sharedNames counts the logged params that a file has a key for.
func sharedNames(files fs.FS, name string, logged []string) int {
	text, ok := readSmall(files, name)
	if !ok {
		return 0
	}
	root, err := doc.Read(doc.FormatOf(name), []byte(text), maxScript)
	if err != nil {
		return 0
	}
	keys := map[string]bool{}
	root.Each(func(key []string, _ *doc.Node) {
		keys[strings.Join(key, ".")] = true
		keys[key[len(key)-1]] = true
	})
	n := 0
	for _, param := range logged {
		if keys[param] {
			n++
		}
	}
	return n
}

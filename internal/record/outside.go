package record

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says what of the files outside of the repository is of a training: what belongs to the
// system, to Python and to tools is not.

// codeElsewhere are the programs and modules that Python ran from outside of a repository, by
// their full paths, and that no installation has.
func codeElsewhere(seen observe.Observation, dirs []string) []string {
	var found []string
	for _, p := range seen.Processes {
		for _, access := range p.Code {
			name := filepath.ToSlash(access.Path)
			if filepath.IsAbs(access.Path) && below(access.Path, dirs) == "" && !ofPython(name) && !strings.Contains(name, "/bin/") && !slices.Contains(found, access.Path) {
				found = append(found, access.Path)
			}
		}
	}
	return found
}

// started are the programs of elsewhere that the command, or Python, started: a script or a binary that
// PATH leads to may hold a part of the training.
func (g *Recording) started(seen observe.Observation, top string) []string {
	commands := []string{g.Args[0]}
	if at := slices.Index(g.Args, "-c"); at > 0 && at+1 < len(g.Args) { // of a shell; of Python it starts nothing that is found
		commands = append(commands, g.Args[at+1])
	}
	for _, process := range seen.Processes {
		for _, command := range process.Started {
			if name := command.Program; name != "" {
				commands = append(commands, wording.Quote(name))
			} else if len(command.Args) > 0 {
				commands = append(commands, wording.Quote(command.Args[0]))
			}
			if at := slices.Index(command.Args, "-c"); at > 0 && at+1 < len(command.Args) {
				commands = append(commands, command.Args[at+1])
			}
		}
	}
	return othercode.Started(commands, g.Environ, g.Dir, top)
}

// ofPython says whether a file, by its full path with slashes, is Python's or an installed package's.
func ofPython(name string) bool {
	return strings.Contains(name, "-packages/") || strings.Contains(name, "/lib/python")
}

// Files and folders of tools that a training's Python may read, and no training is made of.
var (
	toolFolders = []string{"mlruns", "mlartifacts", "__pycache__", "nltk_data", "node_modules"}
	toolFiles   = []string{"meta.yaml", ".gitconfig", ".netrc", ".condarc", ".bashrc", ".profile", ".pypirc", ".wgetrc", ".curlrc"}
	toolEndings = []string{".py", ".pyc", ".pyi", ".pth", ".so", ".pyd", ".dll", ".ipynb", ".lock", ".log", ".db", ".pem", ".crt", ".key", ".pid", ".sock"}
)

// isInput says of a file outside of the repository that Python read, whatever its ending, whether
// it may be an input of the training.
func isInput(file string) bool {
	name := filepath.ToSlash(file)
	return !ofPython(name) && !observe.IsOfSystem(file) && !strings.HasPrefix(name, "/etc/") && !strings.HasPrefix(name, "/run/") && !strings.HasPrefix(name, filepath.ToSlash(os.TempDir())+"/") && !ofTools(name)
}

// ofTools says whether a file is one that Python may read for a tool, by its name and its folders.
func ofTools(name string) bool {
	for folder := range strings.SplitSeq(path.Dir(name), "/") {
		if slices.Contains(toolFolders, folder) || len(folder) > 1 && strings.HasPrefix(folder, ".") {
			return true
		}
	}
	return slices.Contains(toolFiles, path.Base(name)) || slices.Contains(toolEndings, strings.ToLower(path.Ext(name)))
}

// isOwnInput is isInput for a file of the repository that git does not have: nobody else tells of it.
func (g *Recording) isOwnInput(own string) bool {
	base := path.Base(own)
	return own != "" && !g.tree.has(own) && !ofPython("/"+own) && !ofTools(ownFolders(own)) && !isStore(own) && (!strings.HasPrefix(base, ".") || isVariables(own))
}

// isVariables says whether a file sets variables of the environment, by its name.
func isVariables(own string) bool {
	base := path.Base(own)
	return path.Ext(base) == ".env" || strings.HasPrefix(base, ".env.")
}

// isLink says whether git has a link to a file and not what it holds.
func isLink(file string) bool {
	info, err := os.Lstat(file)
	return err == nil && info.Mode()&os.ModeSymlink != 0
}

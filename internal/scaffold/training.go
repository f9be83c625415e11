package scaffold

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/scripts"
)

// maxCalls bounds how deep scripts that call scripts are followed, and maxScript what is
// read of one.
const (
	maxCalls  = 4
	maxScript = 1 << 20
)

// looksAt are programs that work on a training's files and train nothing.
var looksAt = map[string]bool{
	"pytest": true, "ruff": true, "mypy": true, "flake8": true, "black": true, "isort": true, "pylint": true, "coverage": true,
	"echo": true, "cat": true, "cd": true, "cp": true, "mv": true, "rm": true, "mkdir": true, "ls": true, "test": true, "grep": true, "sed": true, "tar": true, "unzip": true,
	"git": true, "gh": true, "pip": true, "apt-get": true, "curl": true, "wget": true, "aws": true, "gsutil": true, "az": true, "docker": true, "source": true, "export": true,
}

// A calls is what shell text does as far as a training is concerned.
type calls struct {
	trains    bool
	unforced  bool // dvc repro without --force somewhere: DVC may train nothing
	dvc       bool
	container string // docker or podman, which hands no variable on by itself
}

// callsOf reads what a shell text runs, the scripts and the Makefile that it calls
// included. It runs nothing.
func callsOf(files fs.FS, text string) calls {
	var found calls
	for _, repro := range dvc.FindRepro(files, text) {
		found.trains, found.dvc = true, true
		found.unforced = found.unforced || !repro.Force
	}
	found.follow(files, text, maxCalls)
	return found
}

func (c *calls) follow(files fs.FS, text string, deep int) {
	text = strings.ReplaceAll(scripts.WithoutComments(text), "\\\n", " ")
	for line := range strings.Lines(text) {
		for _, command := range scripts.Commands(line) {
			c.look(strings.Fields(command))
		}
	}
	if deep == 0 {
		return
	}
	for _, script := range scripts.Of(text) {
		data, ok := readSmall(files, script.File)
		if !ok {
			continue
		}
		if !script.Make {
			if path.Ext(script.File) != ".py" {
				c.follow(files, data, deep-1)
			}
			continue
		}
		c.follow(files, scripts.Recipes(scripts.Expand(data), script.Goals), deep-1)
		break // make reads the first file that it finds
	}
}

// look reads one command's words.
func (c *calls) look(words []string) {
	for i, word := range words {
		word = strings.Trim(word, "\"'`();&|@-")
		base := path.Base(word)
		if base == "docker" || base == "podman" {
			if i+1 < len(words) && slices.Contains([]string{"run", "compose"}, words[i+1]) {
				c.container = base
			}
		}
		if looksAt[base] {
			return
		}
	}
	for i, word := range words {
		if strings.HasPrefix(word, "-") || strings.Contains(word, "=") {
			continue
		}
		word = strings.Trim(word, "\"'`();&|@")
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch base := path.Base(word); {
		case base == "dvc" && (next == "exp" || next == "repro"):
			c.trains, c.dvc = true, true
		case base == "mlflow" && next == "run":
			c.trains = true
		case isProgram(base) && !dvc.IsModel(base) && dvc.Trained(base):
			c.trains = true
		case strings.Count(word, ".") > 0 && i > 0 && words[i-1] == "-m": // python -m package.train
			c.trains = c.trains || dvc.Trained(word[strings.LastIndex(word, ".")+1:])
		}
	}
}

// isProgram says whether a word may be a program, and not a file that one reads.
func isProgram(base string) bool {
	switch strings.ToLower(path.Ext(base)) {
	case "", ".py", ".sh", ".ipynb", ".r", ".jl":
		return !strings.HasPrefix(base, "test_") && base != "." && base != ""
	}
	return false
}

// readSmall reads a script or a setting of the project.
func readSmall(files fs.FS, name string) (string, bool) {
	name = path.Clean(strings.ReplaceAll(name, "\\", "/"))
	if !fs.ValidPath(name) {
		return "", false
	}
	info, err := fs.Stat(files, name) // first: opening a named pipe would wait for a writer
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxScript {
		return "", false
	}
	data, err := fs.ReadFile(files, name)
	return string(data), err == nil
}

package settings

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// path is a file inside the repository, with slashes.
func (r *reader) path(name string) string {
	text := strings.TrimPrefix(r.text(name), "./")
	r.addProblem(checkPath(name, text))
	return text
}

func (r *reader) paths(name string) []string {
	paths := r.lines(name)
	for i := range paths {
		paths[i] = strings.TrimPrefix(paths[i], "./")
		r.addProblem(checkPath(name, paths[i]))
	}
	return paths
}

// keptPaths reads what paths reads, and full paths, from ~ too: inputs that lie
// outside of the repository.
func (r *reader) keptPaths(name string) []string {
	paths := r.lines(name)
	for i, path := range paths {
		paths[i] = strings.TrimPrefix(path, "./")
		inside, home := strings.CutPrefix(paths[i], "~/")
		if full := strings.HasPrefix(paths[i], "/"); home || full {
			inside = cmp.Or(strings.TrimPrefix(inside, "/"), ".") // all of it is no input
		}
		r.addProblem(checkPath(name, inside))
	}
	return paths
}

// directory is a folder inside the repository, without a slash at the end; "" for none
// and for the top.
func (r *reader) directory(name string) string {
	text := strings.TrimPrefix(r.text(name), "./")
	if text != "/" { // which is no folder of a repository
		text = strings.TrimSuffix(text, "/")
	}
	if text == "." {
		return ""
	}
	r.addProblem(checkPath(name, text))
	return text
}

// lentPaths are paths inside the repository, without a slash at the end. A full path may lead
// there: whoever lends looks.
func (r *reader) lentPaths(name string) []string {
	paths := r.lines(name)
	for i := range paths {
		for strings.Contains(paths[i], "//") {
			paths[i] = strings.ReplaceAll(paths[i], "//", "/")
		}
		paths[i] = strings.TrimSuffix(strings.TrimPrefix(paths[i], "./"), "/")
		r.addProblem(checkPath(name, cmp.Or(strings.TrimPrefix(paths[i], "/"), "."))) // all of it is no file
	}
	return paths
}

// checkPath refuses what is not a plain path inside the repository.
func checkPath(name, path string) error {
	if path == "" {
		return nil
	}
	if gitformat.CheckPath(path) != nil || strings.Contains(path, ":") {
		return fmt.Errorf("%s: %q is not a path inside the repository; write it from the top, with slashes", name, path)
	}
	return nil
}

package environment

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A Declared is what files of a project say should be installed.
type Declared struct {
	From       string        // "uv.lock"
	Locked     bool          // it names versions that somebody chose, all or some
	Transitive bool          // and of all that it brings along
	Requires   []Requirement // what the project asks for
	Pins       []Requirement // versions of these, and of what they bring along
	Own        []string      // packages that are the project's own code
	Foreign    []string      // names of packages that were no index's: from git, an address, a file
	Lacking    []string      // what an index cannot be asked for, in words; those among it
	Left       []string      // what was not taken, and why
	Python     string        // that .python-version names
}

const maxLock = 32 << 20 // bytes of a lock file

// lists are the files in which projects list what they need, best first.
var lists = []string{"requirements.lock", "requirements.txt", "requirements-train.txt", "requirements/train.txt", "requirements/base.txt"}

// ReadDeclared reads what a project declares, from its folder of a repository and from
// those above it: the first folder that says anything is taken. A lock file comes before a
// list of requirements, and that before pyproject.toml alone.
func ReadDeclared(files fs.FS, folder string) (Declared, error) {
	var own []string
	for dir := path.Clean(folder); ; dir = path.Dir(dir) {
		found, ok, err := declaredIn(files, dir)
		found.Own = append(found.Own, own...)
		if ok || err != nil || dir == "." {
			slices.Sort(found.Own)
			found.Own = slices.Compact(found.Own)
			return found, err
		}
		own = found.Own
	}
}

func declaredIn(files fs.FS, dir string) (found Declared, ok bool, err error) {
	read := func(name string) []byte {
		data, err := doc.ReadFile(files, path.Join(dir, name))
		if err != nil {
			return nil
		}
		return data
	}
	project := read("pyproject.toml")
	switch uv, poetry := read("uv.lock"), read("poetry.lock"); {
	case uv != nil:
		found, err = readUVLock(uv)
	case poetry != nil:
		found, err = readPoetryLock(poetry, project)
	default:
		at := slices.IndexFunc(lists, func(name string) bool { return read(name) != nil })
		if at >= 0 {
			found = ReadList(files, path.Join(dir, lists[at]))
			break
		}
		if found, err = readProject(project); err != nil || len(found.Requires) > 0 {
			break
		}
		if conda := condaFile(files, dir); conda != "" {
			found = Declared{From: conda, Lacking: []string{conda + " (conda packages come from no index of Python's)"}}
			break
		}
		return Declared{Own: ownNames(read, ".")}, false, nil
	}
	found.Own = append(found.Own, ownNames(read, ".")...)
	found.Python = pythonVersion(read(".python-version"))
	return found, true, err
}

func condaFile(files fs.FS, dir string) string {
	for _, name := range []string{"environment.yml", "environment.yaml", "conda.yaml", "conda-lock.yml"} {
		if _, err := fs.Stat(files, path.Join(dir, name)); err == nil {
			return path.Join(dir, name)
		}
	}
	return ""
}

// pythonVersion is the first line of .python-version, where it is a version alone.
func pythonVersion(data []byte) string {
	line, _, _ := strings.Cut(string(data), "\n")
	line = strings.TrimPrefix(strings.TrimSpace(line), "cpython-")
	if strings.Trim(line, "0123456789.") != "" {
		return ""
	}
	return line
}

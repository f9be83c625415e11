package environment

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/packaging"
)

// A Declared is what files of a project say should be installed.
type Declared struct {
	From     string        // "uv.lock"
	Locked   bool          // it names versions that somebody chose, all or some
	Requires []Requirement // what the project asks for
	Pins     []Requirement // versions of these, and of what they bring along
	Own      []string      // packages that are the project's own code
	Lacking  []string      // packages that no index has under that version: from git, an address, a file
	Left     []string      // what was not taken, and why
	Python   string        // that .python-version names
}

const (
	maxLock     = 32 << 20 // bytes of a lock file
	maxIncludes = 8        // requirements files that one leads to, one from another
	maxLines    = 5000
)

// lists are the files in which projects list what they need, best first.
var lists = []string{"requirements.lock", "requirements.txt", "requirements-train.txt", "requirements/train.txt", "requirements/base.txt"}

// ReadDeclared reads what a project declares, from its folder of a repository and from
// those above it: the first folder that says anything is taken. A lock file comes before a
// list of requirements, and that before pyproject.toml alone.
func ReadDeclared(files fs.FS, folder string) (Declared, error) {
	for dir := path.Clean(folder); ; dir = path.Dir(dir) {
		found, ok, err := declaredIn(files, dir)
		if ok || err != nil || dir == "." {
			return found, err
		}
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
		return Declared{}, false, nil
	}
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

// ReadList reads a requirements file, and those that it names beside it.
func ReadList(files fs.FS, name string) Declared {
	found := Declared{From: name}
	seen := map[string]bool{}
	var read func(name string, constraints bool)
	read = func(name string, constraints bool) {
		data, err := doc.ReadFile(files, name)
		if err != nil || seen[name] || len(seen) >= maxIncludes {
			found.Lacking = append(found.Lacking, name+" (it cannot be read, or is read twice)")
			return
		}
		seen[name] = true
		text := strings.NewReplacer("\\\r\n", " ", "\\\n", " ").Replace(string(data))
		for line := range strings.Lines(text) {
			line, _, _ = strings.Cut(" "+strings.TrimSpace(line), " #")
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "#") || line == "" || len(found.Requires)+len(found.Pins) > maxLines {
				continue
			}
			if option, rest, file := included(line); file {
				other := path.Join(path.Dir(name), rest)
				if !fs.ValidPath(other) || path.IsAbs(rest) {
					found.Left = append(found.Left, option+" in "+name+" leads out of the project")
					continue
				}
				read(other, constraints || strings.HasPrefix(strings.TrimLeft(option, "-"), "c"))
				continue
			}
			found.addLine(line, name, constraints)
		}
	}
	read(name, false)
	return found
}

// included finds a line that names another file of requirements.
func included(line string) (option, file string, ok bool) {
	for _, option := range []string{"--requirement", "--constraint", "-r", "-c"} {
		if rest, found := strings.CutPrefix(line, option); found && rest != "" && strings.ContainsAny(rest[:1], " =\t") {
			return option, strings.TrimSpace(strings.TrimLeft(rest, " =\t")), true
		}
	}
	return "", "", false
}

// addLine takes a requirement, and names what is none. An option's value is not told: it
// may be an address with a password.
func (d *Declared) addLine(line, file string, constraint bool) {
	if at := strings.Index(line, " --hash"); at > 0 {
		line = line[:at]
	}
	option, rest, _ := strings.Cut(line, " ")
	option, _, _ = strings.Cut(option, "=")
	switch {
	case option == "-e", option == "--editable", strings.HasPrefix(line, "."):
		place := strings.TrimSpace(rest)
		if strings.HasPrefix(line, ".") {
			place = line
		}
		if strings.Contains(place, "://") {
			d.Lacking = append(d.Lacking, "an address in "+file)
			return
		}
		d.Left = append(d.Left, "the project itself ("+file+" installs it for editing); let the command put its source on PYTHONPATH")
		return
	case strings.HasPrefix(line, "-"):
		d.Left = append(d.Left, "option "+option+" in "+file)
		return
	}
	r, ok := parseLine(line)
	switch {
	case !ok:
		name := packaging.NamePattern.FindString(line)
		if !strings.Contains(line, "@") || name == "" {
			name = "a line that names no version"
		}
		d.Lacking = append(d.Lacking, name+" ("+file+" has it from elsewhere, or in a form that is not read)")
	case constraint:
		d.Pins = append(d.Pins, r)
	default:
		d.Requires = append(d.Requires, r)
		d.Locked = d.Locked || r.Pin() != ""
	}
}

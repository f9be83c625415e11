package environment

import (
	"io/fs"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

const (
	maxIncludes = 8 // requirements files that one leads to, one from another
	maxLines    = 5000
)

// A list is a requirements file that is being read, and what was found in it.
type list struct {
	Declared
	read     func(file string) []byte // nil for none
	recorded bool                     // by a run: its paths lead to places on another machine
	seen     map[string]bool
}

// ReadList reads a requirements file, and those that it names beside it.
func ReadList(files fs.FS, name string) Declared {
	l := list{Declared: Declared{From: name}, seen: map[string]bool{}, read: func(file string) []byte {
		data, err := doc.ReadFile(files, file)
		if err != nil {
			return nil
		}
		return data
	}}
	l.file(name, false)
	return l.Declared
}

// readRecorded reads a requirements file that a run recorded, and the constraints beside it.
func readRecorded(from, text, constraints string) Declared {
	l := list{Declared: Declared{From: from}, recorded: true, seen: map[string]bool{}, read: func(file string) []byte {
		switch {
		case file == from:
			return []byte(text)
		case path.Base(file) == "constraints.txt" && constraints != "":
			return []byte(constraints)
		}
		return nil
	}}
	l.file(from, false)
	return l.Declared
}

func (l *list) file(name string, constraints bool) {
	data := l.read(name)
	if data == nil || l.seen[name] || len(l.seen) >= maxIncludes {
		l.Lacking = append(l.Lacking, name+" (it cannot be read, or is read twice)")
		return
	}
	l.seen[name] = true
	text := strings.NewReplacer("\\\r\n", " ", "\\\n", " ").Replace(decoded(data))
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(" "+strings.TrimSpace(line), " #")
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") || line == "" || len(l.Requires)+len(l.Pins) > maxLines {
			continue
		}
		if option, rest, file := included(line); file {
			other := path.Join(path.Dir(name), rest)
			if !fs.ValidPath(other) || path.IsAbs(rest) {
				l.Left = append(l.Left, option+" in "+name+" leads out of the project")
				continue
			}
			l.file(other, constraints || strings.HasPrefix(strings.TrimLeft(option, "-"), "c"))
			continue
		}
		l.line(line, name, constraints)
	}
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

// line takes a requirement, and names what is none. An option's value is not told: it may
// be an address with a password.
func (l *list) line(line, file string, constraint bool) {
	if place, ok := placeIn(line); ok {
		dir := path.Join(path.Dir(file), place)
		if l.recorded || strings.ContainsAny(place, ":@") || path.IsAbs(place) || !fs.ValidPath(dir) || isArchive(place) {
			l.foreign(line, file)
			return
		}
		l.Own = append(l.Own, ownNames(l.read, dir)...)
		l.Left = append(l.Left, "code of the project ("+file+" installs it from a directory); let the command put its source on PYTHONPATH")
		return
	}
	if strings.HasPrefix(line, "-") {
		option, _, _ := strings.Cut(line, " ")
		option, _, _ = strings.Cut(option, "=")
		if !strings.HasPrefix(option, "--") { // -fADDRESS
			option = option[:min(2, len(option))]
		}
		l.Left = append(l.Left, "option "+option+" in "+file)
		return
	}
	if at := strings.Index(line, " --"); at > 0 { // --hash, --config-settings
		line = line[:at]
	}
	l.add(line, file, constraint)
}

// add takes one requirement as pyproject.toml has it, too.
func (d *Declared) add(line, file string, constraint bool) {
	r, ok := parseLine(line)
	switch {
	case !ok:
		d.foreign(line, file)
	case constraint:
		d.Pins = append(d.Pins, r)
	default:
		d.Requires = append(d.Requires, r)
		d.Locked = d.Locked || r.Pin() != ""
	}
}

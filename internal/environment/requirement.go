package environment

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
)

// A Requirement is one package to install, as a line of a requirements file that has no
// more than this. All of its parts are checked.
type Requirement struct {
	Name   string // in normal form
	Extras string // "a,b"; "" for none
	Spec   string // "==1.2", ">=1,<2"; "" leaves the version open
	Marker string
}

// String is the line.
func (r Requirement) String() string {
	line := r.Name
	if r.Extras != "" {
		line += "[" + r.Extras + "]"
	}
	line += r.Spec
	if r.Marker != "" {
		line += " ; " + r.Marker
	}
	return line
}

// Pin gives the version that a requirement allows alone; "" where it allows several.
func (r Requirement) Pin() string {
	version, exact := strings.CutPrefix(r.Spec, "==")
	if !exact || strings.ContainsAny(version, ",*") {
		return ""
	}
	return version
}

const (
	word   = `[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*`
	clause = `(?:==|!=|~=|<=|>=|<|>)[0-9A-Za-z](?:[.+!_-]?[0-9A-Za-z*])*`
)

var (
	wholeName   = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$`)
	signs       = regexp.MustCompile(`\s*(===|[=!~<>]=|[<>,])\s*`)
	wholeExtras = regexp.MustCompile(`^` + word + `(?:,` + word + `)*$`)
	wholeSpec   = regexp.MustCompile(`^` + clause + `(?:,` + clause + `)*$`)
	wholeMarker = regexp.MustCompile(`^[A-Za-z0-9_.'"<>=!~() +-]+$`)
)

// maxPart bounds each part of a requirement.
const maxPart = 500

// requirement checks the parts of a requirement; ok is false where one is not what it is
// to be, whoever wrote it.
func requirement(name, extras, spec, marker string) (r Requirement, ok bool) {
	squeeze := func(text string) string { return signs.ReplaceAllString(strings.TrimSpace(text), "$1") }
	r = Requirement{packaging.PackageName(name), squeeze(extras), strings.Replace(squeeze(spec), "===", "==", 1), strings.TrimSpace(marker)}
	ok = wholeName.MatchString(strings.TrimSpace(name)) && len(name) <= maxPart && len(extras) <= maxPart && len(spec) <= maxPart && len(marker) <= maxPart &&
		(r.Extras == "" || wholeExtras.MatchString(r.Extras)) &&
		(r.Spec == "" || wholeSpec.MatchString(r.Spec)) &&
		(r.Marker == "" || wholeMarker.MatchString(r.Marker) && !strings.Contains(r.Marker, "--")) &&
		!archive.MatchString(name) // a file that stands beside the list
	if pin := r.Pin(); pin != "" && ok {
		_, ok = packaging.ParseRelease(pin) // what is none, === takes as it stands
	}
	return r, ok
}

// pinned is the requirement of one version, where both are what they are to be.
func pinned(name, version, marker string) (Requirement, bool) {
	if _, ok := packaging.ParseRelease(version); !ok {
		return Requirement{}, false
	}
	return requirement(name, "", "=="+strings.TrimSpace(version), marker)
}

var lineParts = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*\(?([^;()@]*)\)?\s*(?:;(.*))?$`)

// parseLine reads what a requirements file or pyproject.toml says of one package.
func parseLine(line string) (Requirement, bool) {
	parts := lineParts.FindStringSubmatch(strings.TrimSpace(line))
	if parts == nil {
		return Requirement{}, false
	}
	return requirement(parts[1], parts[2], parts[3], parts[4])
}

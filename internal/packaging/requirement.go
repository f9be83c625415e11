package packaging

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A requirement is one line of a requirements file, as far as it names a
// package.
// https://packaging.python.org/en/latest/specifications/dependency-specifiers/
type requirement struct {
	name     string // normalised
	version  string // of an exact pin; the URL where one is given; "" where the version is open
	open     string // what leaves it open: ">=1.2"
	marker   string
	editable bool
}

var (
	nameRuns = regexp.MustCompile(`[-_.]+`)
	// NamePattern is a package's name at the beginning of a text.
	NamePattern  = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?`)
	extrasOf     = regexp.MustCompile(`^\s*\[[^\]]*\]`)
	hashOption   = regexp.MustCompile(`\s--(?:hash|config-settings?|global-option|install-option)[= ]\S+`)
	lineComment  = regexp.MustCompile(`(^|\s)#.*$`)
	fixedContent = regexp.MustCompile(`@[0-9a-f]{40}(?:#|$)|sha256[=:][0-9a-f]{64}`)
)

// PackageName is a package's name in normal form: Scikit_Learn is
// scikit-learn.
// https://packaging.python.org/en/latest/specifications/name-normalization/
func PackageName(name string) string {
	return strings.ToLower(nameRuns.ReplaceAllString(strings.TrimSpace(name), "-"))
}

// maxRequirement bounds one line, and maxPackages what one file may list.
const (
	maxRequirement = 4096
	maxPackages    = 5000
)

// parseRequirement reads one logical line. ok is false for what names no
// package: an option, a path, another file.
func parseRequirement(line string) (requirement, bool) {
	if len(line) > maxRequirement {
		return requirement{}, false
	}
	line = strings.TrimSpace(hashOption.ReplaceAllString(lineComment.ReplaceAllString(line, ""), ""))
	var r requirement
	for _, option := range []string{"-e ", "--editable ", "--editable="} {
		if rest, found := strings.CutPrefix(line, option); found {
			line, r.editable = strings.TrimSpace(rest), true
		}
	}
	if egg, found := eggOf(line); found {
		r.name, r.version = PackageName(egg), line
		return r, true
	}
	name := NamePattern.FindString(line)
	if name == "" || strings.HasPrefix(line, "-") || strings.ContainsAny(line[:min(len(line), len(name)+1)], "/\\:") {
		return requirement{}, false
	}
	r.name = PackageName(name)
	rest := strings.TrimSpace(line[len(name):])
	rest = strings.TrimSpace(rest[len(extrasOf.FindString(rest)):])
	if url, found := strings.CutPrefix(rest, "@"); found {
		url, r.marker, _ = strings.Cut(url, " ;")
		r.version, r.marker = strings.TrimSpace(url), strings.TrimSpace(r.marker)
		return r, r.version != ""
	}
	spec, marker, _ := strings.Cut(rest, ";")
	r.marker = strings.TrimSpace(marker)
	spec = strings.Trim(strings.TrimSpace(spec), "()")
	r.version, r.open = exactPin(spec)
	return r, spec == "" || strings.ContainsAny(spec[:1], "=<>!~")
}

// eggOf finds the name in a line that is nothing but an address.
func eggOf(line string) (string, bool) {
	if !strings.Contains(line, "://") || strings.Contains(strings.SplitN(line, "://", 2)[0], "@") {
		return "", false
	}
	_, egg, found := strings.Cut(line, "#egg=")
	egg, _, _ = strings.Cut(egg, "&")
	egg = NamePattern.FindString(egg)
	return egg, found && egg != ""
}

// exactPin gives the one version that a specifier allows, or what leaves it
// open. ==1.4.* allows many.
func exactPin(spec string) (version, open string) {
	for clause := range strings.SplitSeq(spec, ",") {
		clause = strings.TrimSpace(clause)
		pin, exact := strings.CutPrefix(clause, "===")
		if !exact {
			pin, exact = strings.CutPrefix(clause, "==")
		}
		if pin = strings.TrimSpace(pin); exact && !strings.HasSuffix(pin, "*") {
			return pin, ""
		}
	}
	return "", strings.TrimSpace(spec)
}

// fixed says whether a version or URL names one content only: a tag or branch
// of a repository can be moved.
func fixed(version string) bool {
	return !strings.Contains(version, "://") && !strings.HasPrefix(version, ".") || fixedContent.MatchString(strings.ToLower(version))
}

// ParseRequirements reads a requirements file. from is the witness. python is
// the version that its markers are held against, "" where it is not known.
// Lines that name no package are given back: what they bring is not recorded.
func ParseRequirements(text, from, python string) (packages []repro.Package, unread []string) {
	joined := strings.NewReplacer("\\\r\n", " ", "\\\n", " ").Replace(text)
	for line := range strings.Lines(joined) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' || len(packages) >= maxPackages {
			continue
		}
		r, ok := parseRequirement(line)
		if !ok {
			if !strings.HasPrefix(line, "--") && !strings.HasPrefix(line, "-i ") && !strings.HasPrefix(line, "-f ") { // where packages are looked for
				unread = append(unread, line)
			}
			continue
		}
		holds, known := markerHolds(r.marker, python)
		if known && !holds {
			continue
		}
		p := repro.Package{Name: r.name, Version: r.version, From: from}
		switch {
		case r.editable:
			p.Version, p.Note = "", "installed from a directory: its content is not recorded"
		case r.version == "" && r.open != "":
			p.Note = "left open: " + r.open
		case r.version == "":
			p.Note = "left open"
		case !fixed(r.version):
			p.Note = "from an address whose content may change"
		}
		if !known {
			p.Conditional = true
			p.Note = JoinNotes(p.Note, "only where "+r.marker)
		}
		packages = append(packages, p)
	}
	return packages, unread
}

// JoinNotes puts two notes into one; either may be empty.
func JoinNotes(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

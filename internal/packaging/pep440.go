package packaging

import (
	"regexp"
	"slices"
	"strings"
)

// A release is a version of a Python package in normal form: what two
// spellings of one version (1.0, v1.0.0, 1.0.post0 and 1.0-0) have in common.
// https://packaging.python.org/en/latest/specifications/version-specifiers/
type release struct {
	epoch   string
	numbers []string // without leading zeros; zeros at the end left out
	suffix  string   // pre, post and dev: "rc1", ".post2", ".dev3"
	local   string   // what comes after +: the build, "cu121"
}

var pep440 = regexp.MustCompile(`^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)` +
	`(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?` +
	`(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?` +
	`(?:[-_.]?(dev)[-_.]?([0-9]*))?` +
	`(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$`)

var preNames = map[string]string{"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}

// maxVersion is far above any version, and keeps a hostile one cheap.
const maxVersion = 200

// ParseRelease reads a version; false where PEP 440 has none like it.
func ParseRelease(text string) (release, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) > maxVersion {
		return release{}, false
	}
	m := pep440.FindStringSubmatch(text)
	if m == nil {
		return release{}, false
	}
	r := release{epoch: digits(m[1]), local: strings.NewReplacer("-", ".", "_", ".").Replace(m[10])}
	for number := range strings.SplitSeq(m[2], ".") {
		r.numbers = append(r.numbers, digits(number))
	}
	for len(r.numbers) > 1 && r.numbers[len(r.numbers)-1] == "0" {
		r.numbers = r.numbers[:len(r.numbers)-1]
	}
	if m[3] != "" {
		name := m[3]
		if short, ok := preNames[name]; ok {
			name = short
		}
		r.suffix += name + digits(m[4])
	}
	if m[5] != "" || m[6] != "" {
		r.suffix += ".post" + digits(m[5]+m[7])
	}
	if m[8] != "" {
		r.suffix += ".dev" + digits(m[9])
	}
	return r, true
}

// digits is a number without leading zeros; nothing is 0.
func digits(text string) string {
	if text = strings.TrimLeft(text, "0"); text == "" {
		return "0"
	}
	return text
}

// number gives one part of the release; parts that are not written are 0.
func (r release) number(i int) string {
	if i < len(r.numbers) {
		return r.numbers[i]
	}
	return "0"
}

// How two versions of a package differ.
const (
	VersionSame  = "same"
	versionBuild = "build" // the same release, built for another platform: +cu121 and +cpu
	versionPatch = "patch"
	versionMinor = "minor"
	versionMajor = "major"
	versionOther = "another version" // not versions as PEP 440 knows them
)

// VersionChange says how far two versions are apart. oneLocal says that only
// one of them names its build, which MLflow strips and pip does not: the same
// release then, and the note says so.
func VersionChange(a, b string) (change string, oneLocal bool) {
	if a == b {
		return VersionSame, false
	}
	x, xOK := ParseRelease(a)
	y, yOK := ParseRelease(b)
	if !xOK || !yOK {
		return versionOther, false
	}
	switch {
	case x.epoch != y.epoch || x.number(0) != y.number(0):
		return versionMajor, false
	case x.number(1) != y.number(1):
		return versionMinor, false
	case !slices.Equal(x.numbers, y.numbers) || x.suffix != y.suffix:
		return versionPatch, false
	case x.local == y.local:
		return VersionSame, false
	case x.local == "" || y.local == "":
		return VersionSame, true
	}
	return versionBuild, false
}

// OlderThan compares the release parts with those of a version: "is this
// before 2.8?". What cannot be read is not older.
func OlderThan(version, than string) bool {
	x, xOK := ParseRelease(version)
	y, yOK := ParseRelease(than)
	if !xOK || !yOK {
		return false
	}
	for i := range max(len(x.numbers), len(y.numbers)) {
		if c := compareDigits(x.number(i), y.number(i)); c != 0 {
			return c < 0
		}
	}
	return false
}

func compareDigits(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

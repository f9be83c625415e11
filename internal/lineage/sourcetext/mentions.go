package sourcetext

import (
	"path"
	"strings"
)

// Mentions says whether a program's text names a file: by its path or its name,
// or the folder that it lies in as a whole.
func Mentions(text, file string) bool {
	base := path.Base(file)
	if NamesFile(text, base, base == strings.TrimSuffix(base, path.Ext(base)) || strings.HasPrefix(base, ".")) {
		return true
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	if strings.Contains(text, "hydra") && NamesFile(text, stem, true) {
		return true
	}
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if namesFolder(text, path.Base(dir)) {
			return true
		}
	}
	return false
}

// NamesFile finds a name that stands for itself: no longer word has it as its part.
// A plain word counts as a name only in quotes or as part of a path.
func NamesFile(text, name string, plain bool) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return false
		}
		at += from
		from = at + 1
		before, after := byte(' '), byte(' ')
		if at > 0 {
			before = text[at-1]
		}
		if end := at + len(name); end < len(text) {
			after = text[end]
		}
		switch {
		case plain && strings.IndexByte(`"'/`, before) >= 0 && strings.IndexByte(`"'/`, after) >= 0:
			return true
		case !plain && !partOfName(before) && !partOfName(after):
			return true
		}
	}
}

func partOfName(c byte) bool {
	return c == '_' || c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// namesFolder finds a folder that is named as a whole: "conf", or conf/*.json.
func namesFolder(text, name string) bool {
	for _, before := range []string{`"`, `'`, `/`} {
		for _, after := range []string{`"`, `'`, `/"`, `/'`, `/*`, `/{`} {
			if strings.Contains(text, before+name+after) {
				return true
			}
		}
	}
	return false
}

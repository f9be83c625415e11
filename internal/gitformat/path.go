package gitformat

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const pathLimit = 4096 // bytes

// CheckPath refuses paths that leave the repository or have two readings.
func CheckPath(path string) error {
	refuse := func(why string) error {
		return fmt.Errorf("path %.80q: not a path inside the repository (%s); write it relative to the top level, with slashes", path, why)
	}
	if path == "" || len(path) > pathLimit || !utf8.ValidString(path) {
		return refuse("empty, too long or not UTF-8")
	}
	for _, r := range path {
		if r < 0x20 || r == 0x7f || r == '\\' {
			return refuse("a control character or backslash in it")
		}
	}
	for part := range strings.SplitSeq(path, "/") {
		switch {
		case part == "" || part == "." || part == "..":
			return refuse("an empty, '.' or '..' part in it")
		case strings.EqualFold(part, ".git"):
			return refuse("inside .git: git's own files are left alone")
		}
	}
	return nil
}

// CheckWritable refuses paths through which a commit could change what git or the
// workflows do, also as Windows reads them.
func CheckWritable(path string) error {
	if err := CheckPath(path); err != nil {
		return err
	}
	for i, part := range strings.Split(strings.ToLower(path), "/") {
		part = strings.TrimRight(part, ". ")
		if part == ".git" || part == "git~1" || part == ".gitmodules" || i == 0 && part == ".github" {
			return fmt.Errorf("path %.80q: files that configure git or the workflows are never edited; keep the params elsewhere", path)
		}
	}
	return nil
}

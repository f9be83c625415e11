package dvc

import (
	"slices"
	"strings"
)

// TrackedBy is the .dvc file that tracks a path, or a directory that it lies in; "" for
// none. What has a command of its own is made, and not fetched.
func (p *Project) TrackedBy(name string) string {
	for _, tracked := range p.Tracked {
		if !tracked.Runs && within(name, tracked.Path) {
			return tracked.File
		}
	}
	return ""
}

// Fetches says whether a command begins with getting the data of a .dvc file: with dvc
// checkout or dvc pull, of all data or of this.
func Fetches(command, file string) bool {
	for _, part := range strings.Split(command, "&&") {
		words := strings.Fields(part)
		if len(words) < 2 || words[0] != "dvc" || words[1] != "checkout" && words[1] != "pull" {
			return false
		}
		named := slices.DeleteFunc(words[2:], func(word string) bool { return strings.HasPrefix(word, "-") })
		if len(named) == 0 || slices.ContainsFunc(named, func(word string) bool {
			word = strings.TrimPrefix(strings.Trim(word, `"'`), "./")
			return word == file || word+dvcSuffix == file
		}) {
			return true
		}
	}
	return false
}

const dvcSuffix = ".dvc"

// IsTracking says whether a file is one by which DVC tracks data.
func IsTracking(file string) bool { return strings.HasSuffix(file, dvcSuffix) }

package local

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// searchesUp finds the calls of python-dotenv that look for .env in one folder above the other.
var searchesUp = regexp.MustCompile(`\b(?:load_dotenv|find_dotenv|dotenv_values)\(`)

// lackedAbove names, by full paths, what a program looked for beside the checkout or above it and did
// not find, and what lies so beside or above the user's clone: a .env of a folder of several
// projects, which the original found.
func (l *Project) lackedAbove(seen *observe.Observation, p place) (found []string) {
	if seen == nil {
		return nil
	}
	tops := []string{p.clone.Dir, filestate.RealPath(p.clone.Dir)}
	looked := seen.NotFound()
	if slices.ContainsFunc(withoutComments(p.clone.Dir, seen.CodeIn(tops...)), searchesUp.MatchString) { // a library's questions are not seen
		for dir := filepath.Dir(p.clone.Dir); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			looked = append(looked, filepath.Join(dir, ".env"))
		}
	}
	for _, file := range looked {
		for _, top := range tops {
			way, err := filepath.Rel(top, file)
			if err != nil || !strings.HasPrefix(way, ".."+string(filepath.Separator)) {
				continue
			}
			there := filepath.Join(l.Repository.Dir, way)
			info, err := os.Stat(there)
			_, still := os.Lstat(file)
			if err == nil && info.Mode().IsRegular() && os.IsNotExist(still) && !slices.Contains(found, there) {
				found = append(found, there)
			}
		}
	}
	slices.Sort(found)
	return found
}

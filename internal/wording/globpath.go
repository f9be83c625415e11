package wording

import (
	"runtime"
	"strings"
)

var globSigns = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)

// GlobPath has a path stand for itself in a pattern of filepath.Glob: folders have names such
// as "churn [old]". Windows has no way to write it.
func GlobPath(path string) string {
	if runtime.GOOS == "windows" {
		return path
	}
	return globSigns.Replace(path)
}

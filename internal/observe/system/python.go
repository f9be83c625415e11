package system

import (
	"path/filepath"
	"strings"
)

// IsPython says so of a program by its name: python, python3.11, pypy3, python.exe.
func IsPython(program string) bool {
	name := strings.TrimSuffix(strings.ToLower(filepath.Base(program)), ".exe")
	for _, start := range []string{"python", "pypy"} {
		if rest, ok := strings.CutPrefix(name, start); ok && strings.Trim(rest, "0123456789.wtd") == "" {
			return true
		}
	}
	return false
}

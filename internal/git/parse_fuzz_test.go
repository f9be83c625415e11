package git

import (
	"strings"
	"testing"
)

// FuzzParse: whatever git or somebody in its place prints, paths come whole and a
// commit's files go to that commit.
func FuzzParse(f *testing.F) {
	f.Add("100644 blob 0a1b0a1b0a1b0a1b0a1b0a1b0a1b0a1b0a1b0a1b      12\tdir/a file\x00")
	f.Add("160000 commit 0a1b0a1b0a1b0a1b0a1b0a1b0a1b0a1b0a1b0a1b       -\tsub\x00")
	f.Add("\x01100\nfile\x00other\x00\x00\x01200\x00\x01x\nlost\x00")
	f.Fuzz(func(t *testing.T, out string) {
		entries, err := parseTree([]byte(out))
		for _, entry := range entries {
			if err == nil && !strings.Contains(out, "\t"+entry.Path) {
				t.Errorf("%q holds no %q", out, entry.Path)
			}
		}
		for _, touch := range parseTouches(out) {
			for _, file := range touch.Files {
				if file == "" || strings.ContainsRune(file, 0) || !strings.Contains(out, file) {
					t.Errorf("%q holds no file %q", out, file)
				}
			}
		}
	})
}

package observe

import (
	"os"
	"path/filepath"
	"testing"
)

// TestInstalled: where a package was from, and its files by their hashes. The installer's
// own files, and what Python compiled, are left out; what lists no hash has no content. The
// program that asks an original's Python gives the same: record, TestContent.
func TestInstalled(t *testing.T) {
	t.Parallel()
	const (
		wheel  = "Wheel-Version: 1.0\nTag: py3-none-any\n"
		record = "fork.py,sha256=abc,10\nfork/data.csv,sha256=def,3\nfork-1.0.dist-info/METADATA,sha256=ghi,20\nfork-1.0.dist-info/RECORD,,\n"
		files  = "py3-none-any e7b2a4b56c06edb4b9ff43e3715415fe"
	)
	for _, c := range []struct{ about, record, wheel, direct, origin, content string }{
		{"from an index", record, wheel, "", "", files},
		{"by another installer", "fork/data.csv,sha256=def,3\r\nfork.py,sha256=abc,10\r\n__pycache__/fork.cpython-311.pyc,,\n../../../bin/fork,sha256=x,1\nfork-1.0.dist-info/INSTALLER,sha256=uv,2\n", wheel, "", "", files},
		{"a list without hashes", "fork.py,,\n", wheel, "", "", ""},
		{"no list", "fork.py", wheel, "", "", ""},
		{"no build", record, "", "", "", ""},
		{"from a repository", record, wheel, `{"url": "https://example.com/fork", "vcs_info": {"vcs": "git", "commit_id": "0123"}}`, "https://example.com/fork@0123", files},
		{"in a directory that is edited", record, wheel, `{"url": "file:///src/fork", "dir_info": {"editable": true}}`, "file:///src/fork", ""},
		{"nothing that can be read", record, wheel, `{"url": 1}`, "", ""},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{"WHEEL": c.wheel, "direct_url.json": c.direct} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if origin, content := installed(dir, c.record); origin != c.origin || content != c.content {
			t.Errorf("%s: %q, %q, want %q, %q", c.about, origin, content, c.origin, c.content)
		}
	}
}

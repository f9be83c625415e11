package observe

import (
	"cmp"
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
		code   = "fork.py,sha256=WMx9osJCEZLgazJ8ELit5tlpyyMcVDa7JNIJI2hAOTI,6\n"
		data   = "fork/data.csv,sha256=Q1WkaxnTSNwvV8BG-O9j1FOOu5NgAPPJ7pVKJ0YN2GU,2\n"
		record = code + data + "fork-1.0.dist-info/METADATA,sha256=ghi,20\nfork-1.0.dist-info/RECORD,,\n"
		files  = "py3-none-any 1737e6fe6e13fdfb06723802bf22575f"
	)
	for _, c := range []struct{ about, record, wheel, direct, origin, content, patch string }{
		{about: "from an index", record: record, wheel: wheel, content: files},
		{about: "by another installer", record: data + code + "__pycache__/fork.cpython-311.pyc,,\r\n../../../bin/fork,sha256=x,1\nfork-1.0.dist-info/INSTALLER,sha256=uv,2\n", wheel: wheel, content: files},
		{about: "a list without hashes", record: "fork.py,,\n", wheel: wheel},
		{about: "no list", record: "fork.py", wheel: wheel},
		{about: "no build", record: record, content: "unknown 1737e6fe6e13fdfb06723802bf22575f"},
		{about: "from a repository", record: record, wheel: wheel, direct: `{"url": "https://example.com/fork", "vcs_info": {"vcs": "git", "commit_id": "0123"}}`, origin: "https://example.com/fork@0123", content: files},
		{about: "in a directory that is edited", record: record, wheel: wheel, direct: `{"url": "file:///src/fork", "dir_info": {"editable": true}}`, origin: "file:///src/fork"},
		{about: "nothing that can be read", record: record, wheel: wheel, direct: `{"url": 1}`},
		{about: "patched, and as long as before", record: record, wheel: wheel, content: "py3-none-any aa1a99f929fefdeb123bd75296eb1e76", patch: "K = 3\n"},
		{about: "patched", record: record, wheel: wheel, content: "py3-none-any b00522ed049693c5fcfdab83590c9bfc", patch: "K = 33\n"},
	} {
		site := t.TempDir()
		dir := filepath.Join(site, "fork-1.0.dist-info")
		for name, text := range map[string]string{"fork-1.0.dist-info/WHEEL": c.wheel, "fork-1.0.dist-info/direct_url.json": c.direct, "fork.py": cmp.Or(c.patch, "K = 1\n"), "fork/data.csv": "1\n"} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(site, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(site, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if origin, content := installed(dir, c.record); origin != c.origin || content != c.content {
			t.Errorf("%s: %q, %q, want %q, %q", c.about, origin, content, c.origin, c.content)
		}
	}
}

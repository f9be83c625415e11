//go:build long

package record

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestContent: the program that asks a Python sums up a package's files as package observe
// does, whose TestInstalled has the same files and the same sum.
func TestContent(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	site := t.TempDir()
	const record = "fork.py,sha256=WMx9osJCEZLgazJ8ELit5tlpyyMcVDa7JNIJI2hAOTI,6\nfork/data.csv,sha256=Q1WkaxnTSNwvV8BG-O9j1FOOu5NgAPPJ7pVKJ0YN2GU,2\nfork-1.0.dist-info/METADATA,sha256=ghi,20\n../../bin/fork,sha256=x,1\n__pycache__/fork.cpython-311.pyc,,\nfork-1.0.dist-info/RECORD,,\n"
	for name, text := range map[string]string{"fork.py": "K = 1\n", "fork/data.csv": "1\n", "patched.py": "K = 3\n", "longer.py": "K = 33\n"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(site, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(site, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ name, record, direct, content string }{
		{"fork", record, "", "py3-none-any 1737e6fe6e13fdfb06723802bf22575f"},
		{"patched", strings.ReplaceAll(record, "fork.py", "patched.py"), "", "py3-none-any 1d59fc29290f8348a45ac51ba46e2c97"},
		{"longer", strings.ReplaceAll(record, "fork.py", "longer.py"), "", "py3-none-any 8da83fb920c70ac7d2e084504fa8508b"},
		{"idle", strings.ReplaceAll(record, "fork.py", "idle.py"), "", "py3-none-any 43688258f828b9866ef87e4683466543"}, // gone, and not imported: as its list says
		{"unlisted", "unlisted.py,,\n", "", ""},
		{"edited", "edited.pth,sha256=abc,10\n", `{"url": "file:///src/edited", "dir_info": {"editable": true}}`, ""},
	} {
		dir := filepath.Join(site, c.name+"-1.0.dist-info")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"RECORD": c.record, "WHEEL": "Tag: py3-none-any\n", "METADATA": "Metadata-Version: 2.1\nName: " + c.name + "\nVersion: 1.0\n", "direct_url.json": c.direct} {
			if text == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(python, "-c", software, filepath.Join(site, "fork.py"), filepath.Join(site, "patched.py"), filepath.Join(site, "longer.py"))
		cmd.Env = append(os.Environ(), "PYTHONPATH="+site)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		var said struct {
			Packages []struct{ Name, Content string }
		}
		if err := json.Unmarshal(out, &said); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, p := range said.Packages {
			if p.Name == c.name {
				if found = true; p.Content != c.content {
					t.Errorf("%s: content %q, want %q", c.name, p.Content, c.content)
				}
			}
		}
		if !found {
			t.Errorf("%s is not among the packages", c.name)
		}
	}
}

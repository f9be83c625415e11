package record

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
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
	for _, c := range []struct{ name, record, direct, content string }{
		{"fork", "fork.py,sha256=abc,10\nfork/data.csv,sha256=def,3\nfork-1.0.dist-info/METADATA,sha256=ghi,20\n../../bin/fork,sha256=x,1\n__pycache__/fork.cpython-311.pyc,,\nfork-1.0.dist-info/RECORD,,\n", "", "py3-none-any e7b2a4b56c06edb4b9ff43e3715415fe"},
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
		cmd := exec.Command(python, "-c", software)
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

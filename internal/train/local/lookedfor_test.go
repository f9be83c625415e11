package local

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCodeNames: a program that asks whether a file is there, or goes through a folder, is
// found to name it; a comment and a word of another meaning do not.
func TestCodeNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, entry string
		want        bool
	}{
		{"if os.path.exists('extra/more.csv'): load()", "extra", true},
		{"for f in glob.glob('extra/*.csv'): load(f)", "extra", true},
		{"for d, _, fs in os.walk(\"extra\"): pass", "extra", true},
		{"if pathlib.Path('local.json').is_file(): pass", "local.json", true},
		{"if (here / 'conf' / 'local.json').is_file(): pass", "conf/local.json", true},
		{"from dotenv import load_dotenv\nload_dotenv()", ".env", true},
		{"open('.env.local')", ".env", false},
		{"x = 1 # as extra/more.csv has it", "extra", false},
		{"extra = 1\nlog('no extra rows')", "extra", false},
		{"open('nonlocal.json')", "local.json", false},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "train.py"), []byte(tt.text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := codeNames(withoutComments(dir, []string{"gone.py", "train.py"}), tt.entry); got != tt.want {
			t.Errorf("%s in %q: %v", tt.entry, tt.text, got)
		}
	}
}

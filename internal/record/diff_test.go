//go:build unix

package record

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestRecord_parts: of a file's changes those with a secret are left out and named, whatever
// side the secret is on, and git applies the others.
func TestRecord_parts(t *testing.T) {
	t.Parallel()
	code := strings.Repeat("step()\n", 12)
	key := "-----BEGIN RSA PRIVATE KEY-----\n" + strings.Repeat("MIIEcanaryowIBAAKCAQEAr0KxQy3Zb5W7c9d1e2f3g4h5i6j7k8l9m0n1o2p3\n", 20) + "-----END RSA PRIVATE KEY-----\n"
	for name, tt := range map[string]struct {
		file, before, after string
		kept, left          string
	}{
		"nothing secret":            {"t.py", "a = 1\n" + code, "a = 2\n" + code, "+a = 2", ""},
		"one of two parts":          {"t.py", "a = 1\n" + code + "b = 1\n", "a = 2\n" + code + "b_token = 'canary0123456789'\n", "+a = 2", "of its changes those that look as if they held a secret, at line 14"},
		"in a removed line":         {"t.py", "a = 1\n" + code + "b_token = 'canary0123456789'\n", "a = 2\n" + code, "+a = 2", "at line 14 of the commit's"},
		"in a line that is kept":    {"t.py", "b_token = 'canary0123456789'\na = 1\n" + code + "z = 1\n", "b_token = 'canary0123456789'\na = 2\n" + code + "z = 2\n", "+z = 2", "at line 1"},
		"in the head of a part":     {"t.py", "def canary(password='canary-0123-word'):\n" + code + "z = 1\n", "def canary(password='canary-0123-word'):\n" + code + "z = 2\n", "+z = 2", ""},
		"a key, in its middle":      {"keys.txt", key + code + "a = 1\n", key[:700] + strings.Repeat("Q", 30) + "canary" + key[736:] + code + "a = 2\n", "+a = 2", "at line"},
		"a key that begins nowhere": {"part2.txt", strings.Repeat("MIIEcanaryowIBAAKCAQEAr0KxQy3Zb5W7c9d1e2f3g4h5i6j7k8l9m0n1o2p3\n", 8), strings.Repeat("MIIEcanaryowIBAAKCAQEAr0KxQy3Zb5W7c9d1e2f3g4h5i6j7k8l9m0n1o2p3\n", 9), "", "it looks as if it held a secret, at line"},
		"below a name far above":    {"s.yaml", "secret: |\n" + strings.Repeat("  canary words\n", 12) + "a: 1\n", "secret: |\n" + strings.Repeat("  canary words\n", 11) + "  canary other\n" + "a: 1\n", "", "at line"},
		"deleted":                   {"s.yaml", "password: canaryword\n", "", "", "at line 1 of the commit's"},
		"a file of secrets":         {"prod.env", "a=1\n", "CANARY=2\n", "", "it looks as if it held a secret"},
		"a name that is a secret":   {"ghp_canary0123456789abcdefghij.txt", "a\n", "b\n", "", "it looks as if it held a secret"},
		"no newline at its end":     {"t.py", "a = 1\n" + code + "b = 1", "a = 2\n" + code + "b = 2", "+b = 2", ""},
		"a name that is a pattern":  {"[x]*.py", "a = 1\n", "a = 2\n", "+a = 2", ""},
	} {
		dir := newProject(t)
		gittest.Write(t, dir, tt.file, tt.before)
		gittest.Git(t, dir, "add", "--all")
		gittest.Git(t, dir, "commit", "--quiet", "-m", "Add")
		gittest.Write(t, dir, tt.file, tt.after)
		if tt.after == "" {
			if err := os.Remove(filepath.Join(dir, tt.file)); err != nil {
				t.Fatal(err)
			}
		}
		made := recordOf(t, dir, ":")
		if all := string(made.Text) + made.Diff; strings.Contains(strings.ToLower(all), "canary") {
			t.Errorf("%s: a secret was recorded:\n%s", name, all)
		}
		why := ""
		for _, left := range made.Lineage.Code.Diff.LeftOut {
			why += left.Why
		}
		if !strings.Contains(made.Diff, tt.kept) || tt.kept == "" && made.Diff != "" || !strings.Contains(why, tt.left) || (why == "") != (tt.left == "") {
			t.Errorf("%s: left out %q, kept:\n%s", name, why, made.Diff)
		}
		if made.Diff == "" {
			continue
		}
		again := t.TempDir()
		gittest.Git(t, dir, "worktree", "add", "--quiet", again+"/w", "HEAD")
		gittest.Write(t, again, "d", made.Diff)
		gittest.Git(t, again+"/w", "apply", "../d")
		got, err := os.ReadFile(filepath.Join(again, "w", tt.file))
		if err != nil || (string(got) == tt.after) != (tt.left == "") {
			t.Errorf("%s: the diff makes %q, %v", name, got, err)
		}
		if tt.left != "" && strings.Contains(made.Diff, "index ") {
			t.Errorf("%s: digests of what was left out are in the diff:\n%s", name, made.Diff)
		}
	}
}

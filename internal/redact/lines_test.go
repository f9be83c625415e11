package redact

import (
	"slices"
	"strings"
	"testing"
)

// TestLinesOfALog: what is known of a secret by the line before it is hidden in a log
// that comes in lines, and in one that is kept in lines.
func TestLinesOfALog(t *testing.T) {
	t.Parallel()
	log := []string{"db:", "  user: ada", "  password:", "    canaryC4rd!", "  host: db.example", "Password:", "epoch 1/100", "accuracy 0.97", "user;password", "bob;canaryq81vd", "epoch 2/100", "token canaryq81vdkw0x9mz7w refused", "token by token it reads"}
	want := slices.Clone(log)
	want[3], want[9], want[11] = "    ***", "bob;***", "token *** refused"
	kept := Copy(new(Redactor), struct{ Log []string }{log})
	if !slices.Equal(kept.Log, want) {
		t.Errorf("kept as\n%s\nwant\n%s", strings.Join(kept.Log, "\n"), strings.Join(want, "\n"))
	}
	key := Copy(new(Redactor), struct{ Log []string }{[]string{"-----BEGIN PRIVATE KEY-----", "MIIEcanary", "-----END PRIVATE KEY-----", "next"}})
	if key.Log[1] != "***" || key.Log[3] != "next" {
		t.Errorf("a key is kept as %q", key.Log)
	}
	var out strings.Builder
	w := new(Redactor).Writer(&out)
	for _, line := range log {
		if _, err := w.Write([]byte(line + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.TrimSuffix(out.String(), "\n"); got != strings.Join(want, "\n") {
		t.Errorf("printed as\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

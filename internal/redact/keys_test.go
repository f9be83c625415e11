package redact

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestKeysInALog: no line of a private key is in what is kept of a log, wherever it was
// cut, and what is none of it stays.
func TestKeysInALog(t *testing.T) {
	t.Parallel()
	data := strings.Repeat("aB3dE5fG", 8)
	key := slices.Concat([]string{"-----BEGIN RSA PRIVATE KEY-----"}, slices.Repeat([]string{data}, 300), []string{"Qw==", "-----END RSA PRIVATE KEY-----"})
	log := slices.Concat(key, []string{"epoch 1 loss 0.5", "CUDA out of memory"})
	for kept := 1; kept <= len(log); kept++ {
		got := Copy(new(Redactor), struct{ Log []string }{log[len(log)-kept:]}).Log
		if strings.Contains(strings.Join(got, "\n"), "aB3dE5") {
			t.Fatalf("of the last %d lines: %q", kept, got)
		}
		if kept > 1 && got[len(got)-2] != "epoch 1 loss 0.5" {
			t.Fatalf("of the last %d lines, the log: %q", kept, got)
		}
	}
	prefixed := Copy(new(Redactor), struct{ Log []string }{[]string{"INFO read -----BEGIN PRIVATE KEY-----", "INFO " + data, "INFO aB3d==", "INFO -----END PRIVATE KEY-----", "INFO done"}}).Log
	if prefixed[1] != "***" || prefixed[4] != "INFO done" {
		t.Errorf("with words before it: %q", prefixed)
	}
	putty := Copy(new(Redactor), struct{ Log []string }{[]string{"PuTTY-User-Key-File-3: ssh-ed25519", "Private-Lines: 1", data, "Private-MAC: x", "next"}}).Log
	if putty[2] != "***" || putty[4] != "next" {
		t.Errorf("PuTTY's: %q", putty)
	}
	if got := new(Redactor).Text("[('api_key', 'aB3dE5fG7hI9jK1l'), ('token', 'hello'), ('lr', '0.1')]"); got != "[('api_key', '***'), ('token', 'hello'), ('lr', '0.1')]" {
		t.Errorf("pairs: %s", got)
	}
	spoken := []string{"ValueError: no -----BEGIN PRIVATE KEY----- in key.pem", "expected -----BEGIN PRIVATE KEY-----", "epoch 1 done", "CUDA out of memory"}
	if got := Copy(new(Redactor), struct{ Log []string }{spoken}).Log; !slices.Equal(got, spoken) {
		t.Errorf("a log that speaks of keys: %q", got)
	}
	ordinary := []string{"done", "epoch", "1", "ok"}
	if got := Copy(new(Redactor), struct{ Log []string }{ordinary}).Log; !slices.Equal(got, ordinary) {
		t.Errorf("words alone in their lines: %q", got)
	}
}

// TestCopy_commits: a list of commits is no tail of a private key, and lines of a key are one
// beside commits, too.
func TestCopy_commits(t *testing.T) {
	t.Parallel()
	var r Redactor
	var commits []string
	for i := range 8 {
		commits = append(commits, fmt.Sprintf("918185d46708788be74da21801885ff5d60c60%02d", i))
	}
	type bisect struct{ Steps []string }
	if got := Copy(&r, bisect{commits}); strings.Join(got.Steps, " ") != strings.Join(commits, " ") {
		t.Errorf("%q", got.Steps)
	}
	for i := range 5 {
		commits = append(commits, fmt.Sprintf("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7%010dabcQ", i))
	}
	if got := Copy(&r, commits); got[12] != "***" {
		t.Errorf("%q", got)
	}
}

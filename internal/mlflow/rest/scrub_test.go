package rest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// FuzzScrub: no known secret is left, and one line stays one line.
func FuzzScrub(f *testing.F) {
	f.Add("https://u:hunter2@h/x?token=hunter2 hunter2", "hunter2")
	f.Add("a\nb\x1b[31m\u2028", "secret-with-\n")
	f.Fuzz(func(t *testing.T, text, secret string) {
		got := scrub(text, []string{secret})
		if len(secret) > 3 && strings.Contains(got, secret) && !strings.Contains("***@", secret) && !strings.Contains(secret, "*") {
			t.Errorf("scrub(%q) left %q in %q", text, secret, got)
		}
		line := printable.OneLine(got, maxSaid)
		if strings.ContainsAny(line, "\n\r\x1b\x00") || utf8.RuneCountInString(line) > maxSaid+1 {
			t.Errorf("oneLine gave %q", line)
		}
	})
}

func TestScrub(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"GET https://ada:pw@h/x", "GET https://***@h/x"},
		{"http://token@h and http://h/a@b", "http://***@h and http://h/a@b"},
		{"/x?X-Amz-Signature=abc&y=1", "/x?X-Amz-Signature=***&y=1"},
		{"/x?access_token=abc#z", "/x?access_token=***"},
		{"/x?page_token=abc", "/x?page_token=***"},
		{"hunter2 hunter2000", "*** ***"},
		{"a pin", "a pin"},
	} {
		if got := scrub(test.text, []string{"hunter2", "hunter2000", "pin"}); got != test.want {
			t.Errorf("scrub(%q) = %q; want %q", test.text, got, test.want)
		}
	}
}

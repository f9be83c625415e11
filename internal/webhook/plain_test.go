package webhook

import (
	"strings"
	"testing"
)

// TestPlain: a name of somebody else's calls nobody and forges no line or link, in any
// chat that the documentation names.
func TestPlain(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"<!channel>", "<!here>", "<!everyone>", "<!subteam^S1>", "<@U024BE7LH>", "<#C1>", "<https://evil.example|click>", "&lt;!channel&gt;",
		"@here", "@channel", "@all", "@everyone", "@alice", "<@123>", "<@&1>", "<at>Alice</at>", "a\n• b v1: drifted", "a\r\nb", "a\u2028b", "a\u0085b", "a\u202eb",
		"[click](https://evil.example)", "![x](https://evil.example/x.png)",
		"http://evil.example/login", "https://evil.example", "slack://open", "HTTP://EVIL.EXAMPLE", "www.evil.example", "evil.example/login", "a.evil.example", "1.evil.example",
	} {
		got := Plain("model " + text + " v1")
		for _, bad := range []string{"<", ">", "](", "\n", "\r", "\u2028", "\u2029", "\u0085", "\u202e", "@a", "@h", "@c", "@e", "@U", "@1", "@&", "://", "l.e", "L.E", "w.e", "a.e", "1.e"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q became %q, with %q in it", text, got, bad)
			}
		}
	}
	if got := Plain("churn v7: drifted, before reproduced. 2 of 4 metrics are outside."); got != "churn v7: drifted, before reproduced. 2 of 4 metrics are outside." {
		t.Errorf("plain words became %q", got)
	}
}

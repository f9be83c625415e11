package page

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSources names repositories as shortly as tells them apart.
func TestSources(t *testing.T) {
	t.Parallel()
	for repositories, want := range map[string]string{
		"https://x/acme/models":                                  "acme/models",
		"https://x/acme/models https://y/acme/models":            "x/acme/models, y/acme/models",
		"https://x/acme/models https://x/acme/other past/checks": "acme/models, acme/other, past/checks",
		"https://x/acme/models -":                                "no repository named, acme/models",
	} {
		var checks []repro.Check
		for _, repository := range strings.Fields(repositories) {
			checks = append(checks, told(19, "a 1 R repository="+strings.TrimPrefix(repository, "-")))
		}
		sources, place := sourcesOf(Models(checks, night(20), 7*24*time.Hour))
		var got []string
		for _, s := range sources {
			got = append(got, s.Name)
			if sources[place[s.URL]-1] != s {
				t.Errorf("%s: the place of %q is %d", repositories, s.URL, place[s.URL])
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, want %q", repositories, strings.Join(got, ", "), want)
		}
	}
}

// TestTerminalTellsRepositories where there are several.
func TestTerminalTellsRepositories(t *testing.T) {
	t.Parallel()
	one, other := told(19, "a 1 R repository=https://x/acme/models"), told(19, "a 1 D repository=https://x/globex/models")
	if text := Terminal(Known{Checks: []repro.Check{one}, Now: night(20)}); strings.Contains(text, "acme") {
		t.Errorf("of one repository it says\n%s", text)
	}
	text := Terminal(Known{Checks: []repro.Check{one, other}, Now: night(20)})
	for _, want := range []string{"OUTSIDE  REPOSITORY\n", "a      1        drifted     19 Nov           globex/models\n", "a      1        reproduced  19 Nov           acme/models\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

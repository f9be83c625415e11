package settings

import (
	"strings"
	"testing"
)

// TestMisnamed: a file that was meant for the configuration is not passed over.
func TestMisnamed(t *testing.T) {
	t.Parallel()
	const file = ".github/reproduce.yaml"
	for _, tt := range []struct {
		there         string
		said          bool
		warns, denies string
	}{
		{"", false, "", ""},
		{".github/dependabot.yml .github/release.yml .github/renovate.json .github/CODEOWNERS .github/reproduce .github/reproduce.md", false, "", ""},
		{"README.md train.yaml report.yaml", false, "", ""},
		{".github/reproduce.yml", false, "", ".github/reproduce.yml is not read"},
		{".github/Reproduce.YAML", false, "", ".github/Reproduce.YAML is not read"},
		{".github/reproduce.json", false, "", ".github/reproduce.json is not read"},
		{".github/reproduct.yaml", false, ".github/reproduct.yaml is not read", ""},
		{".github/reprodcue.yml .github/dependabot.yml", false, ".github/reprodcue.yml is not read", ""},
		{"reproduce.yaml", false, "reproduce.yaml is not read", ""},
		{"reproduce.yml", false, "reproduce.yml is not read", ""},
		{".github/reproduce.yml", true, "", "did you mean .github/reproduce.yml?"},
		{".github/reproduct.yaml", true, "", "did you mean .github/reproduct.yaml?"},
		{"reproduce.yaml", true, "", "did you mean reproduce.yaml?"},
		{".github/dependabot.yml", true, "", ""},
	} {
		warning, err := Misnamed(file, tt.said, strings.Fields(tt.there))
		if (warning == "") != (tt.warns == "") || !strings.Contains(warning, tt.warns) {
			t.Errorf("%q, said %v: the warning is %q, want %q", tt.there, tt.said, warning, tt.warns)
		}
		if (err == nil) != (tt.denies == "") || err != nil && !strings.Contains(err.Error(), tt.denies) {
			t.Errorf("%q, said %v: %v, want %q", tt.there, tt.said, err, tt.denies)
		}
	}
}

// TestTwice: of two configurations none is silently without effect.
func TestTwice(t *testing.T) {
	t.Parallel()
	const file = ".github/reproduce.yaml"
	for _, tt := range []struct {
		there  string
		said   bool
		denies string
	}{
		{file, false, ""},
		{file + " .github/reproduce.yml", false, "both .github/reproduce.yaml and .github/reproduce.yml"},
		{".github/reproduce.yml " + file, false, "both .github/reproduce.yaml and .github/reproduce.yml"},
		{file + " .github/Reproduce.yaml", false, "both .github/reproduce.yaml and .github/Reproduce.yaml"},
		{file + " .github/reproduce.YML", false, ".github/reproduce.YML"},
		{file + " .github/reproduce.yml", true, ""},
		{file + " reproduce.yml .github/reproduce.json .github/reproduce .github/reproduce-nightly.yml .github/reproduce.yml.bak", false, ""},
		{".github/Reproduce.yaml", false, ""}, // the same file, on a disk that knows no case
	} {
		err := Twice(file, tt.said, strings.Fields(tt.there))
		if (err == nil) != (tt.denies == "") || err != nil && !strings.Contains(err.Error(), tt.denies) {
			t.Errorf("%q, said %v: %v, want %q", tt.there, tt.said, err, tt.denies)
		}
	}
}

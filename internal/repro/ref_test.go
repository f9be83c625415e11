package repro

import (
	"strings"
	"testing"
)

// TestParseRef: what stands alone for a run, in every spelling that is taken.
func TestParseRef(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]ModelRef{
		"3f9c2d1a":           {RunID: "3f9c2d1a"},
		"churn":              {RunID: "churn"}, // whoever asks looks for a run first
		"runs:/3f9c/model":   {RunID: "3f9c"},
		"churn@1":            {Name: "churn", Selector: Selector{SelectAlias, "1"}},
		"churn@v1":           {Name: "churn", Selector: Selector{SelectNumber, "1"}},
		"churn@V12":          {Name: "churn", Selector: Selector{SelectNumber, "12"}},
		"churn@latest":       {Name: "churn"},
		"churn@production":   {Name: "churn", Selector: Selector{SelectAlias, "production"}},
		"models:/churn/7":    {Name: "churn", Selector: Selector{SelectNumber, "7"}},
		"models:/churn@v":    {Name: "churn", Selector: Selector{SelectAlias, "v"}},
		"models:/a/b/latest": {Name: "a/b"},
		"churn@v0":           {Name: "churn", Selector: Selector{SelectAlias, "v0"}},
		"churn@v1.5":         {Name: "churn", Selector: Selector{SelectAlias, "v1.5"}},
	} {
		if got, err := ParseRef(text); err != nil || got != want {
			t.Errorf("%s: %+v (%v), want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"models:/m-1", "churn@", "models:/@x"} {
		if got, err := ParseRef(text); err == nil {
			t.Errorf("%q: %+v, want an error", text, got)
		}
	}
}

// TestTyped: what a shell is told of a version is read as that version again, whatever the
// model is called, and is no flag.
func TestTyped(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"churn": "churn --version 7", "two words": "'two words' --version 7", "a/b": "a/b --version 7",
		"-x": "models:/-x/7", "--help": "models:/--help/7", "churn@home": "models:/churn@home/7", "@home": "models:/@home/7", "-it's": `'models:/-it'\''s/7'`,
	} {
		if got := Typed(name, "7"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		for _, version := range []string{"7", ""} {
			words := strings.Split(strings.ReplaceAll(strings.ReplaceAll(Typed(name, version), `'\''`, "\x00"), "'", ""), " --version ")
			ref, err := ParseModelRef(strings.ReplaceAll(words[0], "\x00", "'"), strings.Join(words[1:], ""))
			want := ModelRef{Name: name}
			if version != "" {
				want.Selector = Selector{SelectNumber, version}
			}
			if err != nil || ref != want || strings.HasPrefix(words[0], "-") {
				t.Errorf("%s, version %q, is read as %+v (%v)", name, version, ref, err)
			}
		}
	}
}

package repro

import "testing"

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

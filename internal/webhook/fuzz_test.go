package webhook

import (
	"encoding/json"
	"testing"
)

// FuzzParseBody: whatever form is taken, what is told stays a text within it.
func FuzzParseBody(f *testing.F) {
	f.Add(DefaultBody, `"},{"`)
	f.Add(`{"a": ["{changes}", {"{title}": "{text}{job}"}], "n": 1e400}`, "x")
	f.Add(`"{changes}"`, "\x00\xff")
	f.Fuzz(func(t *testing.T, form, told string) {
		body, err := ParseBody(form)
		if err != nil {
			return
		}
		document, err := body.Render(Message{Title: told, Text: told, Job: told})
		if err != nil {
			return
		}
		var before, after any
		if json.Unmarshal([]byte(form), &before) != nil || json.Unmarshal(document, &after) != nil {
			t.Fatalf("%q made %q of %q", form, document, told)
		}
		if a, b := kinds(before), kinds(after); a != b && !json.Valid([]byte(form)) {
			t.Errorf("%q became %q", form, document)
		}
	})
}

// kinds counts the objects and the members of a document.
func kinds(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		n = 1
		for _, member := range v {
			n += 1 + kinds(member)
		}
	case []any:
		n = 1
		for _, item := range v {
			n += kinds(item)
		}
	}
	return n
}

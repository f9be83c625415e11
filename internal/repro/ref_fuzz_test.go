package repro

import "testing"

// FuzzParseRef: what is read of a model's reference says the same when it is read again.
func FuzzParseRef(f *testing.F) {
	for _, text := range []string{"iris", "iris@production", "models:/iris/3", "models:/iris@a", "runs:/0a1b/model", "a@b@c", "models:/a/b/latest", "v1", "@x"} {
		f.Add(text, "")
		f.Add("iris", text)
	}
	f.Fuzz(func(t *testing.T, model, version string) {
		_, _ = ParseRef(model)
		ref, err := ParseModelRef(model, version)
		if err != nil {
			return
		}
		if ref.Name == "" || ref.RunID != "" {
			t.Fatalf("%q, %q: %+v", model, version, ref)
		}
		if again, err := ParseSelector(ref.Selector.String()); err != nil || again != ref.Selector {
			t.Errorf("%q, %q: %s is read as %s (%v)", model, version, ref.Selector, again, err)
		}
	})
}

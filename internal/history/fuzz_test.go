package history

import (
	"bytes"
	"testing"
)

// FuzzDecode: a check that is read is written as the same check, and what was written
// is read again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"check_version":1,"at":"2026-11-20T02:00:00Z","model":"iris","version":"1","verdict":"unverified","reason":"cancelled"}`))
	f.Add([]byte(`{"check_version":1,"at":"2026-11-20T02:00:00Z","model":"iris","version":"1","verdict":"reproduced","metrics":[{"name":"f1","original":0.5,"reproduced":0.5,"state":"identical"}]}`))
	f.Add([]byte(`{"check_version":1,"at":"2026-11-20T02:00:00Z","original":"a.json","verdict":"drifted","metrics":[{"name":"f1","original":"NaN","reproduced":1e400,"state":"outside"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		check, err := Decode(text)
		if err != nil {
			return
		}
		once, err := Encode(check)
		if err != nil {
			return // larger when written
		}
		again, err := Decode(once)
		if err != nil {
			t.Fatalf("%q was read, and written as %q: %v", text, once, err)
		}
		if twice, err := Encode(again); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("written %q, then %q (%v)", once, twice, err)
		}
	})
}

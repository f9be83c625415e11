package reportjson

import (
	"bytes"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

// FuzzDecode: a report that is read is written as the same report.
func FuzzDecode(f *testing.F) {
	for _, result := range reporttest.Results {
		if text, err := Encode(result()); err == nil {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		result, err := Decode(text)
		if err != nil {
			return
		}
		once, err := Encode(result)
		if err != nil {
			return // larger when written
		}
		again, err := Decode(once)
		if err != nil {
			t.Fatalf("%q was read, and written as %q: %v", text, once, err)
		}
		if again.Verdict != result.Verdict || again.Reason != result.Reason {
			t.Errorf("%s (%s) became %s (%s)", result.Verdict, result.Reason, again.Verdict, again.Reason)
		}
		if twice, err := Encode(again); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("written %q, then %q (%v)", once, twice, err)
		}
	})
}

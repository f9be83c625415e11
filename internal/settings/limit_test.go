package settings

import (
	"testing"
)

// TestLimit: what is no time gets one problem, and none left another.
func TestLimit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"3": `budget: "3" is not a time; write 90s, 45m or 5h30m`, "0s": "budget: no time is left in it for any training; leave it out for no limit"} {
		if _, err := (Values{"budget": text}).Settings("list"); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

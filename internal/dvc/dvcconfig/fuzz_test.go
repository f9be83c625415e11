package dvcconfig

import (
	"bytes"
	"testing"
)

// FuzzParseConfig: what is written of a configuration is read as the same.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte("[core]\n    remote = store\n['remote \"store\"']\n    url = /x\n"))
	f.Add([]byte("key = before\n[a]\n# c = d\n; e = f\nx = 1\nx = 2 = 3\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		once := parseConfig(text).text()
		if twice := parseConfig(once).text(); !bytes.Equal(once, twice) {
			t.Errorf("%q is written as %q, and that as %q", text, once, twice)
		}
	})
}

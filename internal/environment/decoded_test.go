package environment

import (
	"slices"
	"testing"
	"testing/fstest"
)

// TestListEncodings: a requirements file of any encoding that pip reads names its packages.
func TestListEncodings(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"plain":                   "a==1.0\nb==2.0\n",
		"UTF-8 with a mark":       "\ufeffa==1.0\nb==2.0\n",
		"UTF-16, as PowerShell's": "\xff\xfea\x00=\x00=\x001\x00.\x000\x00\r\x00\n\x00b\x00=\x00=\x002\x00.\x000\x00\r\x00\n\x00",
		"UTF-16, the other way":   "\xfe\xff\x00a\x00=\x00=\x001\x00.\x000\x00\n\x00b\x00=\x00=\x002\x00.\x000\x00\n",
		"UTF-16 that was cut off": "\xff\xfea\x00=\x00=\x001\x00.\x000\x00\n\x00b\x00=\x00=\x002\x00.\x000\x00\n",
	} {
		got := ReadList(fstest.MapFS{"requirements.txt": {Data: []byte(text)}}, "requirements.txt")
		all := slices.Concat(got.Requires, got.Pins)
		if len(all) != 2 || len(got.Lacking) > 0 || all[0].Name != "a" || all[1].Pin() != "2.0" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

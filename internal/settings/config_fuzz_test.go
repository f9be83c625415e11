package settings

import "testing"

// FuzzParseConfig: a configuration is refused or taken, whatever it holds, and an
// error names the file.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte("fail-on: drifted\nmodels:\n  - name: iris\n    tolerances: |\n      f1: 1%\n"))
	f.Add([]byte("tolerances: {f1: 1%}\n"))
	f.Add([]byte("models: [{name: a}, {name: a, version: 1e3}]\n<<: *x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := ParseConfig("reproduce.yaml", data); err != nil && err.Error() == "" {
			t.Error("an error without a word")
		}
	})
}

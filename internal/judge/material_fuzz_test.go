package judge

import "testing"

// FuzzParseMaterial: an accepted line names its metric, and the line that it stood in.
func FuzzParseMaterial(f *testing.F) {
	for _, text := range []string{"10%", "f1: 1pp\n# x\n\nloss: 0.02 abs", " 5% ", "a: identical", "x:", ":", "1e400%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := ParseMaterial(text)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a word")
			}
			return
		}
		for _, line := range lines {
			if line.Pattern == "" || line.Line < 1 {
				t.Errorf("%q: %+v", text, line)
			}
		}
	})
}

package params

import (
	"strings"
	"testing"
)

// FuzzParseMap: each entry is in its line, and no param is mapped twice.
func FuzzParseMap(f *testing.F) {
	f.Add("lr = train.optimizer.lr\n# x\n\nlr2=params/model.yaml:a.b")
	f.Add("a==b\n =c\nd=\ne")
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := ParseMap(text)
		if err != nil {
			return
		}
		lines, seen := strings.Split(text, "\n"), map[string]bool{}
		for _, entry := range entries {
			if line := lines[entry.Line-1]; !strings.Contains(line, entry.Logged) || !strings.Contains(line, entry.Target) || seen[entry.Logged] {
				t.Errorf("%q: %+v", text, entry)
			}
			seen[entry.Logged] = true
		}
	})
}

package page

import "testing"

// FuzzReadUntold reads what an earlier night left to be told, cut off anywhere: each change
// is of a model, and from one state to another.
func FuzzReadUntold(f *testing.F) {
	f.Add([]byte(`{"model":"churn","version":"1","before":"reproduced","state":"drifted"}` + "\n" + `{"model":"rank`))
	f.Add([]byte("{}\n[]\nnull\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		changes, lost := ReadUntold(text)
		for _, c := range changes {
			if c.Model == "" {
				t.Errorf("a change of no model: %+v", c)
			}
		}
		if lost < 0 || lost > len(text) {
			t.Errorf("%d lost of %d bytes", lost, len(text))
		}
	})
}

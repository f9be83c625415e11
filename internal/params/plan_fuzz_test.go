package params

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// No file and no log makes Plan panic, change what it did not announce, or
// find something left to do in its own result.
func FuzzPlan(f *testing.F) {
	f.Add("params.yaml", template, "n_estimators", "150")
	f.Add("params.yaml", devProd, "dev/lr", "1e-05")
	f.Add("p.json", `{"a": {"b": [1, 2]}}`, "b", "[3, 4]")
	f.Add("p.toml", "[a]\nb = 'x'\n", "a.b", "y")
	f.Add("params.yaml", "a: &a 5\nb: *a\nc: {<<: {d: 1}}\n", "b", "6")
	f.Add("params.yaml", "m:\n- {a: 1}\n- ${x}\n", "m", "[{'a': 2}, 3]")
	f.Fuzz(func(t *testing.T, path, file, name, value string) {
		logged := repro.Params{{Name: name, Value: value}}
		options := Options{Section: DefaultSection, Insert: len(name)%2 == 0}
		result, err := Plan([]File{{path, []byte(file)}}, logged, options)
		if err != nil {
			return
		}
		writes := 0
		for _, edit := range result.Edits {
			if edit.Status == repro.ParamWritten || edit.Status == repro.ParamAssumed {
				writes++
			} else if edit.New != edit.Old {
				t.Errorf("%s is %s with new text %q for %q", edit.Name, edit.Status, edit.New, edit.Old)
			}
		}
		if (writes > 0) != (len(result.Files) == 1) {
			t.Fatalf("%d edits and %d files", writes, len(result.Files))
		}
		if writes == 0 {
			return
		}
		again, err := Plan([]File{{path, result.Files[0].After}}, logged, options)
		if err != nil || len(again.Files) > 0 {
			t.Errorf("planned again: %v\n%s\n%q", err, lines(again.Edits), result.Files[0].After)
		}
	})
}

func BenchmarkPlan(b *testing.B) {
	logged := repro.NewParams(map[string]string{"kaaaaa": "2", "n_estimators": "150", "data_version": "9803afdd"})
	for _, size := range []struct {
		name string
		keys int
	}{{"900keys", 900}, {"48000keys", 48_000}} {
		file := []File{{"params.yaml", []byte(template + manyKeys(size.keys))}}
		b.Run(size.name, func(b *testing.B) {
			b.SetBytes(int64(len(file[0].Data)))
			for b.Loop() {
				if _, err := Plan(file, logged, Options{Section: DefaultSection}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

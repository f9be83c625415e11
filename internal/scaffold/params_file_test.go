package scaffold

import (
	"slices"
	"testing"
	"testing/fstest"
)

// TestMakeWithoutParamsFile: where a workflow would train without the original's params it is said,
// and nowhere else.
func TestMakeWithoutParamsFile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file, text string
		change           func(*Facts)
		want             bool
	}{
		{"none", "README.md", "", nil, true},
		{"none, and params are known", "README.md", "", func(f *Facts) { f.Read, f.Registry.Params = true, []string{"lr"} }, true},
		{"nothing was logged", "README.md", "", func(f *Facts) { f.Read = true }, false},
		{"the usual one", "params.yaml", "lr: 1\n", nil, false},
		{"one of the configuration", ConfigFile, "defaults:\n  params-file: conf/a.yaml\n", nil, false},
		{"one that has the logged names", "conf/a.yaml", "lr: 1\n", func(f *Facts) { f.Registry.Params = []string{"lr"} }, false},
	} {
		facts := Facts{Asked: Asked{Models: []string{"churn"}}, Files: fstest.MapFS{"train.py": {}, tt.file: {Data: []byte(tt.text)}}, Getenv: func(string) string { return "" }}
		if tt.change != nil {
			tt.change(&facts)
		}
		plan, err := Make(facts)
		if got := slices.Contains(plan.Notes, noParamsFile); err != nil || got != tt.want {
			t.Errorf("%s: said %v, %v", tt.name, got, err)
		}
	}
}

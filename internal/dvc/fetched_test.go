package dvc

import "testing"

func TestFetches(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]bool{
		"dvc checkout && dvc repro --force":                          true,
		"dvc pull --force && python train.py":                        true,
		"dvc checkout data/raw.csv.dvc && python train.py":           true,
		"dvc checkout a.csv.dvc && dvc pull ./data/raw.csv && dvc x": true,
		"dvc checkout other.csv.dvc && python train.py":              false,
		"python train.py && dvc checkout":                            false,
		"dvc repro --force":                                          false,
		"":                                                           false,
	} {
		if got := Fetches(command, "data/raw.csv.dvc"); got != want {
			t.Errorf("%q: %v", command, got)
		}
	}
	p := &Project{Tracked: []Tracked{{File: "data.dvc", Path: "data"}, {File: "train.dvc", Path: "m.pkl", Runs: true}}}
	for name, want := range map[string]string{"data": "data.dvc", "data/a.csv": "data.dvc", "database": "", "m.pkl": ""} {
		if got := p.TrackedBy(name); got != want {
			t.Errorf("%s is tracked by %q, want %q", name, got, want)
		}
	}
}

package lineage

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWithoutMade: a digest of what a program made of its data is no other data where the files
// are the same and the program differs; where either is not known, it stays.
func TestWithoutMade(t *testing.T) {
	t.Parallel()
	row := func(kind, name, then, now, state string) repro.Input {
		return repro.Input{Kind: kind, Name: name, Original: then, Now: now, State: state}
	}
	table := row(repro.KindData, "dataset", "mlflow 1", "mlflow 2", repro.InputDiffers)
	same := row(repro.KindData, "data/raw.csv", "md5 a", "md5 a", repro.InputSame)
	code := row(repro.KindCode, "clean.py", "a", "b", repro.InputDiffers)
	seldom := row(repro.KindFile, "README.md", "a", "b", repro.InputDiffers)
	seldom.Bearing = repro.BearingSeldom
	for name, c := range map[string]struct {
		others []repro.Input
		read   bool
		made   bool
	}{
		"the file is the same, the code differs": {[]repro.Input{same, code}, false, true},
		"all that was read is in git":            {[]repro.Input{code}, true, true},
		"a param differs":                        {[]repro.Input{same, row(repro.KindParams, "clip", "1", "2", repro.InputDiffers)}, false, true},
		"nothing else differs":                   {[]repro.Input{same, seldom}, false, false},
		"no file is known":                       {[]repro.Input{code}, false, false},
		"another file differs":                   {[]repro.Input{same, code, row(repro.KindData, "data/b.csv", "md5 a", "md5 b", repro.InputDiffers)}, false, false},
		"another file is not known":              {[]repro.Input{same, code, row(repro.KindData, "data/b.csv", "md5 a", "", repro.InputUnknown)}, false, false},
		"a table in git differs":                 {[]repro.Input{same, code, row(repro.KindFile, "data/b.csv", "a", "b", repro.InputDiffers)}, false, false},
	} {
		inputs := withoutMade(append([]repro.Input{table}, c.others...), c.read)
		if made := inputs[0].Kind == repro.KindDerived; made != c.made || made && inputs[0].Note == "" {
			t.Errorf("%s: %+v", name, inputs[0])
		}
	}
}

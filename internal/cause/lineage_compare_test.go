package cause

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDataOfOneName: autologging calls what a run trains on and what it
// evaluates with by one name, and each is held against its own.
func TestDataOfOneName(t *testing.T) {
	t.Parallel()
	train := func(digest string) repro.DataVersion {
		return repro.DataVersion{Path: "dataset", Hash: "mlflow " + digest, From: "dataset logged as train"}
	}
	eval := func(digest string) repro.DataVersion {
		return repro.DataVersion{Path: "dataset", Hash: "mlflow " + digest, From: "dataset logged as eval"}
	}
	for name, tt := range map[string]struct {
		original, now []repro.DataVersion
		want          []string // the state of each of the original's, in order
	}{
		"the same two":               {[]repro.DataVersion{eval("e"), train("t")}, []repro.DataVersion{eval("e"), train("t")}, []string{repro.InputSame, repro.InputSame}},
		"in another order":           {[]repro.DataVersion{eval("e"), train("t")}, []repro.DataVersion{train("t"), eval("e")}, []string{repro.InputSame, repro.InputSame}},
		"other data to train on":     {[]repro.DataVersion{eval("e"), train("t")}, []repro.DataVersion{eval("e"), train("u")}, []string{repro.InputSame, repro.InputDiffers}},
		"swapped":                    {[]repro.DataVersion{eval("e"), train("t")}, []repro.DataVersion{eval("t"), train("e")}, []string{repro.InputDiffers, repro.InputDiffers}},
		"one of them, called anew":   {[]repro.DataVersion{train("t")}, []repro.DataVersion{{Path: "dataset", Hash: "mlflow t", From: "dataset logged as training"}}, []string{repro.InputSame}},
		"other data, called anew":    {[]repro.DataVersion{train("t")}, []repro.DataVersion{{Path: "dataset", Hash: "mlflow u", From: "dataset logged as training"}}, []string{repro.InputDiffers}},
		"hashed in another way":      {[]repro.DataVersion{train("t")}, []repro.DataVersion{{Path: "dataset", Hash: "md5 t", From: "dataset logged as train"}}, []string{repro.InputUnknown}},
		"nothing recorded this time": {[]repro.DataVersion{train("t")}, nil, []string{repro.InputUnknown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			names := map[string]bool{}
			for _, input := range compareData(tt.original, tt.now)[:len(tt.original)] {
				if names[input.Name] {
					t.Errorf("two inputs are called %s", input.Name)
				}
				names[input.Name] = true
			}
			inputs := compareData(tt.original, tt.now)
			for i, want := range tt.want {
				if inputs[i].State != want {
					t.Errorf("%s (%s) is %q, want %q", inputs[i].Name, inputs[i].Evidence, inputs[i].State, want)
				}
			}
		})
	}
}

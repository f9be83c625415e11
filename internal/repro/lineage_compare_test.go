package repro

import "testing"

// TestDataOfOneName: autologging calls what a run trains on and what it
// evaluates with by one name, and each is held against its own.
func TestDataOfOneName(t *testing.T) {
	t.Parallel()
	train := func(digest string) DataVersion {
		return DataVersion{Path: "dataset", Hash: "mlflow " + digest, From: "dataset logged as train"}
	}
	eval := func(digest string) DataVersion {
		return DataVersion{Path: "dataset", Hash: "mlflow " + digest, From: "dataset logged as eval"}
	}
	for name, tt := range map[string]struct {
		original, now []DataVersion
		want          []string // the state of each of the original's, in order
	}{
		"the same two":               {[]DataVersion{eval("e"), train("t")}, []DataVersion{eval("e"), train("t")}, []string{InputSame, InputSame}},
		"in another order":           {[]DataVersion{eval("e"), train("t")}, []DataVersion{train("t"), eval("e")}, []string{InputSame, InputSame}},
		"other data to train on":     {[]DataVersion{eval("e"), train("t")}, []DataVersion{eval("e"), train("u")}, []string{InputSame, InputDiffers}},
		"swapped":                    {[]DataVersion{eval("e"), train("t")}, []DataVersion{eval("t"), train("e")}, []string{InputDiffers, InputDiffers}},
		"one of them, called anew":   {[]DataVersion{train("t")}, []DataVersion{{Path: "dataset", Hash: "mlflow t", From: "dataset logged as training"}}, []string{InputSame}},
		"other data, called anew":    {[]DataVersion{train("t")}, []DataVersion{{Path: "dataset", Hash: "mlflow u", From: "dataset logged as training"}}, []string{InputDiffers}},
		"hashed in another way":      {[]DataVersion{train("t")}, []DataVersion{{Path: "dataset", Hash: "md5 t", From: "dataset logged as train"}}, []string{InputUnknown}},
		"nothing recorded this time": {[]DataVersion{train("t")}, nil, []string{InputUnknown}},
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

package lineage

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCalledOtherwise: a recorded command line with other arguments differs, and is not the same
// because the program is.
func TestCalledOtherwise(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		then, now string
		state     string
		bearing   repro.Bearing
	}{
		"the same":                {"python train.py --lr 0.1", "python  train.py --lr 0.1", repro.InputSame, ""},
		"inside of record":        {"python train.py", "reproduce record -- python train.py", repro.InputSame, ""},
		"an argument less":        {"make -s train MODE=--fast", "make -s train", repro.InputDiffers, ""},
		"by another interpreter":  {"/usr/bin/python train.py --fast", "python train.py", repro.InputDiffers, ""},
		"what may call the other": {"python train.py", "make train", repro.InputDiffers, repro.BearingSeldom},
	} {
		inputs := calledOtherwise(repro.Fact{Value: c.then, From: "reproduce/lineage.json"}, repro.Fact{}, c.now)
		if len(inputs) != 1 || inputs[0].State != c.state || inputs[0].Bearing != c.bearing {
			t.Errorf("%s: %+v", name, inputs)
		}
	}
	if calledOtherwise(repro.Fact{}, repro.Fact{}, "make") != nil || calledOtherwise(repro.Fact{Value: "make"}, repro.Fact{Value: "make"}, "make") != nil || calledOtherwise(repro.Fact{Value: "make"}, repro.Fact{}, "") != nil {
		t.Error("what one side did not record is compared")
	}
}

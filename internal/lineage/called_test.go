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
		"on one processor":        {"python train.py --fast", "taskset -c 0 python train.py --fast", repro.InputDiffers, ""},
		"on another one":          {"taskset -c 1 python train.py", "taskset -c 0 python train.py", repro.InputDiffers, ""},
		"with a variable":         {"SCALE=2 python train.py", "python train.py", repro.InputDiffers, ""},
		"more nicely":             {"python train.py", "nice -n 5 python train.py", repro.InputDiffers, repro.BearingSeldom},
		"in the background":       {"nohup python train.py", "/usr/bin/time -v python train.py", repro.InputDiffers, repro.BearingSeldom},
		"nicely on one processor": {"nice python train.py", "taskset -c 0 python train.py", repro.InputDiffers, ""},
		"after another command":   {"python train.py", "nice prep.sh && python train.py", repro.InputDiffers, repro.BearingSeldom},
		"what may call the other": {"python train.py", "make train", repro.InputDiffers, repro.BearingSeldom},
	} {
		inputs := calledOtherwise(repro.Fact{Value: c.then, From: "reproduce/lineage.json"}, repro.Fact{}, c.now, nil)
		if c.now == "taskset -c 0 python train.py" && inputs[0].Note != otherProcessors {
			t.Errorf("%s: %s", name, inputs[0].Note)
		}
		if len(inputs) != 1 || inputs[0].State != c.state || inputs[0].Bearing != c.bearing {
			t.Errorf("%s: %+v", name, inputs)
		}
	}
	if calledOtherwise(repro.Fact{}, repro.Fact{}, "make", nil) != nil || calledOtherwise(repro.Fact{Value: "make"}, repro.Fact{Value: "make"}, "make", nil) != nil || calledOtherwise(repro.Fact{Value: "make"}, repro.Fact{}, "", nil) != nil {
		t.Error("what one side did not record is compared")
	}
}

// TestCalledOtherwise_overrides: overrides that pass the original's params, as {hydra} and
// {mlproject} write them, are no other command line; others are.
func TestCalledOtherwise_overrides(t *testing.T) {
	t.Parallel()
	logged := repro.Params{{Name: "lr", Value: "0.2"}, {Name: "model.kind", Value: "small"}}
	for _, c := range []struct {
		then, now string
		differs   bool
	}{
		{"python train.py", "python train.py ++lr=0.2 '++model.kind=small'", false},
		{"python train.py lr=0.2 --fast", "python train.py --fast ++lr=0.2 ++model.kind='small'", false},
		{"mlflow run .", "mlflow run . -P lr=0.2", false},
		{"python train.py lr=0.3", "python train.py ++lr=0.2", true},
		{"python train.py", "python train.py ++lr=0.3", true},
		{"python train.py --fast", "python train.py ++lr=0.2", true},
		{"python train.py", "python train.py ++other=1", true},
	} {
		inputs := calledOtherwise(repro.Fact{Value: c.then, From: "reproduce/lineage.json"}, repro.Fact{}, c.now, logged)
		if differs := len(inputs) == 1 && inputs[0].State == repro.InputDiffers; differs != c.differs || len(inputs) > 1 {
			t.Errorf("%s, %s: %+v", c.then, c.now, inputs)
		}
	}
}

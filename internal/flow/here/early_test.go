package here

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

const earlyID = "0123456789abcdef0123456789abcdef"

var earlyCurve = []float64{0.9, 0.7, 0.5, 0.4, 0.35, 0.32}

// earlyRun is a run of the original's training with a curve, times a factor.
func earlyRun(status repro.RunStatus, factor float64, points int, change func(*mlflowtest.Run)) mlflowtest.Run {
	run := mlflowtest.Run{
		Status:  string(status),
		Params:  map[string]string{"lr": "0.1"},
		Tags:    map[string]string{"mlflow.source.git.commit": strings.Repeat("c", 40), "mlflow.source.name": "train.py"},
		History: map[string][]mlflowtest.Point{},
	}
	for step, value := range earlyCurve[:points] {
		run.History["loss"] = append(run.History["loss"], mlflowtest.Point{Step: int64(step), Value: value * factor})
	}
	if change != nil {
		change(&run)
	}
	return run
}

func tagged(run *mlflowtest.Run) { run.Tags[repro.IDTag] = earlyID }

func otherParam(run *mlflowtest.Run) { tagged(run); run.Params["lr"] = "0.2" }

// TestWatch: a training is ended by the curve of the one run that is the original's
// counterpart, and by no other; and a look is one request, where nothing is suspected.
func TestWatch(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		others   []mlflowtest.Run
		now      []mlflowtest.Run
		training settings.Training
		why      string // nothing is looked at
		left     bool
		equal    bool
		looks    int // requests of the first look
	}{
		"left":                        {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, tagged)}, settings.Training{StopEarly: true}, "", true, false, 2},
		"equal":                       {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 1, 4, tagged)}, settings.Training{StopEarly: true}, "", false, false, 1},
		"equal, of which some do":     {nil, []mlflowtest.Run{earlyRun("RUNNING", 1, 4, tagged)}, settings.Training{StopAfter: 3}, "", false, true, 2},
		"equal, and not yet enough":   {nil, []mlflowtest.Run{earlyRun("RUNNING", 1, 2, tagged)}, settings.Training{StopAfter: 3}, "", false, false, 1},
		"other, of which some do":     {nil, []mlflowtest.Run{earlyRun("RUNNING", 2, 4, tagged)}, settings.Training{StopAfter: 3}, "", false, false, 2},
		"both, left":                  {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, tagged)}, settings.Training{StopEarly: true, StopAfter: 3}, "", true, false, 2},
		"fewer points than asked for": {nil, nil, settings.Training{StopAfter: 7}, "the longest curve of the original has 6 points", false, false, 0},
		"no other run":                {nil, nil, settings.Training{StopEarly: true}, "not known to be deterministic", false, false, 0},
		"one other run":               {twoMore()[:1], nil, settings.Training{StopEarly: true}, "not known to be deterministic", false, false, 0},
		"a third run differs":         {append(twoMore(), earlyRun("FINISHED", 1.1, 6, nil)), nil, settings.Training{StopEarly: true}, "not known to be deterministic", false, false, 0},
		"a third run did not finish":  {append(twoMore(), earlyRun("FAILED", 1.1, 6, nil)), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, tagged)}, settings.Training{StopEarly: true}, "", true, false, 2},
		"a third of other params":     {append(twoMore(), earlyRun("FINISHED", 1.1, 6, func(r *mlflowtest.Run) { r.Params["lr"] = "0.3" })), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, tagged)}, settings.Training{StopEarly: true}, "", true, false, 2},
		"a reproduction that drifted": {append(twoMore(), earlyRun("FINISHED", 1.1, 6, func(r *mlflowtest.Run) { r.Tags[repro.IDTag] = "f" })), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, tagged)}, settings.Training{StopEarly: true}, "", true, false, 2},
		"two runs of the training":    {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, tagged), earlyRun("RUNNING", 1, 1, tagged)}, settings.Training{StopEarly: true}, "", false, false, 1},
		"a run of another training":   {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, nil)}, settings.Training{StopEarly: true}, "", false, false, 1},
		"a finished run":              {twoMore(), []mlflowtest.Run{earlyRun("FINISHED", 2, 4, tagged)}, settings.Training{StopEarly: true}, "", false, false, 1},
		"other params":                {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, otherParam)}, settings.Training{StopEarly: true}, "", false, false, 1},
		"no params yet":               {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, func(r *mlflowtest.Run) { tagged(r); r.Params = nil })}, settings.Training{StopEarly: true}, "", false, false, 1},
		"a part of another run":       {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, func(r *mlflowtest.Run) { tagged(r); r.Tags[lineage.MlflowParent] = earlyID })}, settings.Training{StopEarly: true}, "", false, false, 1},
		"another program":             {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, func(r *mlflowtest.Run) { tagged(r); r.Tags["mlflow.source.name"] = "eval.py" })}, settings.Training{StopEarly: true}, "", false, false, 1},
		"a fold of another name":      {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, func(r *mlflowtest.Run) { tagged(r); r.Name = "fold-1" })}, settings.Training{StopEarly: true}, "", false, false, 1},
		"a renamed metric": {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 2, 4, func(r *mlflowtest.Run) {
			tagged(r)
			r.History["train/loss"] = r.History["loss"]
			delete(r.History, "loss")
		})}, settings.Training{StopEarly: true}, "", false, false, 1},
		"a metric that is only new": {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", 1, 4, func(r *mlflowtest.Run) {
			tagged(r)
			r.History["val"] = []mlflowtest.Point{{Step: 0, Value: 9}, {Step: 3, Value: 9}}
		})}, settings.Training{StopEarly: true}, "", false, false, 1},
		"not a number": {twoMore(), []mlflowtest.Run{earlyRun("RUNNING", math.NaN(), 4, tagged)}, settings.Training{StopEarly: true}, "", false, false, 1},
	} {
		server := mlflowtest.New(t)
		original := server.AddRun(earlyRun("FINISHED", 1, 6, nil))
		for _, run := range tt.others {
			server.AddRun(run)
		}
		registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		run, err := registry.Run(context.Background(), original)
		if err != nil {
			t.Fatal(err)
		}
		w, why := newWatch(context.Background(), registry, tt.training, repro.Plan{ID: earlyID, Original: run}, repro.Change{})
		if !strings.Contains(why, tt.why) || (why == "") != (tt.why == "") {
			t.Errorf("%s: not watched, as %q", name, why)
		}
		if why == "" {
			w.every = time.Nanosecond
			for _, now := range tt.now {
				server.AddRun(now)
			}
			if read := len(server.Requests()); read > 8 {
				t.Errorf("%s: %d requests before the training", name, read)
			}
			_, err := w.look(context.Background())
			if looks := len(server.Requests()); err != nil || looks != tt.looks {
				t.Errorf("%s: %d requests, %v", name, looks, err)
			}
			if left := w.early != nil && w.early.Metric == "loss"; left != tt.left || (w.early != nil && !left) != tt.equal {
				t.Errorf("%s: %+v", name, w.early)
			}
		}
		registry.Close()
	}
}

func twoMore() []mlflowtest.Run {
	return []mlflowtest.Run{earlyRun("FINISHED", 1, 6, nil), earlyRun("FINISHED", 1, 6, nil)}
}

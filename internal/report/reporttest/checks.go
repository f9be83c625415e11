package reporttest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Checks is a history: so many models, each checked in so many nights, the last of
// which is the night of At "2026-11-23T02:41:07Z". Most come back; every seventh
// model drifts for some time, some are flaky, some could not be verified, some
// were missed.
func Checks(models, nights int) (checks []repro.Check) {
	last := At("2026-11-23T02:41:07Z")
	for model := range models {
		for night := range nights {
			checks = append(checks, check(model, night, nights, last.Add(time.Duration(night-nights+1)*24*time.Hour+time.Duration(model)*time.Second)))
		}
	}
	return checks
}

func check(model, night, nights int, at time.Time) repro.Check {
	name := []string{"churn-classifier", "demand-forecast", "fraud-score", "ltv-regressor", "ranker", "upsell"}[model%6]
	if model >= 6 {
		name = fmt.Sprintf("%s-%03d", name, model/6)
	}
	id := digest(model, night)
	c := repro.Check{
		Record: repro.Record{
			Past:  repro.Past{At: at, Verdict: repro.Reproduced, Reason: repro.WithinTolerance},
			Model: name, Version: fmt.Sprint(1 + model%9), Original: digest(model)[:32], ID: "r-" + id[:8], Run: id[:32], Commit: digest(model, "commit")[:40],
			Params: repro.Params{{Name: "learning_rate", Value: "0.05"}, {Name: "max_depth", Value: "6"}, {Name: "seed", Value: "42"}},
			Inputs: inputs(model, night, nights),
		},
		Tool: "reproduce v1.0.0", Repository: "https://github.example/acme/models", Stage: "Production", Aliases: []string{"champion"},
		Summary: "4 of 4 metrics within tolerance.", Seconds: 723, Report: digest(id, "report"),
		Links: repro.CheckLinks{Model: "https://mlflow.example/#/models/" + name, Original: "https://mlflow.example/#/experiments/1/runs/" + digest(model)[:32],
			Run: "https://mlflow.example/#/experiments/1/runs/" + id[:32], Workflow: "https://github.example/acme/models/actions/runs/" + fmt.Sprint(1000*model+night)},
	}
	off, verdict := 0.0, repro.Reproduced
	switch left := nights - night; {
	case model%7 == 1 && left <= nights/3:
		off, verdict = 0.021, repro.Drifted
		c.Cause = "Data train.parquet differs, which is consistent with the drift. This was not tested."
		c.Summary = "1 of 4 metrics outside tolerance: accuracy. The training pipeline itself ran normally."
	case model%11 == 3 && night%3 == 1:
		off, verdict = -0.015, repro.Drifted
		c.Summary = "1 of 4 metrics outside tolerance: accuracy."
	case model%13 == 5 && left <= 2, model%5 == 2 && night == nights/2:
		verdict = repro.Unverified
		c.Reason, c.Detail, c.Summary = repro.PipelineFailed, "The training failed: exit status 1.", "The training failed, so nothing was compared."
	case model%17 == 6 && left == 1:
		return repro.Check{Tool: c.Tool, Repository: c.Repository, Record: repro.Record{Past: repro.Past{At: at, Verdict: repro.Missed}, Model: c.Model, Version: c.Version}}
	}
	if c.Verdict = verdict; verdict == repro.Drifted {
		c.Reason = repro.MetricsOutsideTolerance
	}
	if verdict == repro.Unverified {
		return c
	}
	for i, metric := range []struct {
		name            string
		value, allowed  float64
		toleranceAsSaid string
	}{{"accuracy", 0.9132, 0.005, "0.005 abs"}, {"f1", 0.8741, 0.008741, "1%"}, {"log_loss", 0.21874, 0.0021874, "1%"}, {"roc_auc", 0.9552, 0.005, "0.005 abs"}} {
		m := repro.CheckedMetric{Name: metric.name, Original: metric.value, Low: metric.value - metric.allowed, High: metric.value + metric.allowed, Tolerance: metric.toleranceAsSaid, State: repro.StateWithin}
		m.Reproduced = math.Round(1e5*(metric.value+metric.allowed*0.7*math.Sin(float64(3*model+7*night+i)))) / 1e5
		if i == 0 && off != 0 {
			m.Reproduced, m.State = math.Round(1e5*(metric.value-off+0.001*math.Sin(float64(night))))/1e5, repro.StateOutside
		}
		c.Metrics = append(c.Metrics, m)
	}
	return c
}

func inputs(model, night, nights int) []repro.Input {
	data := repro.Input{Kind: repro.KindData, Name: "train.parquet", Original: "md5 " + digest(model, "data")[:32], Now: "md5 " + digest(model, "data")[:32], State: repro.InputSame, Evidence: "dvc.lock"}
	python := repro.Input{Kind: repro.KindEnvironment, Name: "scikit-learn", Original: "1.5.1", Now: "1.5.1", State: repro.InputSame, Evidence: "requirements.txt of the model"}
	if model%7 == 1 && nights-night <= nights/3 {
		data.Now, data.State = "md5 "+digest(model, "other data")[:32], repro.InputDiffers
	}
	if model%3 == 1 && night > nights/2 {
		python.Now, python.State = "1.5.2", repro.InputDiffers
	}
	return []repro.Input{
		{Kind: repro.KindCode, Name: "train.py", Original: digest(model, "code")[:40], Now: digest(model, "code")[:40], State: repro.InputSame, Evidence: "git"},
		data, python,
	}
}

func digest(of ...any) string {
	sum := sha256.Sum256(fmt.Append(nil, of...))
	return hex.EncodeToString(sum[:])
}

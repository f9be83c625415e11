package reportjson

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// SchemaVersion is the version of report.json that this package writes, and the
// only one it reads. New members do not change it; anything else does.
const SchemaVersion = 1

// File is the name under which a report is saved.
const File = "report.json"

// MaxDocument is the longest report.json that is written or read, in bytes: a
// run with 3,000 params and a log of 10,000 lines has less than a tenth of it.
const MaxDocument = 16 << 20

// Encode gives report.json: indented, the same bytes for the same result, and a
// final line end. Numbers are the shortest that read back as the same float64;
// what JSON has no number for is a string. Bytes that are no UTF-8 are spelled
// as their escapes, which is how every report shows them.
func Encode(r repro.Result) ([]byte, error) {
	d := newDocument(r)
	clean(reflect.ValueOf(&d).Elem())
	text, err := doc.EncodeJSON(d, "  ")
	switch {
	case err != nil:
		return nil, fmt.Errorf("encode report: %w", err)
	case len(text) >= MaxDocument:
		return nil, fmt.Errorf("encode report: %d bytes; a report has at most %d, so shorten the training's log or the params files", len(text), MaxDocument)
	}
	return append(text, '\n'), nil
}

// Decode reads what Encode wrote. It refuses a report of another version, and
// one whose verdict its own evidence and metrics do not bear out: a saved
// report is a file that anybody may have touched.
func Decode(text []byte) (repro.Result, error) {
	var head struct {
		SchemaVersion *int `json:"schema_version"`
	}
	if err := doc.DecodeJSON(bytes.NewReader(text), MaxDocument, &head); err != nil {
		return repro.Result{}, fmt.Errorf("read report: %w", err)
	}
	switch {
	case head.SchemaVersion == nil:
		return repro.Result{}, errors.New("read report: no schema_version; this is not a report.json of reproduce")
	case *head.SchemaVersion != SchemaVersion:
		return repro.Result{}, fmt.Errorf("read report: schema_version %d, and this version of reproduce reads %d; use the version that wrote it, or check again", *head.SchemaVersion, SchemaVersion)
	}
	var d document
	if err := doc.DecodeJSON(bytes.NewReader(text), MaxDocument, &d); err != nil {
		return repro.Result{}, fmt.Errorf("read report: %w", err)
	}
	r, err := d.result()
	if err == nil {
		err = borneOut(r)
	}
	if err != nil {
		return repro.Result{}, fmt.Errorf("read report: %w", err)
	}
	return r, nil
}

func newDocument(r repro.Result) document {
	d := document{
		SchemaVersion: SchemaVersion, Tool: r.Tool, CheckedAt: r.CheckedAt, Model: newModel(r.Plan.Model),
		Verdict: r.Verdict, Reason: r.Reason, Detail: r.Detail, Summary: report.Sentence(r),
		Metrics:     convert(r.Comparison.Deltas, newMetric),
		Curves:      convert(r.Comparison.Curves, newCurve),
		Predictions: newPredictions(r.Comparison.Model),
		Early:       newEarly(r.Comparison.Early),
		Ignored:     convert(r.Comparison.In(repro.StateIgnored), func(d repro.Delta) string { return d.Name }),
		Params:      convert(r.Plan.Params, newParam),
		Inputs:      convert(r.Inputs, newInput),
		Evidence:    convert(r.Evidence, newGate),
		Diagnosis: diagnosisJSON{Mode: "compare", Runs: experiments(r.Causes), Causes: convert(r.Causes, newCause),
			Conclusion: r.Diagnosis},
		Original: originalJSON{r.Original.ID, r.Original.URL, recordedCommit(r), newRest(r.Original)},
		Reproduction: reproductionDoc{ID: r.Plan.ID, RunID: r.Reproduction.ID, URL: r.Reproduction.URL, Commit: r.Change.Commit,
			Branch: r.Change.Branch, WorkflowURL: r.Execution.URL, Seconds: r.Execution.Duration().Seconds(), Attempts: r.Execution.Attempt,
			runRest: newRest(r.Reproduction)},
		Repeats: convert(r.Repeats, newRun), Earlier: convert(r.Earlier, newPast), Plan: newPlan(r),
		Registry: r.Registry, Warnings: r.Warnings, CompareNotes: r.Comparison.Warnings, Next: r.Next, Again: r.Again, Truncated: r.Truncated,
	}
	if r.Experiment != nil {
		d.Experiment, d.Diagnosis.Runs = newExperiment(r.Experiment), r.Experiment.Took.Made
	}
	if d.Diagnosis.Runs > 0 {
		d.Diagnosis.Mode = "bisect"
	}
	if r.Change != (repro.Change{}) {
		d.Reproduction.Change = newChange(r.Change)
	}
	if !reflect.DeepEqual(r.Execution, repro.Execution{}) {
		d.Reproduction.Execution = newExecution(r.Execution)
	}
	if r.Further != (repro.Trainings{}) {
		d.Reproduction.Further = &trainingsJSON{r.Further.Made, r.Further.Took.Seconds()}
	}
	return d
}

func (d document) result() (repro.Result, error) {
	plan, err := d.plan()
	r := repro.Result{
		Tool: d.Tool, CheckedAt: utc(d.CheckedAt), Verdict: d.Verdict, Reason: d.Reason, Detail: d.Detail,
		Plan: plan, Change: d.Reproduction.Change.change(), Execution: d.Reproduction.Execution.execution(),
		Original:     d.Original.run(d.Original.RunID, d.Original.URL),
		Reproduction: d.Reproduction.run(d.Reproduction.RunID, d.Reproduction.URL),
		Further:      d.Reproduction.Further.trainings(),
		Repeats:      convert(d.Repeats, func(r runJSON) repro.Run { return r.run(r.RunID, r.URL) }),
		Earlier:      convert(d.Earlier, pastJSON.past),
		Evidence:     convert(d.Evidence, gateJSON.gate),
		Comparison:   repro.Comparison{Deltas: convert(d.Metrics, metricJSON.delta), Warnings: some(d.CompareNotes), Curves: convert(d.Curves, curveJSON.curve), Model: d.Predictions.delta(), Early: d.Early.early()},
		Inputs:       convert(d.Inputs, inputJSON.input),
		Causes:       convert(d.Diagnosis.Causes, causeJSON.cause), Diagnosis: d.Diagnosis.Conclusion,
		Experiment: d.Experiment.experiment(),
		Registry:   d.Registry, Warnings: some(d.Warnings), Next: d.Next, Again: d.Again, Truncated: some(d.Truncated),
	}
	return r, err
}

// experiments counts the runs that causes were found by, each once.
func experiments(causes []repro.Cause) int {
	runs := map[string]bool{}
	for _, cause := range causes {
		for _, id := range cause.Experiment {
			runs[id] = true
		}
	}
	return len(runs)
}

// recordedCommit is the commit the original run recorded; "" if it did not.
func recordedCommit(r repro.Result) string {
	for _, input := range r.Inputs {
		if input.Kind == repro.KindCode && input.Original != "" {
			return input.Original
		}
	}
	return r.Original.Tags["mlflow.source.git.commit"]
}

package history

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Version is the version of the documents that are written, and the only one
// that is read. New members do not change it.
const Version = 1

// wholeCheck is up to where a check is kept whole: what is longer goes without its params,
// inputs and re-runs. maxCheck is the longest document, of some thousands of metrics.
const (
	wholeCheck = 64 << 10
	maxCheck   = 512 << 10
)

// document is one check as a file of a history. It is written once and
// never changed.
type document struct {
	Version      int              `json:"check_version"`
	Tool         string           `json:"tool,omitempty"`
	At           time.Time        `json:"checked_at"`
	Repository   string           `json:"repository,omitempty"`
	Model        modelJSON        `json:"model"`
	Verdict      repro.Verdict    `json:"verdict"`
	Reason       repro.Reason     `json:"reason,omitempty"`
	Summary      string           `json:"summary,omitempty"`
	Detail       string           `json:"detail,omitempty"`
	Metrics      []metricJSON     `json:"metrics,omitempty"`
	Predictions  repro.State      `json:"predictions,omitempty"` // of the models, where they count
	Allowed      string           `json:"predictions_tolerance,omitempty"`
	Apart        string           `json:"predictions_difference,omitempty"` // the largest
	Cause        string           `json:"cause,omitempty"`
	Inputs       []inputJSON      `json:"inputs,omitempty"`
	Params       [][2]string      `json:"params,omitempty"` // name and value
	Runs         []map[string]num `json:"runs,omitempty"`   // the metrics of each re-run
	Original     runJSON          `json:"original,omitzero"`
	Reproduction runJSON          `json:"reproduction,omitzero"`
	Job          string           `json:"workflow_run_url,omitempty"`
	JobCommit    string           `json:"workflow_run_commit,omitempty"`
	Report       string           `json:"report_sha256,omitempty"`
	Cut          bool             `json:"cut,omitempty"`
}

type num = doc.Float

type modelJSON struct {
	Name    string   `json:"name"`
	Version string   `json:"version"`
	Stage   string   `json:"stage,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
	URL     string   `json:"url,omitempty"`
}

type metricJSON struct {
	Name       string      `json:"name"`
	Original   *num        `json:"original,omitempty"`
	Reproduced *num        `json:"reproduced,omitempty"`
	Low        *num        `json:"low,omitempty"`
	High       *num        `json:"high,omitempty"`
	Tolerance  string      `json:"tolerance,omitempty"`
	Material   string      `json:"material,omitempty"`
	Shift      num         `json:"shift_below,omitempty"`
	State      repro.State `json:"state"`
}

type inputJSON struct {
	Kind     string        `json:"kind"`
	Name     string        `json:"name"`
	Original string        `json:"original,omitempty"`
	Now      *string       `json:"now,omitempty"` // left out where it is the original's
	State    string        `json:"state"`
	Evidence string        `json:"evidence,omitempty"`
	Note     string        `json:"note,omitempty"`
	Bearing  repro.Bearing `json:"bearing,omitempty"`
}

type runJSON struct {
	ID       string  `json:"id,omitempty"` // of the attempt
	RunID    string  `json:"run_id,omitempty"`
	URL      string  `json:"url,omitempty"`
	Commit   string  `json:"commit,omitempty"`
	Workflow string  `json:"workflow_run_url,omitempty"`
	Seconds  float64 `json:"duration_s,omitempty"`
	All      float64 `json:"trainings_s,omitempty"` // left out where it is duration_s
}

// Encode gives the document of a check, one line. What Decode would not read back is
// refused.
func Encode(c repro.Check) ([]byte, error) {
	text, err := doc.EncodeJSON(newDocument(c), "")
	if err == nil && len(text) >= wholeCheck {
		c.Params, c.Inputs, c.Runs, c.Cut = nil, nil, nil, true
		text, err = doc.EncodeJSON(newDocument(c), "")
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("history: encode a check: %w", err)
	case len(text) >= maxCheck:
		return nil, fmt.Errorf("history: encode a check of %.80q: %d bytes; a check has at most %d, so leave metrics out with --metrics", c.Model, len(text), maxCheck)
	}
	if _, err := Decode(text); err != nil {
		return nil, fmt.Errorf("history: encode a check of %.80q: it could not be read again: %w; check again", c.Model, err)
	}
	return append(text, '\n'), nil
}

// errVersion says of a document that it is another version's.
var errVersion = errors.New("of another version")

// isCheck tells a document of a check from a saved report.
var isCheck = regexp.MustCompile(`^\s*\{\s*"check_version"`)

// IsCheck says whether a text is a check that a history keeps, and no report.
func IsCheck(text []byte) bool { return isCheck.Match(text) }

// Decode reads what Encode wrote. It refuses a verdict that the check's metrics
// do not bear out: the file is anybody's.
func Decode(text []byte) (repro.Check, error) { return decodeWith(text, nil) }

// decodeWith is Decode with the bands that are known, to which it adds.
func decodeWith(text []byte, known bands) (repro.Check, error) {
	var d document
	if err := doc.DecodeJSON(bytes.NewReader(text), maxCheck, &d); err != nil {
		return repro.Check{}, err
	}
	if d.Version != Version {
		return repro.Check{}, fmt.Errorf("%w: check_version %d, and this version of reproduce reads %d", errVersion, d.Version, Version)
	}
	c := d.check()
	if c.Model == "" && c.Original == "" || c.At.IsZero() {
		return repro.Check{}, errors.New("it names no model or no time")
	}
	if err := borneOut(c, known); err != nil {
		return repro.Check{}, err
	}
	return c, nil
}

func newDocument(c repro.Check) document {
	d := document{
		Version: Version, Tool: c.Tool, At: c.At.UTC(), Repository: c.Repository,
		Model:   modelJSON{c.Model, c.Version, c.Stage, c.Aliases, c.Links.Model},
		Verdict: c.Verdict, Reason: c.Reason, Summary: c.Summary, Detail: c.Detail, Predictions: c.Models.State, Allowed: c.Models.Tolerance, Apart: c.Models.Difference, Cause: c.Cause,
		Original:     runJSON{RunID: c.Original, URL: c.Links.Original},
		Reproduction: runJSON{ID: c.ID, RunID: c.Run, URL: c.Links.Run, Commit: c.Commit, Workflow: c.Links.Workflow, Seconds: c.Seconds},
		Job:          c.Links.Job, JobCommit: c.JobCommit, Report: c.Report, Cut: c.Cut,
	}
	if c.Trainings != c.Seconds {
		d.Reproduction.All = c.Trainings
	}
	for _, m := range c.Metrics {
		d.Metrics = append(d.Metrics, metricJSON{m.Name, finite(m.Original), finite(m.Reproduced), finite(m.Low), finite(m.High), m.Tolerance, m.Material, num(m.Shift), m.State})
	}
	for _, i := range c.Inputs {
		in := inputJSON{Kind: i.Kind, Name: i.Name, Original: i.Original, State: i.State, Evidence: i.Evidence, Note: i.Note, Bearing: i.Bearing}
		if i.Now != i.Original {
			in.Now = &i.Now
		}
		d.Inputs = append(d.Inputs, in)
	}
	for _, p := range c.Params {
		d.Params = append(d.Params, [2]string{p.Name, p.Value})
	}
	for _, run := range c.Runs {
		metrics := map[string]num{}
		for _, m := range run {
			metrics[m.Name] = num(m.Value)
		}
		d.Runs = append(d.Runs, metrics)
	}
	return d
}

func (d document) check() repro.Check {
	c := repro.Check{
		Record: repro.Record{Past: repro.Past{At: d.At.UTC(), Verdict: d.Verdict, Reason: d.Reason},
			Model: d.Model.Name, Version: d.Model.Version, Original: d.Original.RunID,
			ID: d.Reproduction.ID, Run: d.Reproduction.RunID, Commit: d.Reproduction.Commit,
			Models: repro.CheckedModels{State: d.Predictions, Tolerance: d.Allowed, Difference: d.Apart}},
		Tool: d.Tool, Repository: d.Repository, Stage: d.Model.Stage, Aliases: d.Model.Aliases,
		Summary: d.Summary, Detail: d.Detail, Cause: d.Cause, Seconds: d.Reproduction.Seconds, Trainings: cmp.Or(d.Reproduction.All, d.Reproduction.Seconds), Report: d.Report, JobCommit: d.JobCommit, Cut: d.Cut,
		Links: repro.CheckLinks{Model: d.Model.URL, Original: d.Original.URL, Run: d.Reproduction.URL, Workflow: d.Reproduction.Workflow, Job: d.Job},
	}
	for _, m := range d.Metrics {
		c.Metrics = append(c.Metrics, repro.CheckedMetric{Name: m.Name, Original: orNaN(m.Original), Reproduced: orNaN(m.Reproduced),
			Low: orNaN(m.Low), High: orNaN(m.High), Tolerance: m.Tolerance, Material: m.Material, Shift: float64(m.Shift), State: m.State})
	}
	for _, i := range d.Inputs {
		in := repro.Input{Kind: i.Kind, Name: i.Name, Original: i.Original, Now: i.Original, State: i.State, Evidence: i.Evidence, Note: i.Note, Bearing: i.Bearing}
		if i.Now != nil {
			in.Now = *i.Now
		}
		c.Inputs = append(c.Inputs, in)
	}
	for _, p := range d.Params {
		c.Params = append(c.Params, repro.Param{Name: p[0], Value: p[1]})
	}
	for _, run := range d.Runs {
		values := map[string]float64{}
		for name, value := range run {
			values[name] = float64(value)
		}
		c.Runs = append(c.Runs, repro.NewMetrics(values))
	}
	return c
}

func finite(value float64) *num {
	if math.IsNaN(value) {
		return nil
	}
	return (*num)(&value)
}

func orNaN(value *num) float64 {
	if value == nil {
		return math.NaN()
	}
	return float64(*value)
}

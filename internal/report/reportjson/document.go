package reportjson

import (
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// document is report.json, schema_version 1. schema/report-1.json describes it
// for its readers; what is not in the description may change.
//
// Members that nobody needs to read a result, but that a Result has, stand
// beside those of the description, so that decoding loses nothing. What can be
// told from other members (summary, ignored_metrics, duration_s, …) is written
// for readers and not read back.
type document struct {
	SchemaVersion int             `json:"schema_version"`
	Tool          string          `json:"tool"`
	CheckedAt     time.Time       `json:"checked_at,omitzero"`
	Model         modelJSON       `json:"model"`
	Verdict       repro.Verdict   `json:"verdict"`
	Reason        repro.Reason    `json:"reason"`
	Detail        string          `json:"detail,omitempty"`
	Summary       string          `json:"summary"`
	Metrics       []metricJSON    `json:"metrics"`
	Predictions   *predictions    `json:"predictions,omitempty"`
	Early         *earlyJSON      `json:"early,omitempty"`
	Curves        []curveJSON     `json:"curves,omitempty"`
	Ignored       []string        `json:"ignored_metrics"`
	Params        []paramJSON     `json:"params"`
	Inputs        []inputJSON     `json:"inputs"`
	Evidence      []gateJSON      `json:"evidence"`
	Diagnosis     diagnosisJSON   `json:"diagnosis"`
	Experiment    *experimentJSON `json:"experiment,omitempty"`
	Original      originalJSON    `json:"original"`
	Reproduction  reproductionDoc `json:"reproduction"`
	Repeats       []runJSON       `json:"repeats,omitempty"`
	Earlier       []pastJSON      `json:"earlier,omitempty"`
	Plan          planJSON        `json:"plan"`
	Registry      []string        `json:"registry_changes,omitempty"`
	Warnings      []string        `json:"warnings"`
	CompareNotes  []string        `json:"comparison_warnings,omitempty"`
	Next          string          `json:"next,omitempty"`
	Again         string          `json:"again,omitempty"`
	Truncated     []string        `json:"truncated"`
}

type modelJSON struct {
	Name    string            `json:"name"`
	Version string            `json:"version"`
	Stage   string            `json:"stage"`
	Aliases []string          `json:"aliases"`
	RunID   string            `json:"run_id,omitempty"`
	RunFrom string            `json:"run_from,omitempty"`
	RunLink string            `json:"run_link,omitempty"`
	Source  string            `json:"source,omitempty"`
	ModelID string            `json:"model_id,omitempty"`
	Newer   []string          `json:"newer,omitempty"`
	Created time.Time         `json:"created_at,omitzero"`
	Tags    map[string]string `json:"tags,omitempty"`
	URL     string            `json:"url,omitempty"`
}

type metricJSON struct {
	Name       string      `json:"name"`
	Original   *doc.Float  `json:"original"`   // null where only the reproduction has it
	Reproduced *doc.Float  `json:"reproduced"` // null where only the original has it
	Difference string      `json:"difference"`
	Tolerance  string      `json:"tolerance"`
	Allowed    string      `json:"allowed"`
	Ratio      *doc.Float  `json:"ratio"` // null where there is no number
	State      repro.State `json:"state"`
	Notes      []string    `json:"notes,omitempty"`
	Noise      *noiseJSON  `json:"noise,omitempty"`
}

type noiseJSON struct {
	Originals  int       `json:"originals"`
	Repeats    int       `json:"repeats"`
	Mean       doc.Float `json:"mean"`
	Deviation  doc.Float `json:"deviation"`
	Freedom    int       `json:"freedom"`
	HalfWidth  doc.Float `json:"half_width"`
	Low        doc.Float `json:"low"`
	High       doc.Float `json:"high"`
	ShiftBound doc.Float `json:"shift_bound"`
	P          doc.Float `json:"p"`
	Equivalent bool      `json:"equivalent"`
	Seeds      string    `json:"seeds,omitempty"`
	Diverged   int       `json:"diverged"`
	Selection  int       `json:"selection"`
	Inflation  doc.Float `json:"inflation"`
	InDoubt    bool      `json:"in_doubt"`
	Centre     doc.Float `json:"centre"`
	Level      doc.Float `json:"level"`
	Power      doc.Float `json:"power"`
	Material   doc.Float `json:"material"`
	Repeat     int       `json:"more_repeats,omitempty"`
	Original   int       `json:"more_originals,omitempty"`
	Reach      doc.Float `json:"reach"`
	MayDrift   doc.Float `json:"may_drift"`
	MayHold    doc.Float `json:"may_hold"`
}

type paramJSON struct {
	Name   string            `json:"name"`
	Logged string            `json:"logged"`
	Old    string            `json:"file_value"`
	Status repro.ParamStatus `json:"status"`
	New    string            `json:"written,omitempty"`
	File   string            `json:"file,omitempty"`
	Key    []string          `json:"key,omitempty"`
	Line   int               `json:"line,omitempty"`
	Rule   string            `json:"rule,omitempty"`
	Note   string            `json:"note,omitempty"`
	Shadow string            `json:"shadow,omitempty"`
}

type inputJSON struct {
	Kind     string        `json:"kind"`
	Name     string        `json:"name"`
	Original string        `json:"original"`
	Now      string        `json:"now"`
	State    string        `json:"state"`
	Evidence string        `json:"evidence"`
	Note     string        `json:"note"`
	Since    string        `json:"since,omitempty"`
	Then     string        `json:"then,omitempty"`
	Bearing  repro.Bearing `json:"bearing,omitempty"`
}

// pastJSON is one earlier check.
type pastJSON struct {
	At      time.Time     `json:"checked_at,omitzero"`
	Verdict repro.Verdict `json:"verdict"`
	Reason  repro.Reason  `json:"reason,omitempty"`
	From    string        `json:"from,omitempty"`
}

type gateJSON struct {
	Name   string          `json:"name"`
	State  repro.GateState `json:"state"`
	Reason repro.Reason    `json:"reason"`
	Text   string          `json:"text"`
}

type diagnosisJSON struct {
	Mode       string      `json:"mode"` // compare, or bisect where causes were found by experiment
	Runs       int         `json:"runs"`
	Causes     []causeJSON `json:"causes"`
	Conclusion string      `json:"conclusion"`
}

type causeJSON struct {
	Factor     string         `json:"factor"`
	Name       string         `json:"name"`
	Original   string         `json:"original"`
	Now        string         `json:"now"`
	Strength   repro.Strength `json:"strength"`
	Evidence   string         `json:"evidence"`
	Next       string         `json:"next,omitempty"`
	Experiment []string       `json:"experiment,omitempty"`
	Since      string         `json:"since,omitempty"`
	Bearing    repro.Bearing  `json:"bearing,omitempty"`
}

type originalJSON struct {
	RunID  string `json:"run_id"`
	URL    string `json:"url"`
	Commit string `json:"commit"`
	runRest
}

type reproductionDoc struct {
	ID          string  `json:"id"`
	RunID       string  `json:"run_id"`
	URL         string  `json:"url"`
	Commit      string  `json:"commit"`
	Branch      string  `json:"branch"`
	WorkflowURL string  `json:"workflow_run_url"`
	Seconds     float64 `json:"duration_s"`
	Attempts    int     `json:"attempts"`
	runRest
	Change    *changeJSON    `json:"change,omitempty"`
	Execution *executionJSON `json:"execution,omitempty"`
	Further   *trainingsJSON `json:"further,omitempty"`
}

// runJSON is a run by itself; runRest is what a run has besides its name.
type runJSON struct {
	RunID string `json:"run_id"`
	URL   string `json:"url,omitempty"`
	runRest
}

type runRest struct {
	Name       string            `json:"name,omitempty"`
	Experiment string            `json:"experiment_id,omitempty"`
	Status     repro.RunStatus   `json:"status,omitempty"`
	Deleted    bool              `json:"deleted,omitzero"`
	Started    time.Time         `json:"started_at,omitzero"`
	Ended      time.Time         `json:"ended_at,omitzero"`
	Params     []nameValueJSON   `json:"params,omitempty"`
	Metrics    []runMetricJSON   `json:"metrics,omitempty"`
	Tags       map[string]string `json:"tags,omitempty"`
	Datasets   []datasetJSON     `json:"datasets,omitempty"`
	From       string            `json:"from,omitempty"`
	Aside      []string          `json:"aside,omitempty"`
}

type nameValueJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type runMetricJSON struct {
	Name  string    `json:"name"`
	Value doc.Float `json:"value"`
	Step  int64     `json:"step,omitzero"`
	At    time.Time `json:"at,omitzero"`
}

type datasetJSON struct {
	Name    string `json:"name"`
	Digest  string `json:"digest"`
	Source  string `json:"source,omitempty"`
	Context string `json:"context,omitempty"`
	Profile string `json:"profile,omitempty"`
}

package repro

import (
	"maps"
	"slices"
	"time"
)

// A ModelVersion is one entry of a model registry.
type ModelVersion struct {
	Name    string
	Version string   // as the registry writes it: digits
	Stage   string   // "" where the registry has none, or says None
	Aliases []string // sorted
	RunID   string   // "" where the registry recorded none and none could be found
	RunFrom string   // how the run was found, in words: RunFromVersion, "its source runs:/…"
	Source  string   // where the model's files are, as registered; never fetched
	ModelID string   // the logged model behind it, MLflow 3: "m-…"; "" where not recorded
	RunLink string   // the run's page on another server, as registered; never fetched
	Created time.Time
	Tags    map[string]string
	URL     string   // a page for people; "" for local stores
	Newer   []string // numbers of newer versions, which latest passed over: reproductions registered them
}

// Ours says whether a run is a reproduction's, by the tags that it carries.
func (r Run) Ours() bool { return r.Tags[IDTag] != "" || r.Tags[OriginalTag] != "" }

// RunFromVersion is RunFrom where the registry itself names the run.
const RunFromVersion = "the version's run_id"

// Label is the version as people say it: "churn-classifier v7".
func (v ModelVersion) Label() string {
	if v.Version == "" {
		return v.Name
	}
	return v.Name + " v" + v.Version
}

// Tags by which a reproduction's run is known. MLflow itself puts them on the
// run, from the training's environment.
const (
	IDTag        = "reproduce.id"              // the attempt's id
	OriginalTag  = "reproduce.original_run_id" // the run that is being reproduced
	ChallengeTag = "reproduce.challenge"       // the param that a challenge changed: its run is no reproduction
	BaselineTag  = "reproduce.baseline"        // the run that this one counts as an original of; we set it, once it was checked
)

// RunStatus is MLflow's status of a run.
type RunStatus string

const (
	RunRunning   RunStatus = "RUNNING"
	RunScheduled RunStatus = "SCHEDULED"
	RunFinished  RunStatus = "FINISHED"
	RunFailed    RunStatus = "FAILED"
	RunKilled    RunStatus = "KILLED"
)

// A Run is one training as the tracking server recorded it, or as a metrics or
// metadata file tells it: the same type for the original and the reproduction.
type Run struct {
	ID           string // "" when it comes from a file
	Name         string
	ExperimentID string
	Status       RunStatus // "" when it comes from a file
	Deleted      bool
	Started      time.Time
	Ended        time.Time
	Params       Params
	Metrics      Metrics
	Tags         map[string]string
	Datasets     []Dataset
	URL          string   // a page for people; "" for local stores and files
	From         string   // the file it was read from; "" for a tracking server
	NotCompared  []string // numbers of that file that are not compared: no metrics by their names, or beside its metrics
}

// A Dataset is an input MLflow logged. Its digest covers the first 10,000 rows
// only: different digests are different data, equal digests prove nothing.
// https://github.com/mlflow/mlflow/blob/master/mlflow/data/digest_utils.py
type Dataset struct {
	Name    string
	Digest  string
	Source  string
	Context string // training, eval, …
	Profile string // JSON of sizes and shapes, as logged; "" where there is none
}

// A Param is one logged parameter: the text exactly as MLflow has it.
type Param struct {
	Name  string
	Value string
}

// Params are a run's parameters, sorted by name, values never reformatted.
type Params []Param

// NewParams sorts m by name.
func NewParams(m map[string]string) Params {
	params := make(Params, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		params = append(params, Param{name, m[name]})
	}
	return params
}

// Get gives the value logged under name, and whether one was.
func (p Params) Get(name string) (string, bool) {
	for _, param := range p {
		if param.Name == name {
			return param.Value, true
		}
	}
	return "", false
}

// A Metric is the value MLflow calls the latest: the greatest by step, then
// timestamp, then value. NaN and the infinities are values like any other.
type Metric struct {
	Name  string
	Value float64
	Step  int64
	At    time.Time // zero when read from a file
}

// Metrics are a run's latest metric values, sorted by name.
type Metrics []Metric

// NewMetrics sorts m by name.
func NewMetrics(m map[string]float64) Metrics {
	metrics := make(Metrics, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		metrics = append(metrics, Metric{Name: name, Value: m[name]})
	}
	return metrics
}

// Get gives the value logged under name, and whether one was.
func (m Metrics) Get(name string) (float64, bool) {
	for _, metric := range m {
		if metric.Name == name {
			return metric.Value, true
		}
	}
	return 0, false
}

// A Point is one entry of a metric's history.
type Point struct {
	Step  int64
	At    time.Time
	Value float64
}

// RunIDs are the ids of runs, those without one left out.
func RunIDs(runs []Run) []string {
	var ids []string
	for _, run := range runs {
		if run.ID != "" {
			ids = append(ids, run.ID)
		}
	}
	return ids
}

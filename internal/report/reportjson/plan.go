package reportjson

import (
	"math"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// planJSON is a plan without its model and params, which a report has at its
// top.
type planJSON struct {
	ID         string            `json:"id"`
	CodeAsked  string            `json:"code_asked,omitempty"`
	CodeCommit string            `json:"code_commit,omitempty"`
	CodeFrom   string            `json:"code_from,omitempty"`
	Branch     string            `json:"branch,omitempty"`
	Command    string            `json:"command,omitempty"`
	Given      string            `json:"command_given,omitempty"` // with its placeholders
	Workflow   string            `json:"workflow,omitempty"`
	OnCancel   string            `json:"on_cancel,omitempty"`
	Source     string            `json:"metrics_source,omitempty"`
	File       string            `json:"metrics_file,omitempty"`  // where it is one
	Metrics    []string          `json:"metrics_files,omitempty"` // where they are more
	Map        map[string]string `json:"metrics_map,omitempty"`
	Select     []string          `json:"metrics,omitempty"`
	Tolerances string            `json:"tolerances,omitempty"`
	Material   string            `json:"material,omitempty"`
	Absent     []string          `json:"absent,omitempty"`
	Challenge  string            `json:"challenge,omitempty"` // the param that is changed
	Keep       []string          `json:"keep,omitempty"`
	RunName    string            `json:"run_name,omitempty"`
	MatchTags  map[string]string `json:"match_tags,omitempty"`
	Criteria   []string          `json:"criteria,omitempty"`
	Renew      bool              `json:"renew,omitzero"`
	With       []string          `json:"with,omitempty"`
	Without    []string          `json:"without,omitempty"` // of a challenge
	Files      []fileJSON        `json:"files,omitempty"`
	Directory  string            `json:"working_directory,omitempty"`
	Warnings   []string          `json:"warnings,omitempty"`
	Software   *environmentJSON  `json:"environment,omitempty"`
	Original   *runJSON          `json:"original,omitempty"` // where it is not the report's
}

type fileJSON struct {
	Path   string `json:"path"`
	Before string `json:"before"`
	After  string `json:"after"`
}

type changeJSON struct {
	Branch string `json:"branch"`
	Base   string `json:"base"`
	Commit string `json:"commit"`
	Head   string `json:"head,omitempty"`
	Dir    string `json:"dir,omitempty"`
	URL    string `json:"url,omitempty"`
	ID     string `json:"id,omitempty"`

	Criteria string `json:"criteria_sha256,omitempty"`
}

type executionJSON struct {
	ID       string                `json:"id"`
	Name     string                `json:"name"`
	URL      string                `json:"url"`
	Status   repro.ExecutionStatus `json:"status"`
	Detail   string                `json:"detail,omitempty"`
	Attempt  int                   `json:"attempt"`
	Started  time.Time             `json:"started_at,omitzero"`
	Ended    time.Time             `json:"ended_at,omitzero"`
	Log      []string              `json:"log,omitempty"`
	Skipped  []string              `json:"skipped,omitempty"`
	Executed []string              `json:"executed,omitempty"`
	Absent   []string              `json:"absent,omitempty"`
	Unmade   []string              `json:"unmade,omitempty"`
	Sought   []string              `json:"sought,omitempty"`

	Reporting string `json:"reporting,omitempty"`
	Linking   string `json:"linking,omitempty"`

	Software  string   `json:"software,omitempty"`
	Outside   string   `json:"outside_digest,omitempty"`
	LookedFor []string `json:"looked_for,omitempty"`
}

// environmentJSON is the software that was rebuilt for the training.
type environmentJSON struct {
	Asked    string            `json:"asked"`
	What     string            `json:"what"`
	Dir      string            `json:"dir,omitempty"`
	Python   string            `json:"python,omitempty"`
	Packages map[string]string `json:"packages,omitempty"`
}

func newPlan(r repro.Result) planJSON {
	p := r.Plan
	out := planJSON{ID: p.ID, CodeAsked: p.Code.Asked, CodeCommit: p.Code.Commit, CodeFrom: p.Code.From, Branch: p.Branch,
		Command: p.Command, Given: p.Given, Directory: p.Directory, Workflow: p.Workflow, OnCancel: p.OnCancel, Absent: p.Absent, Challenge: p.Challenge, Keep: p.Keep, With: p.With, Without: p.Without, Criteria: p.Criteria, Renew: p.Renew, RunName: p.Asked.Name, MatchTags: p.Asked.Tags, Source: p.Metrics.Source, Map: p.Metrics.Map,
		Select: p.Metrics.Select, Tolerances: p.Metrics.Tolerances.String(), Material: p.Metrics.Material.String(), Warnings: p.Warnings,
		Files: convert(p.Files, func(f repro.FileEdit) fileJSON { return fileJSON{f.Path, string(f.Before), string(f.After)} })}
	if out.Metrics = p.Metrics.Files; len(p.Metrics.Files) == 1 && p.Metrics.Files[0] != "" {
		out.File, out.Metrics = p.Metrics.Files[0], nil
	}
	if e := p.Environment; e.Asked+e.What+e.Dir+e.Python != "" || len(e.Packages) > 0 {
		out.Software = &environmentJSON{e.Asked, e.What, e.Dir, e.Python, e.Packages}
	}
	if !equalRuns(p.Original, r.Original) {
		run := newRun(p.Original)
		out.Original = &run
	}
	return out
}

func (d document) plan() (repro.Plan, error) {
	p := d.Plan
	out := repro.Plan{ID: p.ID, Model: d.Model.version(), Code: repro.CodeRef{Asked: p.CodeAsked, Commit: p.CodeCommit, From: p.CodeFrom},
		Original: d.Original.runRest.run(d.Original.RunID, d.Original.URL), Branch: p.Branch, Command: p.Command, Given: p.Given, Directory: p.Directory, Workflow: p.Workflow, OnCancel: p.OnCancel, Absent: some(p.Absent), Challenge: p.Challenge, Keep: some(p.Keep), With: some(p.With), Without: some(p.Without), Criteria: some(p.Criteria), Renew: p.Renew,
		Asked:   repro.AskedRun{Name: p.RunName, Tags: p.MatchTags},
		Metrics: repro.MetricPolicy{Source: p.Source, Files: some(p.Metrics), Map: p.Map, Select: some(p.Select)},
		Params:  convert(d.Params, paramJSON.edit),
		Files: convert(p.Files, func(f fileJSON) repro.FileEdit {
			return repro.FileEdit{Path: f.Path, Before: []byte(f.Before), After: []byte(f.After)}
		}),
		Warnings: some(p.Warnings)}
	if p.File != "" {
		out.Metrics.Files = []string{p.File}
	}
	if e := p.Software; e != nil {
		out.Environment = repro.Environment{Asked: e.Asked, What: e.What, Dir: e.Dir, Python: e.Python, Packages: e.Packages}
	}
	if p.Original != nil {
		out.Original = p.Original.run(p.Original.RunID, p.Original.URL)
	}
	var err error
	if out.Metrics.Material, err = judge.ParseMaterial(p.Material); err != nil {
		return out, err
	}
	out.Metrics.Tolerances, err = judge.ParseTolerances(p.Tolerances)
	return out, err
}

func newParam(e repro.ParamEdit) paramJSON {
	return paramJSON{Name: e.Name, Logged: e.Logged, Old: e.Old, Status: e.Status, New: e.New, File: e.File, Key: e.Key, Line: e.Line, Rule: e.Rule, Note: e.Note, Shadow: e.Shadow}
}

func (p paramJSON) edit() repro.ParamEdit {
	return repro.ParamEdit{Name: p.Name, Logged: p.Logged, Old: p.Old, Status: p.Status, New: p.New, File: p.File, Key: some(p.Key), Line: p.Line, Rule: p.Rule, Note: p.Note, Shadow: p.Shadow}
}

// trainingsJSON are several trainings.
type trainingsJSON struct {
	Made    int     `json:"trainings"`
	Seconds float64 `json:"duration_s"`
}

func (t *trainingsJSON) trainings() repro.Trainings {
	if t == nil {
		return repro.Trainings{}
	}
	return repro.Trainings{Made: t.Made, Took: time.Duration(math.Round(t.Seconds * float64(time.Second)))}
}

func newExecution(e repro.Execution) *executionJSON {
	return &executionJSON{ID: e.ID, Name: e.Name, URL: e.URL, Status: e.Status, Detail: e.Detail, Attempt: e.Attempt,
		Started: e.Started, Ended: e.Ended, Log: e.Log, Skipped: e.Skipped, Executed: e.Executed, Absent: e.Absent, Unmade: e.NotMade, Sought: e.Sought, Reporting: e.Reporting, Linking: e.Linking, Software: e.Software, Outside: e.Outside, LookedFor: e.LookedFor}
}

func (e *executionJSON) execution() repro.Execution {
	if e == nil {
		return repro.Execution{}
	}
	return repro.Execution{ID: e.ID, Name: e.Name, URL: e.URL, Status: e.Status, Detail: e.Detail, Attempt: e.Attempt,
		Started: utc(e.Started), Ended: utc(e.Ended), Log: some(e.Log), Skipped: some(e.Skipped), Executed: some(e.Executed), Absent: some(e.Absent), NotMade: some(e.Unmade), Sought: some(e.Sought), Reporting: e.Reporting, Linking: e.Linking, Software: e.Software, Outside: e.Outside, LookedFor: some(e.LookedFor)}
}

func newChange(c repro.Change) *changeJSON {
	return &changeJSON{Branch: c.Branch, Base: c.Base, Commit: c.Commit, Head: c.Head, Dir: c.Dir, URL: c.URL, ID: c.ID, Criteria: c.Criteria}
}

func (c *changeJSON) change() repro.Change {
	if c == nil {
		return repro.Change{}
	}
	return repro.Change{Branch: c.Branch, Base: c.Base, Commit: c.Commit, Head: c.Head, Dir: c.Dir, URL: c.URL, ID: c.ID, Criteria: c.Criteria}
}

package settings

import (
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Settings are the options as the command line and the action both use them, in the
// groups that their users take. A token is none of them: it stays with whoever asks
// GitHub.
type Settings struct {
	Command string
	Typed   Values // what was typed on the command line, to be said again; nil elsewhere

	Ref         repro.ModelRef // zero when neither model nor run-id was given
	Metadata    string
	TrackingURI string
	Config      string
	History     []string // files and directories of earlier checks
	Directory   string   // the project's, from the top of the repository; "" for where the command starts
	JSON        bool
	Write       bool // init: without asking
	DryRun      bool

	Selecting
	Params
	Training
	Comparing
	Repeating
	Reporting
}

// Selecting says which versions of a registry are meant.
type Selecting struct {
	Models       []string       // globs
	Lines        []ModelLine    // of models, with their versions
	Entries      []Entry        // of models: in the configuration file
	Version      repro.Selector // where no model is named
	VersionGiven bool           // a version was said: latest as well, which audit tells from all
	MaxModels    int            // 0: as many as there are, or as the budget holds
	MinInterval  time.Duration
	Budget       time.Duration // of all trainings of a night; 0: no limit
	Longest      time.Duration // that one training may take
	SaidRepeats  string        // trainings of a check, as the option has them
	CodeMoves    bool          // trainings are not of the original's commit

	BudgetPerModel time.Duration // of one version's check; 0: no limit
	Deep           bool          // audit: read the models' own files
	Repository     string        // address of the repository that asks, which is none of the options; "" leaves out no model
}

// Params says which params go where.
type Params struct {
	ParamsFiles   []string
	ParamsMap     []string // lines, read by package params
	ParamsSection string
	IgnoreParams  []string // globs of params that are neither written nor compared
	UnknownParams string
	UpdateParams  bool
}

// Training says which code trains, where and how.
type Training struct {
	CodeRef        string // "", original, head or a ref
	Workflow       string
	WorkflowInputs []Pair
	RunCommand     string
	Observe        string // auto or off
	Registry       string // own or scratch
	Branch         string
	Timeout        time.Duration
	StopEarly      bool // a training on this machine is ended when its curve has left the original's
	StopAfter      int  // points after which one is ended that is equal so far; 0: none
	Resumed        bool // a training of any age is taken up, none is started anew
	OnCancel       string
	With           []string // files that git does not have, for a training on this machine
	Keep           []string // files of the commit that stay where a training makes such itself

	Environment repro.AskedEnvironment
}

// Comparing says what of two runs is compared, and how.
type Comparing struct {
	Metrics    repro.MetricPolicy
	Diagnose   string
	IgnoreOuts []string // globs of outputs that are not compared
	Asked      repro.AskedRun

	CompareModel string // off, report, or how far predictions may be off
}

// Repeating says how many more trainings there may be.
type Repeating struct {
	Repeats     int     // at most so many trainings
	AutoRepeats bool    // as many as are worth their price, at most Repeats
	Alpha       float64 // chance of a false alarm in noise mode; 0 is 0.05. A scheduled check takes 0.01.

	Challenge      string // auto, always, off, or the name of a param
	ChallengeLimit time.Duration

	MaxTrainings int // of explain
}

// Reporting says what becomes of a verdict.
type Reporting struct {
	FailOn    []repro.Verdict
	OutputDir string
	WriteBack bool
	Statement string // the in-toto statement to write; "" for none
	Page      string // for report: the HTML page to write
	Badges    string // for report: the directory for badges

	Due        []repro.ModelVersion // for report: what list gave
	DueUnknown bool                 // list came to nothing

	WebhookBody string // for report: a template; "" for the usual one
}

// A Pair is one name=value line.
type Pair struct{ Name, Value string }

// Fails says whether a verdict ends the program with a non-zero code.
func (s Reporting) Fails(v repro.Verdict) bool { return slices.Contains(s.FailOn, v) }

// Settings reads the values into Settings and fills in the defaults. All
// problems are reported together, those of options for the action as well: they
// may stand in a configuration file that both read.
func (v Values) Settings(command string) (Settings, error) {
	all, err := v.ActionSettings(command)
	return all.Settings, err
}

// settings reads what the command line and the action both take.
func (r *reader) settings(command string) Settings {
	timeout := r.wait("timeout")
	s := Settings{
		Command:     command,
		Metadata:    r.path("metadata"),
		TrackingURI: r.text("tracking-uri"),
		Config:      r.path("config"),
		History:     r.lines("history"),
		Directory:   r.directory("working-directory"),
		JSON:        r.bool("json"),
		Write:       r.bool("write"),
		DryRun:      r.bool("dry-run"),
		Params: Params{
			ParamsFiles:   r.paths("params-file"),
			ParamsMap:     r.lines("params-map"),
			ParamsSection: r.text("params-section"),
			IgnoreParams:  r.lines("ignore-params"),
			UnknownParams: r.choice("unknown-params"),
			UpdateParams:  r.bool("update-params"),
		},
		Training: Training{
			CodeRef:        r.text("code-ref"),
			Workflow:       r.text("workflow"),
			WorkflowInputs: r.workflowInputs(),
			RunCommand:     r.text("run-command"),
			Observe:        r.choice("observe"),
			Registry:       r.choice("registry"),
			Branch:         r.text("branch"),
			Timeout:        timeout,
			StopEarly:      r.bool("stop-early"),
			StopAfter:      r.points("stop-after"),
			OnCancel:       r.choice("on-cancel"),
			Keep:           r.keptPaths("keep"),
			With:           r.lentPaths("with"),
			Environment:    r.environment(),
		},
		Comparing: Comparing{
			Metrics:    r.metrics(),
			Diagnose:   r.choice("diagnose"),
			IgnoreOuts: r.lines("ignore-outs"),

			CompareModel: r.text("compare-model"),
			Asked:        repro.AskedRun{Name: r.text("run-name"), Tags: r.mapping("match-tag")},
		},
		Repeating: Repeating{
			Challenge:      r.text("challenge"),
			ChallengeLimit: r.duration("challenge-limit"),

			MaxTrainings: r.wholeNumber("max-trainings"),
		},
		Selecting: Selecting{
			MaxModels:   r.maxModels(),
			MinInterval: r.duration("min-interval"),
			Longest:     timeout,
			SaidRepeats: r.text("repeats"),
			Budget:      r.limit("budget"),
			CodeMoves:   !slices.Contains([]string{"", "original"}, r.text("code-ref")),

			BudgetPerModel: r.limit("budget-per-model"),

			Deep: r.bool("deep"),
		},
		Reporting: Reporting{
			FailOn:    r.verdicts("fail-on"),
			OutputDir: r.text("output-dir"),
			WriteBack: r.bool("write-back"),
			Statement: r.text("statement"),
			Page:      r.text("page"),
			Badges:    r.text("badges"),

			WebhookBody: strings.TrimSpace(r.raw("webhook-body")),
		},
	}
	s.Lines, s.Models = r.modelLines()
	s.Ref, s.Version = r.ref()
	s.Due, s.DueUnknown = r.matrix("due")
	s.VersionGiven = r.text("version") != "" || s.Version != (repro.Selector{})
	if s.AutoRepeats = r.text("repeats") == "auto"; s.AutoRepeats {
		s.Repeats = judge.AutoRepeats(1)
	} else {
		s.Repeats = r.repeats()
	}
	return s
}

// metrics reads which metrics are judged, and by what.
func (r *reader) metrics() (policy repro.MetricPolicy) {
	policy = repro.MetricPolicy{
		Source: r.choice("metrics-source"),
		Files:  r.paths("metrics-file"),
		Map:    r.mapping("metrics-map"),
		Select: r.lines("metrics"),
	}
	var err error
	policy.Tolerances, err = judge.ParseTolerances(r.raw("tolerances"))
	r.addProblem(err)
	policy.Material, err = judge.ParseMaterial(r.raw("material"))
	r.addProblem(err)
	r.addProblem(judge.CheckCompareModel(r.text("compare-model")))
	return policy
}

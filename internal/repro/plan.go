package repro

import (
	"slices"
	"time"
)

// ParamStatus says what became of one param on its way into the params file.
type ParamStatus string

const (
	ParamUnchanged   ParamStatus = "unchanged"    // the file already holds the logged value
	ParamWritten     ParamStatus = "written"      // the value was spliced in
	ParamAssumed     ParamStatus = "assumed"      // written, but its type is a guess
	ParamLoggedOnly  ParamStatus = "logged only"  // no key in the file: kept as lineage
	ParamNotRecorded ParamStatus = "not recorded" // a key in the file that the run did not log
	ParamAmbiguous   ParamStatus = "ambiguous"    // several keys fit and they differ
	ParamRefused     ParamStatus = "refused"      // writing it would corrupt or guess
	ParamPassed      ParamStatus = "passed"       // no file holds it: the run command passes it
	ParamIgnored     ParamStatus = "ignored"      // somebody asked to leave it out: neither written nor compared
)

// Writes says that the value is put into a file.
func (s ParamStatus) Writes() bool { return s == ParamWritten || s == ParamAssumed }

// Certain says that a file holds the logged value, and that nobody guessed its type.
func (s ParamStatus) Certain() bool { return s == ParamUnchanged || s == ParamWritten }

// Holds says that a file holds the logged value when the training begins.
func (s ParamStatus) Holds() bool { return s == ParamUnchanged || s.Writes() }

// Given says that the training is given the logged value, and that nobody guessed its
// type: by a file, or by the run command.
func (s ParamStatus) Given() bool { return s.Certain() || s == ParamPassed }

// A ParamEdit is one param and its place in a params file.
type ParamEdit struct {
	Name   string   // as logged; "" for a key that only the file has
	Logged string   // the text MLflow has
	File   string   // path of the params file, relative to the repository, with slashes
	Key    []string // path of the key in the file; nil without one
	Line   int      // 1-based line of the value; 0 without one
	Old    string   // the value's text in the file
	New    string   // the text to write; equal to Old unless written or assumed
	Status ParamStatus
	Rule   string // by which evidence the name was mapped to the key: "exact path", "declared in dvc.yaml", …
	Note   string // why it was refused, what was assumed, which keys compete
	Shadow string // a file that the training is lent and that has the key with another value; "" for none
}

// ParamsWith names the logged params with one of the statuses.
func ParamsWith(edits []ParamEdit, statuses ...ParamStatus) []string {
	var names []string
	for _, edit := range edits {
		if edit.Name != "" && slices.Contains(statuses, edit.Status) && !slices.Contains(names, edit.Name) {
			names = append(names, edit.Name)
		}
	}
	return names
}

// Tags are what the run of a training under the plan carries, by which it is known. id is the
// attempt's.
func (p Plan) Tags(id string) map[string]string {
	tags := map[string]string{IDTag: id}
	if p.Original.ID != "" {
		tags[OriginalTag] = p.Original.ID
	}
	if p.Challenge != "" {
		tags[ChallengeTag] = p.Challenge
	}
	return tags
}

// A FileEdit is the whole change to one file.
type FileEdit struct {
	Path   string // relative to the repository, with slashes
	Before []byte
	After  []byte
}

// CodeRef says which code a reproduction trains: the contract's --code-ref.
type CodeRef struct {
	Asked  string // original, head, or a ref
	Commit string // full object name
	From   string // in words: "the commit the run recorded", "HEAD of main"
}

// A Plan is everything a reproduction would do, before it does any of it.
// Printing it is what --dry-run does.
type Plan struct {
	ID       string // reproduce.id: unique to this attempt, carried by the run it starts
	Model    ModelVersion
	Original Run
	Code     CodeRef
	Branch   string
	Params   []ParamEdit
	Files    []FileEdit // only files that change
	Command  string     // local command; "" when dispatching
	Given    string     // that command with its placeholders, as it was given; "" where it has none
	Workflow string     // workflow file; "" when local
	OnCancel string     // what becomes of a dispatched training when this job is cancelled
	Absent   []string   // files of the commit that the branch of a dispatched training does not hold
	Keep     []string   // files of the commit that the training finds, though it makes such itself
	With     []string   // files that git does not have and the training is lent, from the project
	Without  []string   // files that a challenge leaves out: of the commit or of what is lent, or by full paths
	Metrics  MetricPolicy
	Asked    AskedRun

	Environment Environment // the software that is rebuilt for it

	Criteria Lines // what decides the verdict, as the commit's message has it by its digest
	Renew    bool  // no training is taken up that was begun under other criteria
	Warnings []string

	Challenge string // the param that is changed, "epochs = 100 in place of 200", or "data/w.csv left out"; "" for the original's params

	Directory string // the project's, as it was named, from the top of the repository; "" where none was
}

// An Environment is software that is rebuilt for a training. The zero value is what is
// there.
type Environment struct {
	Asked    string            // original, closest, or a requirements file
	What     string            // what it is made of, in words
	Dir      string            // of the virtual environment; "" while it is not built
	Python   string            // its version
	Packages map[string]string // versions by names in normal form
}

// Values of an AskedEnvironment's What that are no file.
const (
	EnvironmentCurrent  = "current"
	EnvironmentOriginal = "original"
	EnvironmentClosest  = "closest"
)

// An AskedEnvironment is the software that a training on this machine is to have.
type AskedEnvironment struct {
	What   string // current, original, closest, or a requirements file
	Builds bool   // source distributions may be built
	Python bool   // uv may download a Python

	But []Package // those of it that are to have another version, or none: of a trial of explain
}

// Rebuilt says whether it is another than what is there.
func (e AskedEnvironment) Rebuilt() bool { return e.What != "" && e.What != EnvironmentCurrent }

// IsFile says whether it is a requirements file.
func (e AskedEnvironment) IsFile() bool {
	return e.Rebuilt() && e.What != EnvironmentOriginal && e.What != EnvironmentClosest
}

// An AskedRun is the run of a training that somebody asked to compare, where it makes
// several. The zero value asks for none.
type AskedRun struct {
	Name string
	Tags map[string]string
}

// CancelLeave as a Plan's OnCancel leaves the training running; anything else
// stops it.
const CancelLeave = "leave"

// SourceUntagged as a MetricPolicy's Source takes a tracking run without the reproduction's
// id where there is none with it.
const SourceUntagged = "untagged"

// A MetricPolicy says where the new metrics come from and which are judged.
type MetricPolicy struct {
	Source     string            // auto, mlflow, file or SourceUntagged
	Files      []string          // metrics files relative to the repository, or directories of them
	Map        map[string]string // MLflow's name -> the name in the metrics file, or FILE:NAME
	Select     []string          // globs of metrics to judge; empty: all
	Tolerances Tolerances
	Material   Tolerances // the largest shift that does not matter; none is DefaultMaterial
}

// A Change is what was really written, and where.
type Change struct {
	Branch string
	Base   string // commit the branch starts from
	Commit string // commit with the params, on top of Base even where no file had to change
	Head   string // commit the branch holds where Commit itself could not be put there; "" otherwise
	Dir    string // where it trains; "" on GitHub
	URL    string // a page for people; "" locally
	ID     string // reproduce.id the commit carries: the plan's, or that of the attempt whose commit was taken up; "" locally

	Criteria string // digest of the criteria that the commit's message has; "" where it has none
}

// ExecutionStatus is how one training ended.
type ExecutionStatus string

const (
	ExecSucceeded  ExecutionStatus = "succeeded"
	ExecFailed     ExecutionStatus = "failed"
	ExecCancelled  ExecutionStatus = "cancelled"
	ExecTimedOut   ExecutionStatus = "timed out"
	ExecNotStarted ExecutionStatus = "not started"
	ExecEndedEarly ExecutionStatus = "ended early" // by us, as its curves told enough
	ExecRunning    ExecutionStatus = "running"     // it goes on and nobody waits for it any more
)

// An Execution is one training: a child process or a workflow run.
type Execution struct {
	ID       string // workflow run id; "" locally
	Name     string // "make run", "train.yml run 412"
	URL      string
	Status   ExecutionStatus
	Detail   string // "exit status 2", "conclusion startup_failure", the failed step; of one that succeeded what is not known to have
	Attempt  int    // 1-based; more than 1 when somebody re-ran it
	Started  time.Time
	Ended    time.Time
	Log      []string // last lines, untrusted text
	Skipped  []string // lines in which the pipeline said that it skipped a stage
	Executed []string // stages the pipeline said it ran
	Absent   []string // files of the commit that were taken away before it
	NotMade  []string // those of them, but for its metrics files, that were not there again after it

	Sought []string // those that the training looked for and did not find, also where it made them later

	Reporting string   // the run command with which its Pythons are observed, where they were not; "" where none is known
	Linking   string   // what a run command begins with that has what the training looked for beside the user's clone; "" for nothing
	Software  string   // what was seen to train, in one line; "" where nobody looked or no Python was seen
	Outside   string   // digest of the names of files outside of its place, younger than the original, that it was seen to read; "" for none
	LookedFor []string // files that only the user's clone has, and that it looked for in vain; of data that DVC tracks its .dvc file
}

// Duration is how long the training took by the clock on the wall, so that a
// saved result tells the same; zero while it is not over.
func (e Execution) Duration() time.Duration {
	started, ended := e.Started.Round(0), e.Ended.Round(0)
	if started.IsZero() || ended.Before(started) {
		return 0
	}
	return ended.Sub(started)
}

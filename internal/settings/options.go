package settings

import (
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

var (
	readingCommands  = []string{"show", "run", "compare", "audit", "list", "resume", "baseline", "init"}
	planningCommands = []string{"show", "run", "baseline"}
	puttingCommands  = append([]string{"explain"}, planningCommands...)
	judgingCommands  = []string{"run", "compare", "resume", "baseline"}
	trainingCommands = []string{"run", "baseline"}

	actionCommands = []string{"run", "start", "finish", "resume", "list", "report", "audit", "show"} // the action's commands
	forRun         = []string{"run"}
	forReports     = []string{"run", "report"}
)

// Values of challenge that are no param's name.
const (
	ChallengeAuto   = "auto"
	ChallengeAlways = "always"
	ChallengeOff    = "off"
)

// RegistryScratch as registry sends the registrations of a training to a throw-away one.
const RegistryScratch = "scratch"

// DiagnoseExperiment is the word of diagnose that has the cause of a drift looked for by
// trainings.
const DiagnoseExperiment = "experiment"

// Options is the table. Flags, inputs, action.yml and docs/reference.md are
// made from it, in this order; a test fails when they differ.
var Options = []Option{
	{Name: "command", Kind: Choice, Choices: actionCommands, ActionCommands: actionCommands, Default: "run", NoFlag: true,
		Help: "What to do."},

	{Name: "model", Kind: Text, Arg: "MODEL", ActionCommands: []string{"run", "show", "audit"}, NoFlag: true,
		Help: "Registered model: a name, name@alias or models:/name/version."},
	{Name: "version", Kind: Text, Arg: "V", Commands: []string{"show", "run", "audit", "list", "baseline", "init"},
		Help: "Version number, latest, an alias or a stage. Without it, latest; audit takes all, and init what the registry shows."},
	{Name: "run-id", Kind: Text, Arg: "ID", Commands: planningCommands,
		Help: "Reproduce this tracking run instead of a registered model."},
	{Name: "metadata", Kind: Text, Arg: "FILE", Commands: []string{"show", "run"}, NoInput: true,
		Help: "Read run id, params and metrics from this JSON file of the repository when no server is at hand."},
	{Name: "tracking-uri", Kind: Text, Arg: "URI", Commands: append([]string{"record", "explain"}, readingCommands...),
		Help: "MLflow tracking server, directory, sqlite database or databricks. Without it MLFLOW_TRACKING_URI, then MLflow's own default."},
	{Name: "config", Kind: Text, Arg: "FILE", Default: ".github/reproduce.yaml", Commands: []string{"show", "run", "list", "resume", "audit", "baseline", "explain"}, ActionCommands: actionCommands,
		Help: "Settings per model; inside the action it is read from the base ref."},

	{Name: "working-directory", Kind: Text, Arg: "DIR", Commands: []string{"show", "run", "compare", "audit", "baseline"},
		Help: "Project's folder in a repository of several, from the top of the repository: params, pipeline and metrics files are named from it. Without it the directory where reproduce starts, on GitHub the top."},
	{Name: "code-ref", Kind: Text, Arg: "REF", Commands: []string{"show", "run", "list"},
		Help: "Code to train: original (the commit the run recorded), head, or a ref. Without it original where that commit can be reached, else head with a warning. For list, with any but original a change of code ends min-interval."},
	{Name: "params-file", Kind: Lines, Arg: "FILE", Commands: puttingCommands,
		Help: "File the params are written to. Without it params.yaml and what dvc.yaml declares."},
	{Name: "params-map", Kind: Lines, Arg: "LOGGED=KEY", Commands: puttingCommands,
		Help: "Where a logged param belongs, as logged=key.in.file."},
	{Name: "params-section", Kind: Text, Arg: "SECTION", Default: "train", Commands: puttingCommands,
		Help: "Section of the params file that is looked in before the others."},
	{Name: "unknown-params", Kind: Choice, Choices: []string{"ignore", "error", "add"}, Default: "ignore", Commands: puttingCommands,
		Help: "A logged param with no key in the file is left out, an error, or added."},
	{Name: "ignore-params", Kind: Lines, Arg: "GLOB", Commands: []string{"run", "resume", "baseline"},
		Help: "Logged params that each training works out for itself, such as a host name: they are neither written nor compared."},
	{Name: "update-params", Kind: Bool, Commands: []string{"show"}, NoInput: true,
		Help: "Make the edit in the working tree and print the next steps."},

	{Name: "workflow", Kind: Text, Arg: "FILE", Commands: append([]string{"init"}, trainingCommands...),
		Help: "Training workflow to dispatch on GitHub Actions."},
	{Name: "workflow-inputs", Kind: Lines, Arg: "NAME=VALUE", Commands: trainingCommands,
		Help: "Further inputs of the training workflow, as name=value."},
	{Name: "run-command", Kind: Text, Arg: "CMD", Commands: append([]string{"init", "explain"}, trainingCommands...),
		Help: "Command that trains on this machine; not in the container action. {NAME} in it stands for the original's param, {hydra} and {mlproject} for all as overrides. For init, what a new training workflow runs."},
	{Name: "observe", Kind: Choice, Choices: []string{"auto", "off"}, Default: "auto", Commands: []string{"run"}, NoInput: true,
		Help: "Whether to see which files a training on this machine reads and writes: Python through an audit hook, Linux through file events."},
	{Name: "keep", Kind: Lines, Arg: "PATH", Commands: trainingCommands,
		Help: "File or directory that the training reads, such as base weights: metrics files, models and declared outputs of the commit are taken away before it. A full path is an input outside of the checkout, on this machine."},
	{Name: "registry", Kind: Choice, Choices: []string{"own", RegistryScratch}, Default: "own", Commands: append([]string{"explain"}, trainingCommands...), NoInput: true,
		Help: "Where a training on this machine registers models: in its own registry, or in a scratch one that is removed with the checkout."},
	{Name: "with", Kind: Lines, Arg: "PATH", Commands: trainingCommands, NoInput: true,
		Help: "File or directory of your clone that git does not have, such as data or .env: the training on this machine gets a copy."},
	{Name: "environment", Kind: Text, Arg: "WHAT", Default: repro.EnvironmentCurrent, Commands: trainingCommands, NoInput: true,
		Help: "Software of a training on this machine: current is what is there; original is rebuilt from the commit's lock file and what the run recorded; closest is that with other versions where it must be; else a requirements file."},
	{Name: "environment-allow", Kind: Choice, Choices: []string{"builds", "python"}, Several: true, Commands: append([]string{"explain"}, trainingCommands...), NoInput: true,
		Help: "What may be done to rebuild the software: builds runs the code of source distributions, python lets uv download the recorded Python. Without it wheels alone, for a Python that is there."},
	{Name: "branch", Kind: Text, Arg: "NAME", Commands: trainingCommands,
		Help: "Branch the params are committed to. Without it reproduce/MODEL/vN."},
	{Name: "timeout", Kind: Duration, Arg: "TIME", Default: "5h30m", Commands: []string{"run", "resume", "baseline", "explain"},
		Help: "How long to wait for the training. GitHub ends a hosted job after six hours, and would take the wait with it."},
	{Name: "stop-early", Kind: Bool, Commands: forRun, NoInput: true,
		Help: "End a training on this machine when one of its curves has left that of an original known to be deterministic: drifted, with what was not computed."},
	{Name: "stop-after", Kind: Number, Arg: "N", Commands: forRun, NoInput: true,
		Help: "End a training on this machine when the first N steps of all its curves are the original's: could not verify, equal so far."},
	{Name: "on-cancel", Kind: Choice, Choices: []string{"stop", "leave"}, Default: "stop", Commands: []string{"run", "resume", "baseline"},
		Help: "What happens to a dispatched training when this job is cancelled."},

	{Name: "challenge", Kind: Text, Arg: "PARAM", Default: ChallengeAuto, Commands: trainingCommands,
		Help: "Train once more with one param changed, and see whether the metrics move: auto after a short training on this machine that came back, always, off, or the name of a param."},
	{Name: "challenge-limit", Kind: Duration, Arg: "TIME", Default: "10m", Commands: trainingCommands, NoInput: true,
		Help: "Longest training after which auto makes a challenge."},

	{Name: "metrics-source", Kind: Choice, Choices: []string{"auto", "mlflow", "file", repro.SourceUntagged}, Default: "auto", Commands: judgingCommands,
		Help: "Where the new metrics come from; auto takes the tracking run, else the file. untagged does so, too, and takes a run without the reproduction's id where there is none with it."},
	{Name: "metrics-file", Kind: Lines, Arg: "FILE", Commands: judgingCommands,
		Help: "Metrics file the pipeline writes, or a directory of them. Without it all that dvc.yaml declares, else metrics/metrics.json."},
	{Name: "metrics-map", Kind: Lines, Arg: "LOGGED=NAME", Commands: judgingCommands,
		Help: "A metric's name in the metrics files, as logged=name, or as logged=file:name where several files have that name."},
	{Name: "run-name", Kind: Text, Arg: "NAME", Commands: []string{"run", "resume", "baseline"},
		Help: "Name of the run to compare, where one training makes several. Without it the run that matches the original best in what both logged."},
	{Name: "match-tag", Kind: Lines, Arg: "KEY=VALUE", Commands: []string{"run", "resume", "baseline"},
		Help: "Tag of the run to compare, where one training makes several. With several lines the run has all of these tags."},
	{Name: "metrics", Kind: Lines, Arg: "GLOB", Commands: judgingCommands,
		Help: "Metrics to judge. Without it all."},
	{Name: "tolerances", Kind: Lines, Arg: "NAME: SPEC", Commands: judgingCommands,
		Help: "How far a metric may be from the original, as name: 0.5%, name: +0.05 abs or -0.01 abs, name: exact; the reference has all forms."},
	{Name: "material", Kind: Lines, Arg: "[NAME:] SPEC", Commands: judgingCommands,
		Help: "The largest shift of a noisy metric that does not matter, written as a tolerance. Without a metric name it applies to all metrics. Without it 5% of the original."},
	{Name: "compare-model", Kind: Text, Arg: "SPEC", Default: judge.CompareModelOff, Commands: []string{"run"}, NoInput: true,
		Help: "Load the models of both runs, with the Python that trained on this machine, and compare what they predict for the original's input example: report shows it, a tolerance such as 1e-6 abs or exact decides. Loading runs the models' code."},
	{Name: "repeats", Kind: Number, Arg: "K", Default: "1", Commands: append([]string{"list"}, trainingCommands...),
		Help: "Reproduce up to K times to measure the run-to-run noise, and stop as soon as the verdict is clear. auto chooses K and prints the cost first. For list, what a check is taken to cost that was never made."},
	{Name: "diagnose", Kind: Choice, Choices: []string{"compare", DiagnoseExperiment, "off"}, Default: "compare", Commands: []string{"run", "compare", "resume"},
		Help: "Whether to say what differs between the two trainings. With experiment, a drift of a training on this machine is explained at once, as reproduce explain does."},
	{Name: "history", Kind: Lines, Arg: "PATH", Commands: append([]string{"show", "list", "report"}, judgingCommands...),
		Help: "Earlier checks: files, directories, or branches on GitHub as owner/name:branch. run puts first among the causes what has changed since the version last reproduced; list knows from them what is due and what it takes. report adds its results to the one directory that is named, and says how all models stand."},
	{Name: "ignore-outs", Kind: Lines, Arg: "GLOB", Commands: []string{"run", "resume", "baseline"},
		Help: "Pipeline outputs to leave out when two dvc.lock files are compared, because they contain a run id or a time and always differ."},

	{Name: "github-token", Kind: Text, Arg: "TOKEN", Default: "${{ github.token }}", ActionCommands: actionCommands, NoFlag: true,
		Help: "Token for the branch, the dispatch and the comment."},
	{Name: "comment", Kind: Choice, Choices: []string{"auto", "update", "new", "off"}, Default: "auto", ActionCommands: forRun, NoFlag: true,
		Help: "Comment on the pull request, one for all models: auto edits it in place, and posts it again when a verdict changes and with it the worst of all."},
	{Name: "comment-on", Kind: Choice, Choices: []string{"any", "problems"}, Default: "any", ActionCommands: forRun, NoFlag: true,
		Help: "Comment on any verdict, or only where it is not reproduced."},
	{Name: "comment-target", Kind: Text, Arg: "TARGET", Default: "auto", ActionCommands: forRun, NoFlag: true,
		Help: "Where to comment: auto, pr/N, issue/N or none."},
	{Name: "comment-key", Kind: Text, Arg: "KEY", ActionCommands: forRun, NoFlag: true,
		Help: "Makes a comment of its own for the checks that have the same key."},
	{Name: "require-permission", Kind: Choice, Choices: []string{"write", "admin", "read"}, Default: "write", ActionCommands: forRun, NoFlag: true,
		Help: "Permission on the repository that a /reproduce comment needs."},
	{Name: "job-summary", Kind: Bool, Default: "true", ActionCommands: []string{"run", "list", "report", "audit", "show"}, NoFlag: true,
		Help: "Write the report to the job summary."},
	{Name: "commit-status", Kind: Bool, Default: "false", ActionCommands: forRun, NoFlag: true,
		Help: "Set a commit status with the verdict."},
	{Name: "issue", Kind: Choice, Choices: []string{"off", "on-drift"}, Default: "off", ActionCommands: []string{"report"}, NoFlag: true,
		Help: "Keep one issue per model that drifts: it is closed when the same version reproduces with the same metrics."},

	{Name: "models", Kind: Lines, Arg: "GLOB", Default: "*", Commands: []string{"list", "audit", "init"},
		Help: "Registered models to list or audit, by name or glob, with @ALIAS after it where its version is another than version says. init takes those of the repository without it."},
	{Name: "deep", Kind: Bool, Default: "false", Commands: []string{"audit"},
		Help: "Also read each model's own files for its environment: some requests a version."},
	{Name: "max-models", Kind: Number, Arg: "N", Commands: []string{"list"},
		Help: "The largest number of models, 0 for no limit. Without it 5, or as many as budget holds. A matrix has 256 jobs at most."},
	{Name: "budget", Kind: Duration, Arg: "TIME", Commands: []string{"list", "explain", "run"},
		Help: "What the trainings of one night may take together, such as 90m. Prices come from past checks and the original's duration. Without it no limit. For explain, and run with diagnose experiment, what the trainings for a cause may take: 1h without it."},
	{Name: "max-trainings", Kind: Number, Arg: "N", Default: "32", Commands: []string{"explain", "run"}, NoInput: true,
		Help: "The largest number of trainings that explain makes, re-runs and challenges among them; also run with diagnose experiment."},
	{Name: "budget-per-model", Kind: Duration, Arg: "TIME", Commands: []string{"list"},
		Help: "What the check of one model may take. Those that take longer are left out and named. Without it no limit."},
	{Name: "min-interval", Kind: Duration, Arg: "TIME", Default: "168h", Commands: []string{"list", "report"},
		Help: "For list, leave out model versions that came back more recently than this, unless what they read has changed since. What drifted, was unverified or left no result is due again after 20 hours. For report, say what list was given: on a page and a badge, one that was not checked for twice as long is stale."},

	{Name: "results", Kind: Lines, Arg: "PATH", Default: "reproduce-results", ActionCommands: []string{"report"}, NoFlag: true,
		Help: "For report: saved results, and directories that hold them."},
	{Name: "due", Kind: Text, Arg: "JSON", Commands: []string{"report"},
		Help: "For report: the matrix that list gave, or unknown where list failed: past checks tell then what was due. What was due and has no result is shown as not checked."},

	{Name: "fail-on", Kind: Choice, Choices: []string{"drifted", "unverified", "never"}, Several: true, Default: "drifted,unverified", Commands: []string{"run", "compare", "resume"}, ActionCommands: forReports,
		Help: "Verdicts that end with a non-zero exit code."},
	{Name: "output-dir", Kind: Text, Arg: "DIR", Default: "reproduce-report", Commands: []string{"run", "compare", "resume", "report", "baseline", "record"}, ActionCommands: []string{"run", "audit"},
		Help: "Directory for report.json and report.md, and for what record could leave on no run."},
	{Name: "write-back", Kind: Bool, Default: "false", Commands: []string{"run", "resume"},
		Help: "Leave the verdict, its evidence, its time and the report's digest as tags on the model version, each where it has changed."},
	{Name: "statement", Kind: Text, Arg: "FILE", Commands: []string{"run", "resume"},
		Help: "Write an in-toto statement of the check to this file, to be signed and verified by others: docs/statement.md."},
	{Name: "history-branch", Kind: Text, Arg: "NAME", ActionCommands: []string{"run", "list", "report"}, NoFlag: true,
		Help: "Branch that keeps past checks, such as reproduce-history: run and list read it, and report adds its results in one commit. Without it none is kept."},
	{Name: "page", Kind: Text, Arg: "FILE", Commands: []string{"report"},
		Help: "Write one HTML page of all models and their checks to this file."},
	{Name: "badges", Kind: Text, Arg: "DIR", Commands: []string{"report"},
		Help: "Write a badge for each model and one for all to this directory, as SVG and as JSON for Shields."},

	{Name: "webhook-body", Kind: Text, Arg: "JSON", Commands: []string{"report"},
		Help: "Form of the JSON that is sent to the address in REPRODUCE_WEBHOOK when a night changes the state of a model. Without it, text for Slack and others."},

	{Name: "json", Kind: Bool, Commands: []string{"show", "run", "compare", "audit", "list", "report", "resume", "version", "baseline", "init", "explain"}, NoInput: true,
		Help: "Print the JSON document on standard output and nothing else there."},
	{Name: "write", Kind: Bool, Commands: []string{"init"}, NoInput: true,
		Help: "Write the files without asking."},
	{Name: "dry-run", Kind: Bool, Commands: append([]string{"init", "explain"}, trainingCommands...), ActionCommands: forRun,
		Help: "Print the plan and write nothing. The action also says what would stop the check: permissions, secrets, the workflow, the branch."},
}

// Global are the options every command takes. They are flags only.
var Global = []Option{
	{Name: "quiet", Kind: Bool, Help: "Print the report only."},
	{Name: "verbose", Kind: Bool, Help: "Print each step as it is taken."},
	{Name: "no-color", Kind: Bool, Help: "No colour; NO_COLOR and TERM=dumb do the same."},
}

//go:build !nodesk

package settings

// The table has one sentence an option, for all commands that take it, and the reference shows
// it. Where it is about others than the one whose --help is read, that one has its own.

// commandHelps are those sentences, by command and option.
var commandHelps = map[string]map[string]commandHelp{
	"audit": {
		"version":           {help: "Audit one version of each model: its number, latest, an alias or a stage. Without it all versions."},
		"models":            {help: "Registered models to audit, by name or glob, as GLOB behind the command does; with @ALIAS after it for the version of an alias."},
		"working-directory": {help: "Project's folder in a repository of several, from the top of the repository: where the clone's params files and pipeline are looked for. Without it the directory where reproduce starts."},
		"deep":              {help: "Also read each model's own files, such as requirements.txt and conda.yaml, for its environment: some requests a version."},
		"config":            {help: "Settings per model, such as params-map, which tell where a version's params belong."},
		"json":              {help: "Print all versions with their checks as a JSON document, and nothing else on standard output."},
	},
	"list": {
		"version":      {help: "The version of each model that is listed: latest, an alias or a stage. Without it latest; models may name another."},
		"models":       {help: "Registered models to list, by name or glob, with @ALIAS after it where its version is another than version says."},
		"code-ref":     {help: "Code that the checks train. With any but original, a change of that code makes a version due before min-interval is over."},
		"repeats":      {help: "How many trainings a check is taken to make, for the price of a version that was never checked."},
		"history":      {help: "Earlier checks: files, directories, or branches on GitHub as owner/name:branch. They tell when a version was checked last, how that ended, and what a check takes."},
		"budget":       {help: "What the trainings of one night may take together, such as 90m. Prices come from past checks and the original's duration. Without it no limit."},
		"min-interval": {help: "Leave out model versions that came back more recently than this, unless what they read has changed since. What drifted, was unverified or left no result is due again after 20 hours, or after this where it is shorter; 0s makes all due."},
		"json":         {help: "Print the matrix for fromJSON on standard output, and nothing else there."},
	},
	"explain": {
		"registry":    {help: "Where the trials register models: in a scratch registry, which is removed with the checkout, or in their own, where each trial registers a version for others to see.", without: RegistryScratch},
		"run-command": {help: "Command that the trials run, in the place of the one that the report has. {NAME} in it stands for the original's param, {hydra} and {mlproject} for all as overrides."},
		"timeout":     {help: "How long one training of the search may take."},
		"budget":      {help: "What all trainings of the search may take together, such as 90m or 3h. When it is spent, what was found is kept.", without: "1h"},
		"config":      {help: "Settings per model, for what neither the command line nor the report says."},
		"json":        {help: "Print the report with the finding as a JSON document, and nothing else on standard output."},
		"dry-run":     {help: "Print what the search would restore and what it may cost. Train nothing."},
	},
	"record": {
		"tracking-uri": {help: "MLflow tracking server, directory, sqlite database or databricks that COMMAND logs to: its runs are looked for there. Without it MLFLOW_TRACKING_URI, then MLflow's own default."},
		"output-dir":   {help: "Directory for the lineage.json that could be left on no run: COMMAND logged none, or the server did not take it."},
	},
	"report": {
		"output-dir":   {help: "Directory whose report.json is shown where neither a RESULT nor a history is named."},
		"due":          {help: "The matrix that list --json gave, or unknown where list failed: past checks tell then what was due. What was due and has no result is shown as not checked."},
		"history":      {help: "Earlier checks: files, directories, or branches on GitHub as owner/name:branch. The results are added to the one directory that is named. With no RESULT, show how all models stand."},
		"min-interval": {help: "What list was given: on a page and a badge, a version that was not checked for twice as long is stale."},
	},
}

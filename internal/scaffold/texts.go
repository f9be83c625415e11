package scaffold

import (
	"fmt"
	"strings"
)

// Actions that the workflows use, by commit. docs/workflows has the same.
const (
	checkout         = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
	setupPython      = "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0"
	uploadArtifact   = "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0"
	downloadArtifact = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1"
	ours             = action + "v1 # zizmor: ignore[unpinned-uses] v1 follows the releases; a commit's SHA stays as it is"
)

// A trainingText is what a new training workflow is made of.
type trainingText struct {
	command  string
	software Software
	remote   dataRemote
	dvc      bool // the project has a pipeline of DVC's
	tracking Tracking
}

// String writes the workflow. For a project of DVC's with requirements.txt it is
// docs/workflows/train.yml.
func (w trainingText) String() string {
	var b strings.Builder
	b.WriteString(`# A training workflow that reproduce can dispatch. What it needs is marked;
# the rest is yours.
name: Train
on:
  workflow_dispatch:
    inputs:
      reproduce_context: # 1. tags for the new run; reproduce fills it in
        description: Tags for MLflow, as a JSON object
        required: false
        type: string
      commit: # 2. optional: for originals whose commit cannot have a branch
        description: Commit to train; without it the branch
        required: false
        type: string
permissions:
  contents: read
jobs:
  train:
    runs-on: ubuntu-latest
    timeout-minutes: 300
    steps:
      - uses: ` + checkout + `
        with:
          ref: ${{ inputs.commit || github.ref }}
          persist-credentials: false
      - uses: ` + setupPython + `
        with:
          python-version: ` + scalar(w.software.Python) + "\n")
	for _, command := range w.software.Install {
		b.WriteString("      - run: " + scalar(command) + "\n")
	}
	if len(w.software.Install) == 0 {
		b.WriteString("      # Install what the training needs here: the repository has no requirements.\n")
	}
	w.fetch(&b)
	number := 3
	if w.dvc {
		b.WriteString("      # 3. --force: without it DVC would see that nothing changed, train nothing,\n      # and leave the original's own numbers.\n")
		number++
	}
	fmt.Fprintf(&b, `      - run: %s
        env:
          # %d. MLflow puts these tags on every run that the training starts, and
          # reproduce finds the run by them. No code changes.
          MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}
          # Does the training register models? Without the next line a reproduction does so as
          # well, in your registry. With it, it does so in a database that goes with the job.
          # MLFLOW_REGISTRY_URI: ${{ inputs.reproduce_context && format('sqlite:///{0}/registry.db', runner.temp) || '' }}
          # The server that reproduce reads from: the new run has to be there. The training
          # writes; the check may have secrets of other names, of an account that only reads.
          MLFLOW_TRACKING_URI: %s
`, scalar(w.software.Prefix+w.command), number, w.tracking.URI)
	for _, v := range w.tracking.Env {
		b.WriteString("          " + v.name + ": " + v.value + "\n")
	}
	return b.String()
}

// fetch writes how the data of DVC's gets to the runner.
func (w trainingText) fetch(b *strings.Builder) {
	if len(w.remote.pull) == 0 || w.remote.local || w.remote.scheme == "" {
		if w.dvc {
			b.WriteString("      # With a DVC remote, fetch the data here: dvc pull data/raw.csv.dvc\n")
		}
		return
	}
	b.WriteString("      - run: " + scalar(w.software.Prefix+"dvc pull "+quoted(w.remote.pull)) + "\n")
	if len(w.remote.secrets) > 0 {
		b.WriteString("        env:\n")
		for _, name := range w.remote.secrets {
			b.WriteString("          " + name + ": ${{ secrets." + name + " }}\n")
		}
	}
}

// A checkText is what the workflow that checks is made of.
type checkText struct {
	models   []string // globs; none is all of the registry
	version  string
	workflow string
	tracking Tracking
}

// String writes the workflow. For version production and train.yml it is
// docs/workflows/nightly.yml.
func (w checkText) String() string {
	var env strings.Builder
	if len(w.tracking.Env) > 0 {
		env.WriteString("        env: # the check reads: an account of the server that may only read will do\n")
		for _, v := range w.tracking.Env {
			env.WriteString("          " + v.name + ": " + v.value + "\n")
		}
	}
	models := ""
	if len(w.models) > 0 {
		models = "          models: |\n            " + strings.Join(w.models, "\n            ") + "\n"
	}
	title := "models"
	if w.version != "latest" {
		title = w.version + " models"
	}
	return `# Every night, the ` + title + ` that are due, within three hours of training.
name: Reproducibility (nightly)
on:
  schedule:
    - cron: '17 2 * * *' # not on the hour: those runs are delayed most
  workflow_dispatch:
permissions: {}
concurrency:
  group: reproduce-nightly
jobs:
  list:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # the configuration
    outputs:
      models: ${{ steps.list.outputs.models }}
    steps:
      - uses: ` + ours + `
        id: list
` + env.String() + `        with:
          command: list
          tracking-uri: ` + w.tracking.URI + `
` + models + `          version: ` + scalar(w.version) + `
          history-branch: reproduce-history
          budget: 3h # of all trainings together; what is above it waits
          min-interval: 168h
  check:
    needs: list
    if: needs.list.outputs.models != '[]'
    runs-on: ubuntu-latest
    timeout-minutes: 360
    permissions:
      contents: write # the reproduction's branch
      actions: write # dispatch and watch ` + w.workflow + `
    strategy:
      fail-fast: false
      max-parallel: 2
      matrix:
        model: ${{ fromJSON(needs.list.outputs.models) }}
    steps:
      - uses: ` + ours + `
` + env.String() + `        with:
          tracking-uri: ` + w.tracking.URI + `
          model: ${{ matrix.model.name }}
          version: ${{ matrix.model.version }}
          workflow: ` + scalar(w.workflow) + `
          history-branch: reproduce-history # what has changed since it last reproduced
      - uses: ` + uploadArtifact + `
        if: ${{ !cancelled() }}
        with:
          name: check-${{ strategy.job-index }}
          path: reproduce-report/report.json
          overwrite: true # when failed jobs are run again
  # One table of the night, in the summary of the workflow run; one commit on the branch
  # of past checks, with the badges; and a page of all models. A version whose job came
  # to nothing is in all of them, as not checked. Where list itself fails, as with the
  # registry away, what was due by past checks is: the page has no old verdict of it.
  report:
    needs: [list, check]
    # always(): what somebody cancelled was not checked either. Nothing due is no report.
    if: ${{ always() && (needs.list.result != 'success' || needs.check.result != 'skipped') }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: write # the branch of past checks, which nothing else writes
      issues: write # one for each model that drifts
    steps:
      - uses: ` + downloadArtifact + `
        with:
          pattern: check-*
          path: reproduce-results
      - uses: ` + ours + `
        # A message to a chat for each night that changed how a model stands: the address
        # that the chat gives for messages, as a secret. Without it nothing is sent.
        # env:
        #   REPRODUCE_WEBHOOK: ${{ secrets.REPRODUCE_WEBHOOK }}
        with:
          command: report
          results: reproduce-results
          due: ${{ needs.list.result == 'success' && needs.list.outputs.models || 'unknown' }}
          history-branch: reproduce-history
          issue: on-drift
          page: reproduce-report/models.html
      - uses: ` + uploadArtifact + `
        if: ${{ !cancelled() }}
        with:
          name: models
          path: reproduce-report/models.html
          overwrite: true
`
}

// configText writes .github/reproduce.yaml.
func configText(params paramsPlace) string {
	var b strings.Builder
	b.WriteString(`# What reproduce goes by in this repository, on GitHub and at a desk. Below models:, a
# model or a glob can have settings of its own.
defaults:
`)
	if len(params.files) > 0 {
		b.WriteString("  params-file: # what the training reads its params from\n")
		for _, file := range params.files {
			b.WriteString("    - " + scalar(file) + "\n")
		}
	}
	if len(params.keys) > 0 {
		b.WriteString("  params-map: # the logged name, and the key that it comes from\n")
		for _, pair := range params.keys {
			b.WriteString("    " + scalar(pair[0]) + ": " + scalar(pair[1]) + "\n")
		}
	}
	b.WriteString(`  tolerances: # how far each metric may be from the original's
    default: 1e-6 rel or 1e-12 abs # what counts without this file
    # accuracy: 1 of 30            # one of thirty test examples may flip
    # "*_time": ignore
`)
	return b.String()
}

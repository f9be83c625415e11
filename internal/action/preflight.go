package action

import (
	"context"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// publishingPermissions are for saying a result: without them there is one all the same.
var publishingPermissions = []string{"pull-requests", "issues", "statuses"}

// lacking gives the permissions that the job's token lacks for this check, as far as the
// workflow's own file says so. It asks once, before anything is spent; what cannot
// be known is found when it is refused.
func (s *step) lacking(ctx context.Context, cfg settings.ActionSettings) (lacking []string, known bool) {
	path, commit, job := s.workflowFile()
	if path == "" {
		return nil, false
	}
	token, err := workflow.New(s.git).JobToken(ctx, path, commit, job)
	if err != nil {
		return nil, false // the file is for the message only
	}
	return token.Lacks(s.permissions(cfg)), token.Known
}

// workflowFile is the file of the workflow that this is a job of, its commit and the
// job's key in it; "" where the runner does not say, or the workflow is another
// repository's.
func (s *step) workflowFile() (path, commit, job string) {
	ref, _, _ := strings.Cut(s.Getenv("GITHUB_WORKFLOW_REF"), "@")
	path, ours := strings.CutPrefix(ref, s.Getenv("GITHUB_REPOSITORY")+"/")
	commit, job = s.Getenv("GITHUB_WORKFLOW_SHA"), s.Getenv("GITHUB_JOB")
	if !ours || commit == "" || job == "" {
		return "", "", ""
	}
	return path, commit, job
}

// preflight holds what the job's token may do against all that this check takes. What
// stops the training is a doubt; what only keeps the result from being said is one
// warning. Both name all of it.
func (s *step) preflight(ctx context.Context, cfg settings.ActionSettings) error {
	lacking, _ := s.lacking(ctx, cfg)
	if len(lacking) == 0 {
		return nil
	}
	err := s.client.Lacking(lacking)
	if slices.ContainsFunc(lacking, func(need string) bool { return !publishes(need) }) {
		return err
	}
	s.runner.Warning("reproduce", s.Secrets.Text(err.Error()+"; the check goes on, and its result is in the job summary"))
	return nil
}

func publishes(need string) bool {
	name, _, _ := strings.Cut(need, ":")
	return slices.Contains(publishingPermissions, name)
}

// stopped publishes why nothing was trained.
func (s *step) stopped(ctx context.Context, cfg settings.ActionSettings, reason repro.Reason, detail string) error {
	_, err := s.verdict(ctx, cfg, reason, detail)
	return err
}

// verdict publishes why nothing was compared, of a model of which no more is known than its name.
func (s *step) verdict(ctx context.Context, cfg settings.ActionSettings, reason repro.Reason, detail string) (repro.Result, error) {
	result := repro.Result{Tool: "reproduce " + app.Release(), CheckedAt: s.Now().UTC(), Verdict: repro.Unverified, Reason: reason, Detail: detail}
	result.Plan.Model = repro.ModelVersion{Name: cfg.Ref.Name, RunID: cfg.Ref.RunID}
	if cfg.Ref.Selector.Kind == repro.SelectNumber {
		result.Plan.Model.Version = cfg.Ref.Selector.Text
	}
	return result, s.publish(ctx, cfg, nil, result)
}

// credentials are the variables that hold MLflow's, as a workflow fills them in from
// secrets.
var credentials = []string{"MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN"}

// emptySecrets names the credentials that a workflow sets, and that are empty: GitHub
// puts nothing in the place of a secret that is not defined, or not handed out.
func (s *step) emptySecrets() (names []string) {
	for _, name := range credentials {
		if slices.Contains(s.Environ, name+"=") {
			names = append(names, name)
		}
	}
	return names
}

// aboutSecrets says of a refusal by the tracking server that a secret is empty; "" where
// none is.
func (s *step) aboutSecrets() string {
	names := s.emptySecrets()
	if len(names) == 0 {
		return ""
	}
	is := " is empty"
	if len(names) > 1 {
		is = " are empty"
	}
	return wording.List(names) + is + ": see that the repository has the secret, which forks and Dependabot do not get"
}

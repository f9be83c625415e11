package action

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// A mark is the commit status of one check: its name is settled before the check runs, so
// that a rule of a branch can require it. No version is in it, or a new one would be
// required by nobody.
type mark struct {
	commit  string
	context string
}

// markOf is the mark on the commit that people look at: the pull request's head, else the
// workflow's. A comment's workflow has the default branch's, which is neither.
func (s *step) markOf(cfg settings.ActionSettings) mark {
	m := mark{s.event.HeadSHA, "reproduce / "}
	if m.commit == "" && s.event.Name != "issue_comment" {
		m.commit = s.Getenv("GITHUB_SHA")
	}
	if cfg.Ref.Name != "" {
		m.context += cfg.Ref.Name
	} else {
		m.context += "run"
	}
	if cfg.CommentKey != "" {
		m.context += " (" + cfg.CommentKey + ")"
	}
	return m
}

// headOfComment asks for the head of the pull request that a comment stands on: the event has
// the default branch's commit alone, which the check is not about.
func (s *step) headOfComment(ctx context.Context) error {
	if s.event.Name != "issue_comment" || s.event.HeadSHA != "" {
		return nil
	}
	pull, err := s.pulls.PullRequest(ctx, s.event.PullRequest)
	if err == nil {
		s.event.HeadSHA = pull.Head
	}
	return err
}

// markPending says that the check runs. What is refused is a warning, as with every place
// where a result is said.
func (s *step) markPending(ctx context.Context, cfg settings.ActionSettings) {
	if !cfg.CommitStatus {
		return
	}
	if err := s.headOfComment(ctx); err != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("the commit status was not set: "+err.Error()))
		return
	}
	m := s.markOf(cfg)
	if err := s.set(ctx, m, "pending", "the check runs"); err != nil {
		if ctx.Err() != nil { // whether it was set is not known
			s.pending = &m
		}
		s.runner.Warning("reproduce", s.Secrets.Text("the commit status was not set: "+err.Error()))
		return
	}
	s.pending = &m
}

// markResult says how the check ended.
func (s *step) markResult(ctx context.Context, cfg settings.ActionSettings, result repro.Result) error {
	if err := s.headOfComment(ctx); err != nil {
		return err
	}
	state := map[repro.Verdict]string{repro.Reproduced: "success", repro.Drifted: "failure"}[result.Verdict]
	if state == "" {
		state = "error"
	}
	// A status has room for one sentence: the numbers.
	short, _ := judge.WithoutSpread(report.Sentence(result))
	if version := result.Model().Version; version != "" {
		short = "v" + version + ": " + short
	}
	if trained := result.Plan.Code.Commit; s.trainedOther(s.markOf(cfg).commit, result) {
		short = fmt.Sprintf("trained the code of %.7s, not of this commit; %s", trained, short)
	}
	err := s.set(ctx, s.markOf(cfg), state, short)
	if err == nil {
		s.pending = nil
	}
	return err
}

// trainedOther says that other code was trained than the commit's that people see the result
// on. GitHub's merge of a pull request has its code as well. Nothing is said where
// nothing was trained.
func (s *step) trainedOther(commit string, result repro.Result) bool {
	trained, began := result.Plan.Code.Commit, result.Execution.ID != "" && result.Reason != repro.PipelineNotStarted
	merge := s.event.Name == "pull_request" && trained == s.Getenv("GITHUB_SHA") && trained != s.event.BaseSHA
	return trained != "" && began && trained != commit && !merge
}

// markEnded takes back that the check runs, where it ended without a verdict, and that an
// earlier one came back: nobody knows whether it would today.
func (s *step) markEnded(ctx context.Context, err error) {
	if errors.As(err, new(app.VerdictError)) {
		return
	}
	if cfg, ok := s.failed(); s.pending == nil && ok && cfg.CommitStatus && ctx.Err() == nil {
		m := s.markOf(cfg)
		s.pending = &m
	}
	if s.pending == nil {
		return
	}
	out, done := context.WithTimeout(context.WithoutCancel(ctx), markTime)
	defer done()
	m := *s.pending
	s.pending = nil
	if problem := s.set(out, m, "error", "the check ended without a verdict; its log says why"); problem != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("the commit status was not set: "+problem.Error()))
	}
}

// markTime is how long it may take once the job is cancelled.
const markTime = 2 * time.Second

func (s *step) set(ctx context.Context, m mark, state, text string) error {
	return s.pulls.SetStatus(ctx, m.commit, pullrequest.Status{
		State: state, Context: m.context, Description: s.Secrets.Text(text), URL: s.page(repro.Result{}).Job,
	})
}

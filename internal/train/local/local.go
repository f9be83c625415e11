package local

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Project is a project in a clone on this machine. It trains in a clone of that
// clone, so that the user's files, index, stash and refs stay as they are.
type Project struct {
	*project.Clone

	Environ  []string
	Tracking string // MLFLOW_TRACKING_URI for the training; "" leaves the user's
	Timeout  time.Duration
	Force    <-chan struct{} // closed: a training that was asked to end is killed at once
	Reports  []string        // where reports are saved and read, from the working directory: no input of a training
	Observe  bool            // what the training reads and writes
	Since    time.Time       // when the first of several trainings began that are to have nothing from each other; zero for none

	ScratchRegistry bool // models are registered in a database that is removed with the clone

	Rebuilder Rebuilder // of the original's software

	Output io.Writer // gets the training's output line by line; what ends in a carriage return is about to be overwritten

	tree *git.Clone
}

var _ train.Here = (*Project)(nil)

// Open finds the repository that dir is in, and the project in it: its folder of
// that name, or dir itself where none is named.
func Open(ctx context.Context, dir, folder string) (*Project, error) {
	clone, err := project.OpenClone(ctx, dir, folder)
	if err != nil {
		return nil, err
	}
	return &Project{Clone: clone}, nil
}

// CloneDir is the top of the user's clone.
func (l *Project) CloneDir() string { return l.Repository.Dir }

// Origin is the project in the user's clone.
func (l *Project) Origin() []string {
	if l.Repository == nil {
		return nil
	}
	return []string{filepath.Join(l.Repository.Dir, filepath.FromSlash(l.Prefix))}
}

// Place is the project in the clone that trains, while there is one.
func (l *Project) Place() []string {
	if l.tree == nil {
		return nil
	}
	return []string{filepath.Join(l.tree.Dir, filepath.FromSlash(l.Prefix))}
}

// Close removes the clone that was trained in, if one was made. The branch stays.
func (l *Project) Close(ctx context.Context) error {
	if l.tree == nil {
		return nil
	}
	tree := l.tree
	l.tree = nil
	return tree.Remove(ctx)
}

// Code picks the commit: a recorded one only if a branch or tag leads to it.
func (l *Project) Code(ctx context.Context, asked, recorded string) (repro.CodeRef, []string, error) {
	wayOut := "fetch it (git fetch --all --tags), or train today's code with --code-ref head"
	if shallow, err := l.Repository.Shallow(ctx); err == nil && shallow {
		wayOut = "or train today's code with --code-ref head" // unreachable says how to get the rest
	}
	return train.PickCode(ctx, l, asked, recorded, wayOut)
}

// Resolve gives the commit that a ref names.
func (l *Project) Resolve(ctx context.Context, ref string) (string, error) {
	return l.Repository.Resolve(ctx, ref)
}

// Head is what the clone has checked out, with a warning where files differ from it.
func (l *Project) Head(ctx context.Context) (repro.CodeRef, []string, error) {
	head, err := l.Repository.Head(ctx)
	if err != nil {
		return repro.CodeRef{}, nil, err
	}
	var warnings []string
	if head.Dirty {
		warnings = append(warnings, "the working tree has uncommitted changes: they are not part of HEAD and were not trained")
	}
	from := "HEAD"
	if head.Branch != "" {
		from = "HEAD of " + head.Branch
	}
	return repro.CodeRef{Asked: "head", Commit: head.Commit, From: from}, warnings, nil
}

// Unreachable says why the recorded commit cannot be trained; "" when it can.
func (l *Project) Unreachable(ctx context.Context, recorded string) (string, error) {
	if recorded == "" {
		return "the run recorded no commit", nil
	}
	has, err := l.Repository.HasCommit(ctx, recorded)
	if err != nil {
		return "", err
	}
	if !has {
		if shallow, err := l.Repository.Shallow(ctx); err == nil && shallow {
			return fmt.Sprintf("the recorded commit %.12s is not in this shallow clone; get the rest with git fetch --unshallow, or with fetch-depth: 0 of actions/checkout", recorded), nil
		}
		return fmt.Sprintf("the recorded commit %.12s is not in this repository", recorded), nil
	}
	refs, err := l.Repository.Reachable(ctx, recorded)
	if err == nil && len(refs) == 0 {
		return fmt.Sprintf("no branch or tag contains the recorded commit %.12s", recorded), nil
	}
	return "", err
}

// Branch is reproduce/MODEL/vN.
func (l *Project) Branch(version repro.ModelVersion) string { return train.BranchFor(version) }

// Apply commits the plan's files on their branch, touching nothing else.
func (l *Project) Apply(ctx context.Context, plan repro.Plan) (repro.Change, error) {
	commit, err := l.Repository.CommitParams(ctx, plan.Code.Commit, plan.Branch, train.FromTop(l.Prefix, plan.Files), commitMessage(plan))
	return repro.Change{Branch: plan.Branch, Base: plan.Code.Commit, Commit: commit, Criteria: plan.Criteria.Digest()}, err
}

// maxTitle bounds what a tracking server calls a model or a run.
const maxTitle = 200

// commitMessage tells the next reader of the branch what it is. It holds no
// time and no id, so that the same plan makes the same commit.
func commitMessage(plan repro.Plan) string {
	name, run := train.Title(plan.Model, plan.Original), plan.Original.ID
	if run == "" {
		run = "none" // a metadata file need not name one
	}
	what, params := "Params of %s, to be trained again", "The params that its run logged, and nothing else."
	if plan.Challenge != "" {
		what, params = "A challenge of %s, to be trained", "The params that its run logged, with "+printable.OneLine(plan.Challenge, maxTitle)+",\nto see whether the metrics move. This is no reproduction."
	}
	return fmt.Sprintf(what+"\n\n%s Made by reproduce;\nthis branch may be deleted.\n\n%s: %s\n%s", printable.OneLine(name, maxTitle), params, git.Trailer, printable.OneLine(run, maxTitle), plan.Criteria.Trailer())
}

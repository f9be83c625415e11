package train

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Commits are where the code to train is looked for: a clone, or GitHub.
type Commits interface {
	// unreachable says why a recorded commit cannot be trained, "" when it can.
	Unreachable(ctx context.Context, commit string) (problem string, err error)
	// head is today's code, with what is to be said of it.
	Head(ctx context.Context) (repro.CodeRef, []string, error)
	// resolve gives the commit that a person's word for it stands for.
	Resolve(ctx context.Context, ref string) (string, error)
}

// PickCode picks the commit to train. Without a word it is the recorded one
// where that can be reached, else today's, said aloud. A recorded commit is
// text from a tracking server: it is never trained on that word alone. wayOut
// ends the error for one that was asked for and cannot be reached.
func PickCode(ctx context.Context, from Commits, asked, recorded, wayOut string) (repro.CodeRef, []string, error) {
	switch asked {
	case "", "original":
		problem, err := from.Unreachable(ctx, recorded)
		switch {
		case err != nil:
			return repro.CodeRef{}, nil, err
		case problem == "":
			return repro.CodeRef{Asked: "original", Commit: recorded, From: "the commit the run recorded"}, nil, nil
		case asked == "original" && recorded == "":
			return repro.CodeRef{}, nil, repro.Doubtf(repro.PipelineNotStarted, "code of the original: %s; name the commit that it was trained from with code-ref COMMIT, or train today's code with code-ref head", problem)
		case asked == "original":
			return repro.CodeRef{}, nil, repro.Doubtf(repro.PipelineNotStarted, "code of the original: %s; %s", problem, wayOut)
		}
		code, warnings, err := from.Head(ctx)
		instead := problem + ": the code of " + code.From + " is used instead, and may not be the original's code"
		return code, append([]string{instead}, warnings...), err
	case "head":
		return from.Head(ctx)
	default:
		commit, err := from.Resolve(ctx, asked)
		return repro.CodeRef{Asked: asked, Commit: commit, From: asked}, nil, err
	}
}

// BranchFor names the branch that a version's params are committed to.
func BranchFor(version repro.ModelVersion) string {
	if version.Version == "" {
		return git.RunBranchName(version.RunID)
	}
	return git.BranchName(version.Name, version.Version)
}

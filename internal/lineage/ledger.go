package lineage

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// comparer is what comparing with earlier checks takes: how params are equal, and
// the code of the commits that were trained, where the project has them.
func (d Diagnosis) comparer(ctx context.Context, result repro.Result, trained tree, absent []string) cause.Comparer {
	trees := map[string]tree{result.Change.Base: trained}
	at := func(commit string) tree {
		if _, read := trees[commit]; !read && isCommit(commit) { // it is somebody's text
			trees[commit] = d.readTree(ctx, commit)
		}
		return trees[commit]
	}
	type change struct {
		files []string
		known bool
	}
	changes := map[[2]string]change{}
	return cause.Comparer{
		Commit: result.Change.Base, Params: result.Reproduction.Params, Equal: params.Equal,
		Code: func(then, now, file string) (equal, known bool) {
			made, compared := changes[[2]string{then, now}]
			if before, after := at(then), at(now); !compared && before.files != nil && after.files != nil {
				s := source{before: before, after: after, metrics: slices.Concat(result.Plan.Metrics.Files, absent)}
				s.changed, made.known = compareTrees(before, after, nil, s.metrics)
				for _, change := range s.changed {
					if s.idle(change) == "" {
						made.files = append(made.files, change.file)
					}
				}
				changes[[2]string{then, now}] = made
			}
			if file == "" {
				return !slices.ContainsFunc(made.files, func(file string) bool { return !seldomRead(file) }), made.known
			}
			return !slices.Contains(made.files, file), made.known && !repro.IsMoreFiles(repro.Input{Kind: repro.KindFile, Name: file})
		},
	}
}

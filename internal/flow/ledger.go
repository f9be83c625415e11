package flow

import (
	"context"
	"slices"
	"sync"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// marker is what comparing with an earlier check takes: how params are equal,
// and the code of the commit that was trained then, where the project has it.
func (f *Flow) marker(ctx context.Context, result repro.Result, trained tree) repro.Marker {
	var then tree
	var changed []string
	var known bool
	look := sync.OnceFunc(func() { // at one commit: a ledger asks for no other
		if then.files == nil || trained.files == nil {
			return
		}
		changed, known = changedCode(then.files, trained.files)
		changed = slices.DeleteFunc(changed, func(file string) bool { return onlyComments(then.files, trained.files, file) })
	})
	return repro.Marker{
		Commit: result.Change.Base, Params: result.Reproduction.Params, Equal: params.Equal,
		Code: func(commit, file string) (at string, equal, ok bool) {
			if !isCommit(commit) { // somebody's text
				return "", false, false
			}
			if then.at == "" {
				then = f.readTree(ctx, commit)
			}
			if look(); file == "" {
				return then.at, len(changed) == 0, known
			}
			return then.at, !slices.Contains(changed, file), known && isProgram(file)
		},
	}
}

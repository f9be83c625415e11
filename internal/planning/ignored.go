package planning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Params that each training works out for itself (an id, a host name, a directory
// of its own) and that somebody asked to leave out: neither written nor compared.

// ignoreParams takes what the globs name out of a run's params. What a params
// file holds is an input, and to leave it out is refused, but for a secret that no branch
// may publish.
func ignoreParams(globs []string, logged repro.Params, sources []params.File, options params.Options) (left repro.Params, ignored []repro.ParamEdit, warnings []string, err error) {
	var named repro.Params
	matched := map[string]bool{}
	for _, param := range logged {
		at := slices.IndexFunc(globs, func(glob string) bool { return wording.MatchGlob(glob, param.Name) })
		if at < 0 {
			left = append(left, param)
			continue
		}
		named = append(named, param)
		for _, glob := range globs {
			matched[glob] = matched[glob] || wording.MatchGlob(glob, param.Name)
		}
	}
	for _, glob := range globs {
		if !matched[glob] {
			warnings = append(warnings, fmt.Sprintf("ignore-params %s: the run logged no such param", glob))
		}
	}
	if len(named) == 0 {
		return left, nil, warnings, nil
	}
	options.Strict, options.Insert, options.Map = false, false, nil
	found, err := params.Plan(sources, named, options)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, edit := range found.Edits {
		switch {
		case edit.Name == "":
		case secretEdit(edit):
			ignored = append(ignored, repro.ParamEdit{Name: edit.Name, File: edit.File, Key: edit.Key, Line: edit.Line, Logged: params.NotShown, Old: edit.Old, New: edit.Old, Status: repro.ParamIgnored, Note: "not written and not compared, as asked: it looks like a secret"})
			warnings = append(warnings, fmt.Sprintf("%s was not put back, as it looks like a secret: the training has what %s holds as %s, which is another value than the original's", edit.Name, edit.File, strings.Join(edit.Key, ".")))
		case edit.Status != repro.ParamLoggedOnly && edit.File != "":
			return nil, nil, nil, repro.Doubtf(repro.ParamsNotWritable, "ignore-params: %s is an input: %s holds it as %s; leave it out of ignore-params", edit.Name, edit.File, strings.Join(edit.Key, "."))
		case edit.Status != repro.ParamLoggedOnly:
			return nil, nil, nil, repro.Doubtf(repro.ParamsNotWritable, "ignore-params: %s is an input: a params file holds it; leave it out of ignore-params", edit.Name)
		default:
			ignored = append(ignored, repro.ParamEdit{Name: edit.Name, Logged: edit.Logged, Status: repro.ParamIgnored, Note: "not compared, as asked"})
		}
	}
	names := repro.ParamsWith(ignored, repro.ParamIgnored)
	return left, ignored, append(warnings, "not compared, as asked: "+wording.List(names)), nil
}

// ComparedParams are the original's params without those that somebody asked to
// leave out.
func ComparedParams(plan repro.Plan) repro.Params {
	ignored := repro.ParamsWith(plan.Params, repro.ParamIgnored)
	return slices.DeleteFunc(slices.Clone(plan.Original.Params), func(param repro.Param) bool { return slices.Contains(ignored, param.Name) })
}

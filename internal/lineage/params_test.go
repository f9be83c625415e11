package lineage

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestOverrideIsNoDirt: a param that is not as its commit has it may have been
// given on the command line. Dirt is what a record says.
func TestOverrideIsNoDirt(t *testing.T) {
	t.Parallel()
	commit := tree{at: "a1b2c3d", files: fstest.MapFS{"params.yaml": {Data: []byte("depth: 5\n")}}, project: &dvc.Project{}}
	edits := []repro.ParamEdit{{Name: "depth", Logged: "2", File: "params.yaml", Key: []string{"depth"}, Status: repro.ParamRefused}}
	found, sign := commit.overrides(edits)
	const want = "the original ran with depth = 2, params.yaml at a1b2c3d has 5: given on the command line, or not committed"
	if sign != "" || len(found) != 1 || found[0].Kind != repro.KindOverride || found[0].Evidence != want {
		t.Errorf("overrides: %+v, want %s", found, want)
	}
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", State: repro.StateOutside}}}
	same := repro.Input{Kind: "code", Name: "commit", State: repro.InputSame}
	says := cause.Conclude(drift, cause.FindCauses(append(found, same), cause.Clues{}))
	if says != "The original ran with depth = 2, params.yaml at a1b2c3d has 5: given on the command line, or not committed. Whether other files were as committed is not recorded." {
		t.Errorf("it says %s", says)
	}
	more := append(found, repro.Input{Kind: repro.KindOverride, Name: "width", State: repro.InputDiffers, Evidence: "the same of width"})
	if says := cause.Conclude(drift, cause.FindCauses(more, cause.Clues{})); !strings.Contains(says, "or not committed. The same holds for width. Whether other files") {
		t.Errorf("of two it says %s", says)
	}
	for _, given := range []repro.ParamStatus{repro.ParamWritten, repro.ParamAssumed, repro.ParamUnchanged, repro.ParamPassed} {
		edits[0].Status = given
		const want = "the original ran with depth = 2, and params.yaml at a1b2c3d has 5: other changes may not have been committed either"
		found, sign := commit.overrides(edits)
		if len(found) > 0 || sign != want {
			t.Errorf("%s: %+v, %s", given, found, sign)
		}
		says := cause.Conclude(drift, cause.FindCauses(withUncommitted([]repro.Input{same}, drift, sign), cause.Clues{}))
		if says != "Nothing that was recorded differs; what was not recorded may differ (uncommitted changes, or something else), or the metrics vary from run to run. The original ran with depth = 2, and params.yaml at a1b2c3d has 5: other changes may not have been committed either." {
			t.Errorf("%s: it says %s", given, says)
		}
	}
	edits[0].Logged = "5"
	if found, sign := commit.overrides(edits); len(found) > 0 || sign != "" {
		t.Errorf("as committed: %+v, %s", found, sign)
	}
	for name, tt := range map[string]struct {
		tags map[string]string
		want bool
	}{
		"no record":                {map[string]string{"mlflow.source.git.commit": "abc"}, false},
		"MLflow's own":             {map[string]string{"mlflow.source.git.dirty": "True"}, true},
		"MLflow's own, clean":      {map[string]string{"mlflow.source.git.dirty": "False"}, false},
		"the changes":              {map[string]string{"mlflow.source.git.diff": "diff --git a/x b/x"}, true},
		"no changes":               {map[string]string{"mlflow.source.git.diff": " "}, false},
		"as git describe has it":   {map[string]string{"git_commit": "a1b2c3d-dirty"}, true},
		"of a project's own":       {map[string]string{"git_dirty": "true"}, true},
		"an override of a project": {map[string]string{"mlflow.source.type": "PROJECT", "mlflow.project.entryPoint": "main"}, false},
	} {
		if dirt := commit.dirt(repro.Run{Tags: tt.tags}); len(dirt) > 0 != tt.want {
			t.Errorf("%s: %+v, want dirt: %v", name, dirt, tt.want)
		}
	}
}

// TestParamsNotApplied: a logged param that reached no file is told first, with
// the key that looks like it.
func TestParamsNotApplied(t *testing.T) {
	t.Parallel()
	logged := repro.Params{{Name: "model_depth", Value: "2"}, {Name: "rows", Value: "90"}}
	edits := []repro.ParamEdit{
		{Name: "model_depth", Logged: "2", Status: repro.ParamLoggedOnly}, {Name: "rows", Logged: "90", Status: repro.ParamLoggedOnly},
		{File: "params.yaml", Key: []string{"model", "depth"}, Old: "1", Status: repro.ParamNotRecorded},
	}
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", State: repro.StateOutside}}}
	for name, tt := range map[string]struct {
		now  repro.Run
		want string
	}{
		"no run": {repro.Run{}, "Two logged params were not applied: model_depth = 2 (params.yaml has model.depth = 1), rows = 90. Nothing that both trainings recorded differs; only one recorded model_depth and rows; what was not recorded may differ (params, or something else), or the metrics vary from run to run."},
		"a run without one of them": {repro.Run{ID: "b", Params: repro.Params{{Name: "rows", Value: "90"}}},
			"One logged param was not applied: model_depth = 2 (params.yaml has model.depth = 1). Nothing that both trainings recorded differs; only one recorded model_depth; something that was not recorded may differ as well, or the metrics vary from run to run."},
		"a run with both":             {repro.Run{ID: "b", Params: logged}, "Nothing that was recorded differs: something that was not recorded differs, or the metrics vary from run to run."},
		"a run with more":             {repro.Run{ID: "b", Params: append(repro.Params{{Name: "fold", Value: "1"}}, logged...)}, "Nothing that both trainings recorded differs; only one recorded fold; something that was not recorded may differ as well, or the metrics vary from run to run."},
		"a run with another type":     {repro.Run{ID: "b", Params: repro.Params{{Name: "model_depth", Value: "2.0"}, logged[1]}}, "One input differs from the original run: model_depth. It could explain the drift; this was not tested."},
		"a run with another spelling": {repro.Run{ID: "b", Params: repro.Params{{Name: "model_depth", Value: "2.00"}, logged[1]}}, "Nothing that was recorded differs: something that was not recorded differs, or the metrics vary from run to run."},
		"a run with other":            {repro.Run{ID: "b", Params: repro.Params{{Name: "model_depth", Value: "1"}, logged[1]}}, "One input differs from the original run: model_depth. It could explain the drift; this was not tested."},
	} {
		inputs := paramInputs(params.Known{Run: repro.Run{ID: "a", Params: logged}}, params.Known{Run: tt.now}, edits)
		if says := cause.Conclude(drift, cause.FindCauses(inputs, cause.Clues{})); says != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, says, tt.want)
		}
	}
}

// TestAsRead: what stands in a file that the training left unread is not what it trained with.
func TestAsRead(t *testing.T) {
	t.Parallel()
	logged := repro.Params{{Name: "lr", Value: "0.1"}, {Name: "seed", Value: "42"}}
	edits := []repro.ParamEdit{
		{Name: "lr", Logged: "0.1", File: "params.yaml", Key: []string{"lr"}, Status: repro.ParamUnchanged},
		{Name: "seed", Logged: "42", File: "conf/seed.yaml", Key: []string{"seed"}, Status: repro.ParamUnchanged},
	}
	for name, tt := range map[string]struct {
		read wasRead
		want string
	}{
		"nobody looked":     {nil, "2 params as they stand in params.yaml, conf/seed.yaml: same"},
		"it is not known":   {func(string) (bool, bool) { return false, false }, "2 params as they stand in params.yaml, conf/seed.yaml: same"},
		"one was not read":  {func(file string) (bool, bool) { return file != "params.yaml", true }, "1 param as it stands in conf/seed.yaml: same, params: not recorded"},
		"none of them was":  {func(string) (bool, bool) { return false, true }, "params: not recorded"},
		"both of them were": {func(string) (bool, bool) { return true, true }, "2 params as they stand in params.yaml, conf/seed.yaml: same"},
	} {
		var got []string
		for _, input := range paramInputs(params.Known{Run: repro.Run{ID: "a", Params: logged}}, params.Known{}, asRead(edits, tt.read)) {
			got = append(got, input.Name+": "+input.State)
			if input.State == repro.InputUnknown && !strings.Contains(input.Evidence, "was not seen to read params.yaml") {
				t.Errorf("%s: %s", name, input.Evidence)
			}
		}
		if all := strings.Join(got, ", "); all != tt.want {
			t.Errorf("%s: %q, want %q", name, all, tt.want)
		}
	}
}

// TestStandingParams: a training without a tracking run found in its params files
// what stands there, and that is not called unrecorded.
func TestStandingParams(t *testing.T) {
	t.Parallel()
	logged := repro.Params{{Name: "lr", Value: "0.1"}, {Name: "seed", Value: "42"}, {Name: "rows", Value: "90"}}
	edits := []repro.ParamEdit{
		{Name: "lr", Logged: "0.1", File: "params.yaml", Key: []string{"lr"}, Status: repro.ParamUnchanged},
		{Name: "seed", Logged: "42", File: "params.yaml", Key: []string{"seed"}, Status: repro.ParamWritten},
		{Name: "rows", Logged: "90", Status: repro.ParamLoggedOnly},
	}
	result := repro.Result{Original: repro.Run{ID: "a", Params: logged}, Reproduction: repro.Run{From: "metrics.json"}}
	result.Plan.Params = edits
	result.Comparison = repro.Comparison{Deltas: []repro.Delta{{Name: "acc", State: repro.StateOutside}}}
	inputs, causes, says := Diagnosis{Head: func(context.Context) string { return "" }, Original: params.Known{Run: result.Original}}.Read(t.Context(), settings.Comparing{}, result, Trained{}).Conclude(result, nil)
	states := map[string]string{}
	for _, input := range inputs {
		states[input.Name] = input.State + " " + input.Original
	}
	if one := paramInputs(params.Known{Run: result.Original}, params.Known{}, edits[:1]); one[0].Name != "1 param as it stands in params.yaml" {
		t.Errorf("one: %q", one[0].Name)
	}
	shadowed := []repro.ParamEdit{edits[0]}
	shadowed[0].Shadow = "conf/local/parameters.yml"
	if all := paramInputs(params.Known{Run: repro.Run{Params: logged[:1]}}, params.Known{}, shadowed); len(all) != 2 || all[0].Name != "params" || !strings.Contains(all[1].Evidence, "conf/local/parameters.yml, which the training was lent, has another value") {
		t.Errorf("a lent file has another value: %+v", all)
	}
	refused := append(edits[:1:1], repro.ParamEdit{Name: "lr", File: "params.yaml", Key: []string{"lr", "b"}, Status: repro.ParamRefused})
	if stand, _ := heldAsLogged(logged[:1], refused); len(stand) > 0 {
		t.Errorf("a section with a key that was not written stands: %+v", stand)
	}
	for name, want := range map[string]string{"2 params as they stand in params.yaml": "same 2 params as they stand in params.yaml", "seed": "same 42", "params": "not recorded 1 param"} {
		if states[name] != want {
			t.Errorf("%s: %q, want %q", name, states[name], want)
		}
	}
	for _, cause := range causes {
		if cause.Name == "seed gone" {
			t.Errorf("%+v; %s", cause, says)
		}
	}
}

// TestRunFacts: what MLflow notes of how a run was started is held as well.
func TestRunFacts(t *testing.T) {
	t.Parallel()
	of := func(tags map[string]string, profile string) repro.Lineage {
		return Recorded(repro.Run{ID: "a", Tags: tags, Datasets: []repro.Dataset{{Name: "d", Digest: "1", Profile: profile}}})
	}
	a := of(map[string]string{"mlflow.project.entryPoint": "main", "mlflow.docker.image.uri": "fit:1", "mlflow.parentRunId": "p"}, `{"num_rows": 5}`)
	b := of(map[string]string{"mlflow.project.entryPoint": "fast", "mlflow.docker.image.uri": "fit:2"}, `{"num_rows": 6}`)
	states := map[string]string{}
	for _, input := range cause.CompareLineage(a, b) {
		states[input.Name] = input.State
	}
	for _, name := range []string{"entry point", "Docker image", "parent run", "d"} {
		if states[name] != repro.InputDiffers {
			t.Errorf("%s: %q, want %q", name, states[name], repro.InputDiffers)
		}
	}
	for _, input := range cause.CompareLineage(a, a) {
		if input.State == repro.InputDiffers {
			t.Errorf("of the same run: %+v", input)
		}
	}
}

// TestAssumedTypes: both runs log 1, and the original may have had it as text: its type is
// among what is not known, unless a person named its key.
func TestAssumedTypes(t *testing.T) {
	t.Parallel()
	logged := repro.Params{{Name: "v", Value: "1"}}
	for _, tt := range []struct {
		edit repro.ParamEdit
		want bool
	}{
		{repro.ParamEdit{Name: "v", Logged: "1", Status: repro.ParamAssumed, File: "params.yaml", Old: "a", New: "1", Note: "the file has text"}, true},
		{repro.ParamEdit{Name: "v", Logged: "1", Status: repro.ParamWritten, File: "params.yaml", Old: "2", New: "1"}, false},
		{repro.ParamEdit{Name: "v", Logged: "1", Status: repro.ParamAssumed, Rule: params.RuleMapped, File: "params.yaml", Old: "a", New: "1"}, false},
	} {
		run := params.Known{Run: repro.Run{ID: "a", Params: logged}}
		inputs := paramInputs(run, params.Known{Run: repro.Run{ID: "b", Params: logged}}, []repro.ParamEdit{tt.edit})
		is := slices.ContainsFunc(inputs, func(input repro.Input) bool {
			return input.Name == "v (its type)" && input.State == repro.InputUnknown && input.Evidence == "the file has text"
		})
		if is != tt.want {
			t.Errorf("%s by %q: %+v", tt.edit.Status, tt.edit.Rule, inputs)
		}
	}
}

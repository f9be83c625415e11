package flow

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// planSoftware works out the software that is asked for. What the commit and the run say is
// read; nothing is installed.
func (f *Flow) planSoftware(ctx context.Context, s settings.Settings, plan *repro.Plan) error {
	f.rebuild = train.Rebuild{}
	if !s.Environment.Rebuilt() {
		return nil
	}
	here, ok := f.Project.(train.Here)
	if !ok {
		return errors.New("environment: software is rebuilt for a training on this machine only: let the workflow set up its own, from the lock file of the commit; leave environment out")
	}
	var recorded repro.RecordedSoftware
	if f.Registry != nil {
		recorded = lineage.RecordedSoftware(ctx, f.Registry, plan.Model, plan.Original)
	}
	var err error
	if f.rebuild, err = here.Rebuild(ctx, *plan, recorded, s.Environment); err != nil {
		return err
	}
	plan.Environment = f.rebuild.Planned
	plan.Warnings = append(plan.Warnings, f.rebuild.Warnings...)
	return nil
}

// rebuildSoftware makes the software that is asked for, before anything is written.
func (c *check) rebuildSoftware(ctx context.Context) error {
	if c.rebuild.Make == nil {
		return nil
	}
	c.Begin("rebuilding the environment, " + c.result.Plan.Environment.What)
	made, warnings, err := c.rebuild.Make(ctx)
	c.End()
	c.warn(warnings...)
	if err != nil {
		return err
	}
	c.result.Plan.Environment = made
	c.Step("environment", made.What)
	return nil
}

// checkSoftware holds what trained against the environment that was rebuilt for it. It
// arrived where all that made the numbers was seen to run in it, and is never assumed; what
// the new run recorded can only speak against it.
func (c *check) checkSoftware(ctx context.Context) []repro.Gate {
	made := c.result.Plan.Environment
	if made.Dir == "" {
		return nil
	}
	gate := repro.Gate{Name: evidence.SoftwareRebuilt, State: repro.GatePassed}
	if seen := c.training.Software; len(seen) > 0 {
		if others := outside(made.Dir, seen); len(others) > 0 {
			return []repro.Gate{notRebuilt("Python was seen to train as " + wording.List(others))}
		}
		if hides := c.training.Hides; hides != "" {
			return []repro.Gate{notShown(", as what " + hides + " starts is not seen")}
		}
		if c.training.Observed != nil {
			found := c.training.Observed(c.collected.Files, c.result.Reproduction.ID)
			var parts []repro.Software
			for _, python := range found.Pythons {
				parts = append(parts, repro.Software{Executable: python.Executable, Version: python.Version})
			}
			if others := outside(made.Dir, parts); len(others) > 0 {
				return []repro.Gate{notRebuilt("Python was seen to train as " + wording.List(others))}
			}
			if len(found.Unseen) > 0 {
				return []repro.Gate{notShown(": " + found.Unseen[0])}
			}
		}
		gate.Text = "all Pythons that were seen to run the commit's code are those of the environment: " + made.What
		return []repro.Gate{gate}
	}
	var recorded repro.Lineage
	if c.Registry != nil && c.result.Reproduction.ID != "" && !c.collected.OwnStore {
		recorded = lineage.NewSoftware(ctx, c.Registry, c.result.Reproduction)
	}
	if others, _ := lineage.OtherSoftware(recorded, made); len(others) > 0 {
		return []repro.Gate{notRebuilt("the new run recorded " + wording.List(others))}
	}
	return []repro.Gate{notShown("")}
}

// beforeProof puts gates before that of the proof: where the environment did not arrive, a
// proof that the numbers were computed would settle nothing.
func beforeProof(gates, more []repro.Gate) []repro.Gate {
	at := slices.IndexFunc(gates, func(gate repro.Gate) bool { return gate.Name == evidence.NumbersComputed })
	if at < 0 {
		at = len(gates)
	}
	return slices.Insert(gates, at, more...)
}

// notShown is the gate of a training of which not all was seen to run in the environment.
// That a run recorded the same versions shows nothing: it records few of the packages.
func notShown(why string) repro.Gate {
	return repro.Gate{Name: evidence.SoftwareRebuilt, State: repro.GateFailed, Reason: repro.EnvironmentUnavailable,
		Text: "nothing shows that the training ran in the environment that was rebuilt" + why +
			"; let python, by its bare name and without -I, -E, -S, sudo or a container, read params and write metrics, or leave --environment away"}
}

// notRebuilt is the gate of a training that ran in other software.
func notRebuilt(how string) repro.Gate {
	return repro.Gate{Name: evidence.SoftwareRebuilt, State: repro.GateFailed, Reason: repro.EnvironmentUnavailable,
		Text: how + ", not in the environment that was rebuilt; let the command call python by its bare name, without a path, uv run or conda run"}
}

// outside names the Pythons that are not those of a virtual environment.
func outside(dir string, seen []repro.Software) []string {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		real = dir
	}
	var names []string
	for _, software := range seen {
		bin := filepath.Dir(software.Executable)
		if bin != filepath.Join(dir, "bin") && bin != filepath.Join(real, "bin") {
			names = append(names, strings.TrimSpace(fmt.Sprintf("%s, Python %s", software.Executable, software.Version)))
		}
	}
	return names
}

// lacksPackage says how a package gets to a training on this machine that failed without it.
func lacksPackage(result repro.Result) []string {
	if result.Plan.Environment.Asked != "" || result.Plan.Command == "" || result.Execution.Status != repro.ExecFailed {
		return nil
	}
	const sign = "ModuleNotFoundError: No module named "
	for _, line := range result.Execution.Log {
		if at := strings.Index(line, sign); at >= 0 {
			return []string{fmt.Sprintf("Python has no module %s here; --environment original rebuilds the packages that the commit locks and the original recorded", printable.Clip(line[at+len(sign):], 100))}
		}
	}
	return nil
}

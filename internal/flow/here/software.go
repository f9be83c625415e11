package here

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// planSoftware works out the software that is asked for. What the commit and the run say is
// read; nothing is installed.
func (p *Project) planSoftware(ctx context.Context, registry *mlflow.Registry, asked repro.AskedEnvironment, plan *repro.Plan) error {
	p.rebuild = train.Rebuild{}
	if !asked.Rebuilt() {
		return nil
	}
	var recorded repro.RecordedSoftware
	if registry != nil {
		recorded = lineage.RecordedSoftware(ctx, registry, plan.Model, plan.Original)
	}
	var err error
	if p.rebuild, err = p.Project.Rebuild(ctx, *plan, recorded, asked); err != nil {
		return err
	}
	plan.Environment = p.rebuild.Planned
	plan.Warnings = append(plan.Warnings, p.rebuild.Warnings...)
	return nil
}

// Rebuild makes the software that is asked for, before anything is written.
func (p *Project) Rebuild(ctx context.Context, f *flow.Flow, plan *repro.Plan) (warnings []string, err error) {
	if p.rebuild.Make == nil {
		return nil, nil
	}
	f.Begin("rebuilding the environment, " + plan.Environment.What)
	made, warnings, err := p.rebuild.Make(ctx)
	f.End()
	if err != nil {
		return warnings, err
	}
	plan.Environment = made
	f.Step("environment", made.What)
	return warnings, nil
}

// CheckSoftware holds what trained against the environment that was rebuilt for it. It
// arrived where all that made the numbers was seen to run in it, and is never assumed; what
// the new run recorded can only speak against it.
func (p *Project) CheckSoftware(ctx context.Context, registry *mlflow.Registry, result repro.Result, training train.Training, collected collect.Collected) []repro.Gate {
	made := result.Plan.Environment
	if made.Dir == "" {
		return nil
	}
	gate := repro.Gate{Name: evidence.SoftwareRebuilt, State: repro.GatePassed}
	if seen := training.Software; len(seen) > 0 {
		if others := outside(made.Dir, seen); len(others) > 0 {
			return []repro.Gate{notRebuilt("Python was seen to train as " + wording.List(others))}
		}
		if others := packagesBeside(made, training, collected, result.Reproduction.ID); len(others) > 0 {
			return []repro.Gate{{Name: evidence.SoftwareRebuilt, State: repro.GateFailed, Reason: repro.EnvironmentUnavailable,
				Text: "Python was seen to import " + wording.ListUpTo(others, 5) + " beside what was rebuilt, or in place of it; leave PYTHONPATH and sys.path alone, and let the training install and change no package"}}
		}
		if hides := training.Hides; hides != "" {
			return []repro.Gate{notShown(", as what " + hides + " starts is not seen")}
		}
		if training.Observed != nil {
			found := training.Observed(collected.Files, result.Reproduction.ID)
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
	if registry != nil && result.Reproduction.ID != "" && !collected.OwnStore {
		recorded = lineage.NewSoftware(ctx, registry, result.Reproduction)
	}
	if others, _ := lineage.OtherSoftware(recorded, made); len(others) > 0 {
		return []repro.Gate{notRebuilt("the new run recorded " + wording.List(others))}
	}
	return []repro.Gate{notShown("")}
}

// packagesBeside names what stood for a package of the environment: one of another version, one
// that the training changed itself, or a module of elsewhere with its name.
func packagesBeside(made repro.Environment, training train.Training, collected collect.Collected, run string) (others []string) {
	for _, software := range training.Software {
		for _, p := range software.Packages {
			if version, has := made.Packages[p.Name]; has && p.Version != "" {
				if change, _ := packaging.VersionChange(p.Version, version); change != packaging.VersionSame {
					others = append(others, p.Name+" "+p.Version)
				}
			}
		}
	}
	for _, name := range training.Altered {
		others = append(others, name+" with other files than were installed")
	}
	others = append(others, training.PackagesElsewhere...)
	for _, file := range training.CodeBeside {
		if shadows(made.Dir, file) {
			others = append(others, file)
		}
	}
	if training.OutsideCode != nil {
		for _, name := range training.OutsideCode(collected.Files, run) {
			if file, _, _ := strings.Cut(name, " ("); shadows(made.Dir, file) {
				others = append(others, file)
			}
		}
	}
	return others
}

// shadows says whether a module of elsewhere has the name of one that an environment has.
func shadows(dir, file string) bool {
	module := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	for _, name := range []string{module, module + ".py", filepath.Base(filepath.Dir(file))} {
		if name == "." { // it lies at the top
			continue
		}
		if found, err := filepath.Glob(filepath.Join(wording.GlobPath(dir), "lib", "python*", "site-packages", wording.GlobPath(name))); err == nil && len(found) > 0 {
			return true
		}
	}
	return false
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

package scaffold

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Registry is what a model registry tells of this repository.
type Registry struct {
	Here    []string // models with a version that was trained from a commit of the repository
	All     []string // all models
	Version string   // which version of each to check: an alias or a stage that each has, else latest
	Names   []string // the aliases and stages that there are
	Program string   // what logged the run of such a version
	Params  []string // what that run logged

	Words   map[string][]string // by model, what its versions can be asked by: aliases, stages, numbers
	Aliases bool                // the registry lists aliases
}

const (
	versionsOfEach = 3   // newest versions of a model whose runs are looked at
	mostRuns       = 500 // of all models
)

// preferred are the aliases and stages by which people name the version that counts.
var preferred = []string{"production", "champion", "prod", "live", "serving", "deployed", "release", "stable", "blessed"}

// ReadRegistry finds the models that were trained from this repository: contains says
// which of some commits it has.
func ReadRegistry(ctx context.Context, store mlflow.Store, contains func([]string) (map[string]bool, error)) (Registry, error) {
	var r Registry
	models, err := store.RegisteredModels(ctx)
	if err != nil {
		return r, err
	}
	versions, err := store.ModelVersions(ctx, "")
	if err != nil {
		return r, err
	}
	seen := map[string]int{}
	var looked []repro.ModelVersion
	var ids []string
	for _, version := range versions { // by model, the highest first
		if seen[version.Name]++; seen[version.Name] <= versionsOfEach && version.RunID != "" && len(ids) < mostRuns {
			looked, ids = append(looked, version), append(ids, version.RunID)
		}
	}
	runs, err := store.Runs(ctx, ids)
	if err != nil {
		return r, err
	}
	var commits []string
	for _, run := range runs {
		if commit := lineage.RecordedCommit(run).Value; commit != "" {
			commits = append(commits, commit)
		}
	}
	has, err := contains(commits)
	if err != nil {
		return r, err
	}
	for _, version := range looked {
		run, known := runs[version.RunID]
		if !known || !has[lineage.RecordedCommit(run).Value] || slices.Contains(r.Here, version.Name) {
			continue
		}
		r.Here = append(r.Here, version.Name)
		if r.Program == "" {
			r.Program = run.Tags[lineage.MlflowSource]
		}
		if r.Params == nil {
			for _, param := range run.Params {
				r.Params = append(r.Params, param.Name)
			}
		}
	}
	r.Words = map[string][]string{}
	for _, model := range models {
		r.All = append(r.All, model.Name)
		for alias := range model.Aliases {
			r.Aliases, r.Words[model.Name] = true, append(r.Words[model.Name], alias)
		}
	}
	for _, version := range versions {
		r.Words[version.Name] = append(r.Words[version.Name], version.Version)
		if version.Stage != "" && !strings.EqualFold(version.Stage, "none") {
			r.Words[version.Name] = append(r.Words[version.Name], version.Stage)
		}
	}
	r.choose(models, versions)
	return r, nil
}

// choose finds the alias or stage that all models of the repository have.
func (r *Registry) choose(models []mlflow.Model, versions []repro.ModelVersion) {
	has := map[string]int{}
	for _, model := range models {
		if !slices.Contains(r.Here, model.Name) {
			continue
		}
		of := map[string]bool{}
		for alias := range model.Aliases {
			of[alias] = true
		}
		for _, version := range versions {
			if version.Name == model.Name && version.Stage != "" && !strings.EqualFold(version.Stage, "archived") {
				of[strings.ToLower(version.Stage)] = true
			}
		}
		for name := range of {
			if has[name]++; !slices.Contains(r.Names, name) {
				r.Names = append(r.Names, name)
			}
		}
	}
	slices.Sort(r.Names)
	r.Version = "latest"
	for _, name := range preferred {
		at := slices.IndexFunc(r.Names, func(n string) bool { return strings.EqualFold(n, name) })
		if at >= 0 && has[r.Names[at]] == len(r.Here) {
			r.Version = r.Names[at]
			return
		}
	}
	if len(r.Names) == 1 && has[r.Names[0]] == len(r.Here) {
		r.Version = r.Names[0]
	}
}

// whichModels are the models to check: those that were said, else those of the repository.
func (r Registry) whichModels(said []string, read, shallow bool) ([]string, error) {
	switch {
	case len(said) > 0:
		return said, checkModels(said)
	case len(r.Here) > 0:
		return r.Here, checkModels(r.Here)
	case !read:
		return nil, fmt.Errorf("which models are trained here? The registry was not read: set %s, or name the models with --models, for example --models 'churn-*'", uriName)
	case len(r.All) == 0:
		return nil, fmt.Errorf("the registry has no models yet; register one, or name the models to come with --models")
	case shallow:
		return nil, fmt.Errorf("no run of %s was trained from a commit that this clone has, and it is shallow: fetch the rest with git fetch --unshallow, or name the models with --models", wording.List(quotedNames(r.All)))
	default:
		return nil, fmt.Errorf("no run of %s was trained from a commit of this repository, as far as the registry tells; name its models with --models", wording.List(quotedNames(r.All)))
	}
}

// checkModels refuses what a workflow would read as something else than a name or glob.
func checkModels(names []string) error {
	for _, name := range names {
		if strings.Contains(name, "${{") || strings.HasPrefix(name, "#") || name != strings.TrimSpace(name) || !printable.Plain(name) || strings.ContainsAny(name, "\n\r") {
			return fmt.Errorf("the model %s cannot stand in a workflow as it is; name a glob that fits it with --models", printable.Quote(name, 60))
		}
	}
	return nil
}

func quotedNames(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, printable.OneLine(name, 60))
	}
	return out
}

package local

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// scratchRegistry is the URI of a registry that is removed with a clone: where git has its
// own files, which no checkout shows and no clean takes away. MLflow 3.17 refuses a
// directory as a registry, and makes the database when something is registered.
func scratchRegistry(clone string) string {
	return "sqlite:///" + filepath.ToSlash(filepath.Join(clone, ".git", "reproduce-registry.db"))
}

// environ is the training's environment: the user's, with what makes its
// tracking run known as ours. registry is where it registers models; "" leaves the user's.
func (l *Project) environ(plan repro.Plan, registry string) ([]string, error) {
	tags := plan.Tags(plan.ID)
	existing := ""
	for _, entry := range l.Environ {
		if value, ok := strings.CutPrefix(entry, command.RunContextVariable+"="); ok {
			existing = value
		}
	}
	context, err := command.RunContext(existing, tags)
	if err != nil {
		return nil, err
	}
	extra := map[string]string{
		command.RunContextVariable: context,
		"REPRODUCE_ID":             plan.ID,
		"PYTHONUNBUFFERED":         "1", // or Python's lines come in blocks, long after the fact
	}
	if l.Tracking != "" {
		extra["MLFLOW_TRACKING_URI"] = l.Tracking
	}
	if registry != "" {
		extra["MLFLOW_REGISTRY_URI"] = registry
	}
	// With a run id in its environment, MLflow goes on with that run instead of
	// starting a new one: it may be the original.
	// The address of a chat is nothing to a training, which may print all that it has.
	base := slices.DeleteFunc(slices.Clone(l.Environ), func(entry string) bool {
		return strings.HasPrefix(entry, "MLFLOW_RUN_ID=") || strings.HasPrefix(entry, "REPRODUCE_WEBHOOK=")
	})
	return inEnvironment(command.Environ(base, extra), plan.Environment.Dir), nil
}

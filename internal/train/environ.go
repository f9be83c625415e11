package train

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// environ is the training's environment: the user's, with what makes its
// tracking run known as ours.
func (l *Local) environ(plan repro.Plan) ([]string, error) {
	tags := map[string]string{repro.IDTag: plan.ID}
	if plan.Original.ID != "" {
		tags[repro.OriginalTag] = plan.Original.ID
	}
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
	// With a run id in its environment, MLflow goes on with that run instead of
	// starting a new one: it may be the original.
	base := slices.DeleteFunc(slices.Clone(l.Environ), func(entry string) bool { return strings.HasPrefix(entry, "MLFLOW_RUN_ID=") })
	return command.Environ(base, extra), nil
}

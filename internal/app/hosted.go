package app

import (
	"time"

	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train/hosted"
)

// NewHosted gives the project that trains with the settings' workflow.
func NewHosted(client *gitdata.Client, s settings.Settings, p *progress.Printer) *hosted.Project {
	inputs := map[string]string{}
	for _, pair := range s.WorkflowInputs {
		inputs[pair.Name] = pair.Value
	}
	reuse := reuseFor
	if s.Resumed {
		reuse = 0 // however old
	}
	return &hosted.Project{Client: client, Dir: s.Directory, Trainer: workflow.Trainer{
		Client: workflow.New(client), Inputs: inputs, Timeout: s.Timeout, Reuse: reuse,
		Files: s.Metrics.Source == "file" || s.Metrics.Source == repro.SourceUntagged || len(s.Metrics.Files) > 0 || s.Metadata != "",
		Warn:  func(text string) { p.Line("  warning   " + printable.Line(text)) },
	}}
}

// reuseFor is how long after its end a training is still taken up by the next
// check of the same plan: long enough for a job that is started again because
// its comment failed, and for jobs side by side; short enough that tonight's
// check is not last night's.
const reuseFor = time.Hour

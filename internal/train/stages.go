package train

import (
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// Executions are the stages that DVC said it ran. With --dry it says the same,
// and runs nothing.
func Executions(pipeline *dvc.Project, command string, log dvc.Log) []string {
	if slices.ContainsFunc(pipeline.Repros(command), func(call dvc.Repro) bool { return call.Dry }) {
		return nil
	}
	return log.Executed
}

// SkippedTraining are the skipped stages that make a training no training. Excepted
// is a stage that takes no params, is no training, and either was frozen by the
// project itself (data fetched once) or leads to no metrics (a report).
func SkippedTraining(pipeline *dvc.Project, log dvc.Log) []string {
	if log.UpToDate && len(log.Executed) == 0 {
		return []string{"any stage"}
	}
	leading := map[string]bool{}
	for _, file := range pipeline.MetricFiles() {
		for _, stage := range pipeline.Upstream(file.Path) {
			leading[stage] = true
		}
	}
	var skipped []string
	for _, name := range log.Skipped {
		if pipeline.IsData(name) { // an import is checked, and no stage
			continue
		}
		stage, known := stageOf(pipeline, name)
		harmless := known && len(stage.Params) == 0 && !slices.Contains(pipeline.Training(), stage.Name)
		aside := stage.Frozen || len(leading) > 0 && !leading[stage.Name]
		if !harmless || !aside {
			skipped = append(skipped, name)
		}
	}
	return skipped
}

// RestoredMetrics are the metrics files of stages that DVC skipped and did not run as
// well: it had them in its cache, or found them as they were.
func RestoredMetrics(pipeline *dvc.Project, log dvc.Log) []string {
	var files []string
	for _, file := range pipeline.MetricFiles() {
		if file.Stage != "" && log.Skips(file.Stage) && !log.Ran(file.Stage) {
			files = append(files, file.Path)
		}
	}
	return files
}

// stageOf finds the stage that a line of a log names: relative to where DVC was
// called.
func stageOf(pipeline *dvc.Project, name string) (dvc.Stage, bool) {
	said := dvc.Log{Skipped: []string{name}}
	for _, stage := range pipeline.Stages {
		if said.Skips(stage.Name) {
			return stage, true
		}
	}
	return dvc.Stage{}, false
}

// OtherStages says whether the pipeline as it stands in files is another than
// the commit's: DVCLive adds metrics and plots to dvc.yaml, and no stage.
func OtherStages(pipeline *dvc.Project, files fs.FS) bool {
	now, err := dvc.Read(files)
	if err != nil {
		return true
	}
	return !slices.EqualFunc(pipeline.Stages, now.Stages, func(a, b dvc.Stage) bool {
		return a.Name == b.Name && a.Dir == b.Dir && a.Frozen == b.Frozen && slices.Equal(a.Cmd, b.Cmd) && slices.Equal(a.Deps, b.Deps)
	})
}

package dvc

import (
	"path"
	"regexp"
	"strings"
)

// trains matches the words by which people call the stage that fits a model,
// but not the one that splits rows into train and test.
var (
	trains = regexp.MustCompile(`(?i)(^|[^a-z])(?:re)?(train|training|trainer|fit|finetune|fine[-_]tune|tune)([^a-z]|$)`)
	splits = regexp.MustCompile(`(?i)split|train[-_ ]?(and[-_ ])?test`)
)

// Training names the stages that must have run for new metrics to mean a new
// model, by the first of these that finds any: stages called train, fit or
// tune; stages that run a program called so; stages upstream of the metrics
// that declare params; all stages upstream of the metrics; all stages. It is a
// guess at purpose, made so that when in doubt it names more.
func (p *Project) Training() []string {
	upstream := map[string]bool{}
	for _, metrics := range p.MetricFiles() {
		for _, name := range p.Upstream(metrics.Path) {
			upstream[name] = true
		}
	}
	none := len(upstream) == 0
	rules := []func(Stage) bool{
		func(s Stage) bool { return isTraining(baseOf(s.Name)) },
		func(s Stage) bool { return runsTraining(s.Cmd) },
		func(s Stage) bool { return len(s.Params) > 0 && (none || upstream[s.Name]) },
		func(s Stage) bool { return upstream[s.Name] },
		func(Stage) bool { return true },
	}
	for _, rule := range rules {
		var names []string
		for _, stage := range p.Stages {
			if rule(stage) {
				names = append(names, stage.Name)
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	return nil
}

func isTraining(name string) bool { return trains.MatchString(name) && !splits.MatchString(name) }

// baseOf is a stage's name without its file and without what foreach or matrix
// added, which are values and not names.
func baseOf(name string) string {
	name = name[strings.LastIndex(name, ":")+1:]
	name, _, _ = strings.Cut(name, "@")
	return name
}

// runsTraining looks at the programs in a command, not at the directories they
// are in.
func runsTraining(lines []string) bool {
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			base := path.Base(strings.Trim(word, `"'`))
			if !strings.HasPrefix(word, "-") && isTraining(strings.TrimSuffix(base, path.Ext(base))) {
				return true
			}
			if module := strings.Split(word, "."); len(module) > 1 && isTraining(module[len(module)-1]) { // python -m pkg.train
				return true
			}
		}
	}
	return false
}

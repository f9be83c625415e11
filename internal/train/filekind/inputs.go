package filekind

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Which files of a commit, programs apart, a training takes in: one that it
// leaves with other content may have been replaced before it was read. Projects
// rewrite what they make and keep in git as well, and that is no doubt.

var (
	dataEndings   = setOf(".csv .tsv .parquet .feather .arrow .ipc .npy .npz .xlsx .xls .jsonl .ndjson .h5 .hdf5 .db .sqlite .sqlite3 .duckdb .avro .orc .arff .libsvm .svm .dat .data .mat .sav .dta .sas7bdat .gz .zip .zst")
	configEndings = setOf(".yaml .yml .toml .ini .cfg .conf .json .env .properties")
	dataNames     = setOf("data dataset datasets input inputs raw corpus")
	configNames   = setOf("conf config configs configuration settings params hparams hyperparams hyperparameters")
	kept          = setOf(strings.Join(packaging.Locks, " ") + " package-lock.json yarn.lock Manifest.toml Cargo.lock renv.lock go.sum")
	madeEndings   = setOf(".log .md .rst .html .png .jpg .jpeg .svg .gif .pdf")
	outputNames   = setOf("metric metrics result results score scores report reports prediction predictions preds submission submissions output outputs out outs log logs history plot plots figure figures fig figs eval evaluation summary leaderboard confusion importance importances model models artifact artifacts checkpoint checkpoints best dvclive mlruns docs cache")
)

// IsConfigEnding says whether files with an ending hold settings.
func IsConfigEnding(ending string) bool { return configEndings[ending] }

// setOf are the words of a list.
func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// IsInput says whether a file of the commit is one that a training reads and
// does not make: by what the pipeline declares, or else by its name.
func IsInput(pipeline *dvc.Project, plan repro.Plan, file string) bool {
	base := path.Base(file)
	if strings.HasPrefix(base, ".") || base == "dvc.lock" || base == "dvc.yaml" || IsMade(pipeline, plan, file) {
		return false
	}
	within := func(dir string) bool { return file == dir || strings.HasPrefix(file, dir+"/") }
	for _, stage := range pipeline.Stages {
		if slices.ContainsFunc(stage.Deps, func(dep dvc.Dependency) bool { return within(dep.Path) }) {
			return true
		}
	}
	named := strings.TrimSuffix(strings.ToLower(file), ".dvc")
	said := strings.FieldsFunc(strings.TrimSuffix(named, path.Ext(named)), func(c rune) bool { return !unicode.IsLetter(c) })
	is := func(set map[string]bool) bool {
		return slices.ContainsFunc(said, func(word string) bool { return set[word] })
	}
	top, _, _ := strings.Cut(named, "/")
	switch ending := path.Ext(named); {
	case configEndings[ending] && configNames[top] && top != named:
		return true // conf/model/small.yaml
	case is(outputNames):
		return false
	case dataEndings[ending]:
		return true
	case configEndings[ending]:
		return is(dataNames) || is(configNames)
	default:
		return is(dataNames) && ending != ".md" && ending != ".rst" && ending != ""
	}
}

// IsMade says whether the training is known to write a file: by what was asked, or by
// what the pipeline declares.
func IsMade(pipeline *dvc.Project, plan repro.Plan, file string) bool {
	within := func(dir string) bool { return file == dir || strings.HasPrefix(file, dir+"/") }
	return file == mlflow.MetadataFile || slices.Contains(ParamsFiles(plan), file) || slices.ContainsFunc(plan.Metrics.Files, within) ||
		slices.ContainsFunc(pipeline.Stages, func(stage dvc.Stage) bool {
			return slices.ContainsFunc(stage.Outs, func(out dvc.Output) bool { return within(out.Path) })
		}) || slices.ContainsFunc(pipeline.MetricFiles(), func(m dvc.MetricsFile) bool { return m.Path == file })
}

// IsKept says whether tools keep a file of a repository up to date by themselves: git,
// DVC, installers of packages.
func IsKept(file string) bool {
	base := path.Base(file)
	return strings.HasPrefix(base, ".git") || base == "dvc.lock" || base == "dvc.yaml" || kept[base] || strings.HasPrefix(file, ".dvc/") || strings.Contains(file, "/.dvc/")
}

// LooksMade says whether a file is by its name a result, a log, a text for people or a
// picture.
func LooksMade(file string) bool {
	named := strings.ToLower(strings.TrimSuffix(file, ".dvc"))
	return madeEndings[path.Ext(named)] || oneOf(WordsOf(strings.TrimSuffix(named, path.Ext(named))), outputNames)
}

// IsConfig says whether a file is by its name a config: what a training reads, and
// does not write.
func IsConfig(file string) bool {
	return configEndings[strings.ToLower(path.Ext(file))] && oneOf(WordsOf(strings.TrimSuffix(file, path.Ext(file))), configNames)
}

package mlflow

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// promptTag marks registered models that are prompts: they share the table
// with models, and MLflow's own search leaves them out.
const promptTag = "mlflow.prompt.is_prompt"

// stages are MLflow's model stages in canonical spelling; None is no stage.
// https://mlflow.org/docs/latest/ml/model-registry/workflow/
var stages = []string{"None", "Staging", "Production", "Archived"}

// deletedStage marks versions that a registry keeps but no longer shows.
const deletedStage = "Deleted_Internal"

// canonicalStage gives a stage as MLflow spells it, whatever its case.
func canonicalStage(text string) (string, bool) {
	for _, stage := range stages {
		if strings.EqualFold(stage, text) {
			return stage, true
		}
	}
	return "", false
}

// IsPrompt says whether the entry is a prompt and no model.
func (m Model) IsPrompt() bool { return strings.EqualFold(m.Tags[promptTag], "true") }

// InStage gives the highest version in a stage in canonical spelling.
func (m Model) InStage(stage string) (repro.ModelVersion, bool) {
	if stage == "None" {
		stage = ""
	}
	for _, version := range m.Newest {
		if version.Stage == stage {
			return version, true
		}
	}
	return repro.ModelVersion{}, false
}

// Latest gives the version with the highest number. Newest holds the highest
// of every stage, so the highest of these is the highest of all.
func (m Model) Latest() (repro.ModelVersion, bool) {
	if len(m.Newest) == 0 {
		return repro.ModelVersion{}, false
	}
	newest := 0
	for i := range m.Newest {
		if number(m.Newest[i]) > number(m.Newest[newest]) {
			newest = i
		}
	}
	return m.Newest[newest], true
}

// AliasesOf gives the aliases that point at a version number, sorted.
func (m Model) AliasesOf(number string) []string {
	var aliases []string
	for alias, target := range m.Aliases {
		if target == number {
			aliases = append(aliases, alias)
		}
	}
	slices.Sort(aliases)
	return aliases
}

// aliasNames are all aliases, sorted.
func (m Model) aliasNames() []string { return slices.Sorted(maps.Keys(m.Aliases)) }

// ordered puts a model that a store has just read into the order every store
// promises: the newest version of each stage, highest number first, with its
// aliases.
func (m Model) ordered() Model {
	order.By(m.Newest, byNumber)
	for i, version := range m.Newest {
		m.Newest[i].Aliases = m.AliasesOf(version.Version)
	}
	return m
}

// modelID is the id of a logged model, MLflow 3.
var modelID = regexp.MustCompile(`\bm-[0-9a-f]{32}\b`)

// settleVersion puts a version that a store has just read into the form every
// store promises. Servers do not send the logged model's id, but the source
// holds it.
func settleVersion(version repro.ModelVersion) repro.ModelVersion {
	slices.Sort(version.Aliases)
	version.Stage = noStage(version.Stage)
	if version.ModelID == "" {
		version.ModelID = modelID.FindString(version.Source)
	}
	return version
}

// newestOf keeps the highest version of each stage.
func newestOf(versions []repro.ModelVersion) []repro.ModelVersion {
	best := map[string]repro.ModelVersion{}
	for _, version := range versions {
		if held, ok := best[version.Stage]; !ok || number(version) > number(held) {
			best[version.Stage] = version
		}
	}
	return slices.Collect(maps.Values(best))
}

// byNumber orders versions by model name, then by number, highest first:
// version 10 comes before version 9, which their texts would not.
func byNumber(a, b repro.ModelVersion) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), -cmp.Compare(number(a), number(b)))
}

// number is the version as an integer; -1 for what is none.
func number(version repro.ModelVersion) int64 {
	n, err := strconv.ParseInt(version.Version, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// noStage turns the registry's word for no stage into the empty string.
func noStage(stage string) string {
	if stage == "None" {
		return ""
	}
	return stage
}

func byDataset(a, b repro.Dataset) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Digest, b.Digest), cmp.Compare(a.Context, b.Context), cmp.Compare(a.Source, b.Source))
}

func byMetric(a, b repro.Metric) int { return cmp.Compare(a.Name, b.Name) }

// newestFirst orders runs by start, the latest first; equal starts by id.
func newestFirst(a, b repro.Run) int {
	return cmp.Or(b.Started.Compare(a.Started), cmp.Compare(a.ID, b.ID))
}

package lineage

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// MlflowParent is the tag with the run that a nested run belongs to.
const MlflowParent = "mlflow.parentRunId"

// DirtyTags are where a training says that its tree had uncommitted changes:
// MLflow's own for GenAI versions, and Databricks'.
var DirtyTags = map[string]string{"mlflow.source.git.dirty": "true", "mlflow.databricks.gitRepoStatus": "dirty", "git_dirty": "true", recorded.TreeTag: recorded.Dirty}

// CommitTags are where commits are found, best first: MLflow's own tag, then
// Databricks', then what people add themselves.
var CommitTags = []string{
	MlflowCommit,
	"mlflow.databricks.gitRepoCommit",
	recorded.CommitTag,
	"git_commit", "git.commit", "commit", "git_sha",
}

// What MLflow's client records by itself: HEAD at the start of the run, and the
// program that logged it.
const (
	MlflowCommit = "mlflow.source.git.commit"
	MlflowSource = "mlflow.source.name"
	fromMLflow   = "tag " + MlflowCommit
)

// RecordedCommit is the commit that a run says it was trained from. What is
// not a full object name is no commit: the tag is somebody's text.
func RecordedCommit(run repro.Run) repro.Fact {
	for _, tag := range CommitTags {
		if commit := strings.ToLower(strings.TrimSpace(run.Tags[tag])); isCommit(commit) {
			fact := repro.Fact{Value: commit, From: "tag " + tag, Note: "uncommitted changes are not recorded"}
			if strings.EqualFold(run.Tags[recorded.CommitTag], commit) && run.Tags[recorded.TreeTag] != "" {
				fact.Note = "the tag " + recorded.TreeTag + " says: " + run.Tags[recorded.TreeTag]
			}
			return fact
		}
		if logged, ok := run.Params.Get(tag); ok && isCommit(strings.ToLower(logged)) {
			return repro.Fact{Value: strings.ToLower(logged), From: "param " + tag, Note: "uncommitted changes are not recorded"}
		}
	}
	return repro.Fact{}
}

// TaggedCommit is the commit that a run recorded in its tags. Its params may be
// those of the original, put back.
func TaggedCommit(run repro.Run) string {
	return RecordedCommit(repro.Run{Tags: run.Tags}).Value
}

func isCommit(text string) bool {
	if len(text) != 40 && len(text) != 64 {
		return false
	}
	return strings.Trim(text, "0123456789abcdef") == ""
}

// hardwareTags and threadTags are where people and platforms write down the
// machine; MLflow itself does not.
var (
	hardwareTags = []string{"hardware", "gpu", "gpu_name", "gpu_type", "device_name", "accelerator", "instance_type", "node_type", "machine_type", "cpu", "cpu_model"}
	threadTags   = []string{"omp_num_threads", "num_threads", "cpu_count", "num_cpus", "cpus", "n_cpus"}
)

func firstTag(run repro.Run, names []string) repro.Fact {
	for _, name := range names {
		for _, spelt := range []string{name, strings.ToUpper(name)} {
			if value := run.Tags[spelt]; value != "" {
				return repro.Fact{Value: value, From: "tag " + spelt}
			}
		}
	}
	return repro.Fact{}
}

// Recorded is what the run itself recorded of where it came from.
func Recorded(run repro.Run) repro.Lineage {
	lineage := repro.Lineage{Commit: RecordedCommit(run)}
	for tag, fact := range map[string]*repro.Fact{
		"mlflow.source.git.repoURL": &lineage.Repository,
		"mlflow.source.git.branch":  &lineage.Branch,
		MlflowSource:                &lineage.Command,
		"mlflow.project.entryPoint": &lineage.EntryPoint,
		"mlflow.docker.image.uri":   &lineage.Image,
	} {
		if value := run.Tags[tag]; value != "" {
			*fact = repro.Fact{Value: value, From: "tag " + tag}
		}
	}
	if image := run.Tags["mlflow.docker.image.id"]; image != "" { // of the image itself, which a name may move from
		lineage.Image = repro.Fact{Value: image, From: "tag mlflow.docker.image.id"}
	}
	if run.ID != "" {
		lineage.Parent = repro.Fact{Value: repro.OfItsOwn, From: "no tag mlflow.parentRunId"}
		if run.Tags["mlflow.parentRunId"] != "" {
			lineage.Parent = repro.Fact{Value: repro.PartOfRun, From: "tag mlflow.parentRunId"}
		}
	}
	lineage.Hardware = firstTag(run, hardwareTags)
	lineage.Threads = firstTag(run, threadTags)
	for _, dataset := range run.Datasets {
		lineage.Data = append(lineage.Data, repro.DataVersion{
			Path: dataset.Name, Hash: "mlflow " + dataset.Digest, From: repro.LoggedAs + dataset.Context,
			Note: "the digest covers the first 10,000 rows", Profile: dataset.Profile,
		})
	}
	for _, param := range run.Params {
		if repro.IsSeed(param.Name) {
			lineage.Seeds = append(lineage.Seeds, repro.Fact{Value: param.Name + " = " + param.Value, From: "param " + param.Name})
		}
		name := strings.ToLower(param.Name)
		if name == "data_version" || strings.HasSuffix(name, "_md5") {
			lineage.Data = append(lineage.Data, repro.DataVersion{Path: param.Name, Hash: param.Value, From: "param " + param.Name})
		}
	}
	for _, name := range []string{"data_version", "dvc_data_version"} {
		if value := run.Tags[name]; value != "" {
			lineage.Data = append(lineage.Data, repro.DataVersion{Path: name, Hash: value, From: "tag " + name})
		}
	}
	return lineage
}

package versions

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says whose model it is, in a registry that many repositories share.

// repositoryTags are tags of a run, a version or a model that name a repository.
var repositoryTags = []string{"mlflow.source.git.repoURL", "mlflow.databricks.gitRepoUrl", "mlflow.source.name", "git.repository", "git_repository", "repository", "repo"}

// An ownership says which repository a version names.
type ownership int

const (
	names      ownership = iota // the one that asks
	namesNone                   // none that can be read
	namesOther                  // another, and not the one that asks
)

// ownerOf looks at what a version, its model and its run recorded. One witness for the
// repository that asks outweighs others: a run may use another repository's data.
func ownerOf(asking string, model mlflow.Model, version repro.ModelVersion, run repro.Run) (ownership, string) {
	ours := address(asking)
	if ours == "" {
		return names, ""
	}
	other := ""
	tags := []map[string]string{run.Tags, version.Tags, model.Tags}
	for _, dataset := range run.Datasets {
		tags = append(tags, datasetTags(dataset.Source))
	}
	for _, of := range tags {
		for _, tag := range repositoryTags {
			switch named := address(of[tag]); {
			case named == "":
			case named == ours:
				return names, ""
			case other == "":
				other = named
			}
		}
	}
	if other != "" {
		return namesOther, other
	}
	return namesNone, ""
}

// datasetTags are those that MLflow keeps for a dataset that code made.
// https://github.com/mlflow/mlflow/blob/master/mlflow/data/code_dataset_source.py
func datasetTags(source string) map[string]string {
	var made struct {
		Tags map[string]string `json:"tags"`
	}
	if len(source) > maxSource || json.Unmarshal([]byte(source), &made) != nil {
		return nil
	}
	return made.Tags
}

// maxSource is how much of a dataset's source is read.
const maxSource = 64 << 10

// address reads a repository's address in the forms that git takes, as
// host/owner/name in small letters; "" for what is none, such as a script's path.
func address(text string) string {
	text = strings.TrimSpace(text)
	text, _, _ = strings.Cut(text, "#") // a directory of it, as MLflow projects write it
	host, name := "", ""
	switch user, rest, short := strings.Cut(text, "@"); {
	case strings.Contains(text, "://"):
		u, err := url.Parse(text)
		if err != nil || !slices.Contains([]string{"http", "https", "ssh", "git", "git+https", "git+ssh"}, u.Scheme) {
			return ""
		}
		host, name = u.Hostname(), u.Path
	case short && !strings.ContainsAny(user, "/ "):
		host, name, _ = strings.Cut(rest, ":")
	}
	name = strings.TrimSuffix(strings.Trim(name, "/"), ".git")
	if host == "" || strings.Count(name, "/") < 1 || strings.ContainsAny(name, " \t") {
		return ""
	}
	return strings.ToLower(host + "/" + name)
}

// notOurs says in sentences what was left out, and what was kept though it names nothing.
func notOurs(others []string, nameless int) []string {
	if len(others) == 0 {
		return nil
	}
	sentences := []string{fmt.Sprintf("%s another repository, and %s left out: %s; to list one all the same, write its name under models",
		wording.Count(len(others), "model names", "models name"), map[bool]string{true: "is", false: "are"}[len(others) == 1], wording.List(others))}
	if nameless > 0 {
		sentences = append(sentences, wording.Count(nameless, "model names no repository, and is kept", "models name no repository, and are kept"))
	}
	return sentences
}

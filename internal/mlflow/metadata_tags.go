package mlflow

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/wording"
)

var (
	// nameOfCommit are the names, in small letters with underscores, under which trainings write
	// the commit that they ran from, and namesInGit the further ones in a map that tells of git.
	// A hash of 64 digits under a name that speaks neither of git nor of a commit may be a file's.
	nameOfCommit = regexp.MustCompile(`^(?:(?:git|vcs|scm|code|source|head)_?)?(?:commit(?:_?(?:hash|sha|id))?|sha|revision|rev)$|^git(?:_(?:hash|head|version|describe))?$|^(?:source|code)_version$|^(?:github|ci_commit)_sha$` +
		`|^mlflow_source_git_commit$|^mlflow_databricks_git_repo_commit$|^reproduce_record_commit$`)
	namesInGit = regexp.MustCompile(`^(?:hash|head|hexsha|describe|version)$`)
	aboutGit   = regexp.MustCompile(`^(?:git|git_?info|git_?commit|commit|vcs|scm|version_?control|source_?control|code|repo|repository)$`)
	// nameOfBase are names of a model that a training begins with: a revision beside one is its.
	nameOfBase     = regexp.MustCompile(`(?i)base_?model|pretrained|model_?name_or_path|hf_|hugging_?face|hub_|backbone|tokenizer`)
	nameOfRevision = regexp.MustCompile(`^(?:code_)?(?:revision|rev|sha)$`)
	saysCommit     = regexp.MustCompile(`git|commit|mlflow|record`)
	nameOfDirt     = regexp.MustCompile(`^(?:git_?|vcs_?)?(?:is_?)?dirty$|^git_is_dirty$|^uncommitted(?:_changes)?$|^mlflow_source_git_dirty$`)

	// commitText is a commit as git writes it, in full or short, also by git describe.
	commitText = regexp.MustCompile(`^(?i)(?:[\w./-]+-[0-9]+-g)?([0-9a-f]{7,40}|[0-9a-f]{64})([-+]dirty)?$`)
	describes  = regexp.MustCompile(`-[0-9]+-g[0-9a-f]+(?:-dirty)?$`)
)

// The tags by which a commit of a metadata file is kept: MLflow's own where the file has it.
const (
	mlflowCommit = "mlflow.source.git.commit"
	commitTag    = "git_commit"
	dirtyTag     = "git_dirty"
)

// A namedCommit is a text that names a commit, and where it stands.
type namedCommit struct {
	at, commit string
	dirty      bool
}

// commitTags are run tags of the commit that a metadata file names: at its top, in a map that
// tells of git, or among tags, which may be a map, a list as of MLflow's REST interface, or
// columns of search_runs. They are nil where it names none. err says which two it names: what
// they have then is none of them.
func commitTags(root *doc.Node) (tags map[string]string, err error) {
	var found []namedCommit
	dirt := map[string]bool{}
	ofBase := root.Kind == doc.Map && slices.ContainsFunc(root.Keys, func(key *doc.Node) bool { return nameOfBase.MatchString(key.Text) })
	take := func(at, name string, value *doc.Node, inGit bool) {
		name = strings.ReplaceAll(wording.SnakeCase(name), ".", "_")
		text, _ := value.Str()
		if text = strings.ToLower(strings.TrimSpace(text)); nameOfDirt.MatchString(name) && (text == "true" || text == "false") {
			dirt[text] = true
		}
		if !value.Quoted || !nameOfCommit.MatchString(name) && !(inGit && namesInGit.MatchString(name)) {
			return
		}
		if ofBase && !inGit && nameOfRevision.MatchString(name) {
			return
		}
		parts := commitText.FindStringSubmatch(text)
		if parts == nil || !saysCommit.MatchString(name) && !inGit && (len(parts[1]) == 64 || len(parts[1]) < 40 && digits(parts[1])) {
			return
		}
		if parts[1] != strings.TrimSuffix(strings.TrimSuffix(text, "-dirty"), "+dirty") && !describes.MatchString(text) {
			return
		}
		found = append(found, namedCommit{at, parts[1], parts[2] != ""})
	}
	within := func(at string, node *doc.Node, inGit bool) {
		if node == nil || node.Kind != doc.Map {
			return
		}
		for i, key := range node.Keys {
			name, param := strings.CutPrefix(at+key.Text, "params.")
			if value := node.Values[i]; value.Kind == doc.Scalar && (!param || saysCommit.MatchString(strings.ToLower(name))) { // a revision of the params may be a base model's
				take(at+key.Text, strings.TrimPrefix(strings.TrimPrefix(name, "tags."), at), value, inGit)
			}
		}
	}
	within("", root, false)
	if root.Kind == doc.Map {
		for i, key := range root.Keys {
			if aboutGit.MatchString(wording.SnakeCase(key.Text)) {
				within(key.Text+".", root.Values[i], true)
			}
		}
	}
	within("tags.", tagsOf(root), false)
	within("params.", root.Get("params"), false)
	if len(found) == 0 && len(dirt) == 0 {
		return nil, nil
	}
	longest := order.Sorted(found, func(a, b namedCommit) int { return cmp.Compare(len(b.commit), len(a.commit)) })
	for _, other := range longest {
		if !strings.HasPrefix(longest[0].commit, other.commit) {
			return nil, fmt.Errorf("model metadata: it names two commits, %.12s as %s and %.12s as %s; leave the one that the training ran from",
				longest[0].commit, shown(longest[0].at), other.commit, shown(other.at))
		}
		if other.dirty {
			dirt["true"] = true
		}
	}
	tags = map[string]string{}
	if len(longest) > 0 {
		name := commitTag
		if slices.ContainsFunc(found, func(one namedCommit) bool { return strings.HasSuffix(one.at, mlflowCommit) }) {
			name = mlflowCommit
		}
		tags[name] = longest[0].commit
	}
	if said := slices.Sorted(maps.Keys(dirt)); len(said) > 0 {
		tags[dirtyTag] = said[len(said)-1] // true, where both are said
	}
	return tags, nil
}

// tagsOf is the map of a metadata file's tags, which may be a list of {"key", "value"}.
func tagsOf(root *doc.Node) *doc.Node {
	tags := root.Get("tags")
	if items := tags.Items(); len(items) > 0 {
		return mapOf(items)
	}
	return tags
}

// mapOf makes a map of a list of {"key", "value"}, as MLflow's REST interface writes one: a
// value that is left out there is empty.
func mapOf(items []*doc.Node) *doc.Node {
	made := &doc.Node{Kind: doc.Map, Line: items[0].Line}
	for _, item := range items {
		if key, value := item.Get("key"), item.Get("value"); key != nil {
			if value == nil {
				value = &doc.Node{Quoted: true, Raw: `""`, Line: key.Line}
			}
			made.Keys, made.Values = append(made.Keys, key), append(made.Values, value)
		}
	}
	return made
}

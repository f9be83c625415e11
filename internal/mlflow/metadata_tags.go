package mlflow

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

var fullCommit = regexp.MustCompile(`^(?i:[0-9a-f]{40}|[0-9a-f]{64})$`)

// commitTags are the texts of a metadata file that have the form of a commit, by the names of
// run tags: at the top, as git_commit, in a map of tags, or as search_runs names the columns of
// tags. Which of the names tell of the training's commit is not decided here. nil for none.
func commitTags(root *doc.Node) map[string]string {
	var tags map[string]string
	take := func(node *doc.Node) {
		if node == nil || node.Kind != doc.Map {
			return
		}
		for i, key := range node.Keys {
			if text, ok := node.Values[i].Str(); ok && fullCommit.MatchString(text) {
				if tags == nil {
					tags = map[string]string{}
				}
				tags[strings.TrimPrefix(key.Text, "tags.")] = text
			}
		}
	}
	take(root)
	take(root.Get("tags"))
	return tags
}

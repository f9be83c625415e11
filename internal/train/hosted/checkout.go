package hosted

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// ownRef is what a checkout names where it takes what was dispatched, or what an input says.
var ownRef = regexp.MustCompile(`^\$\{\{\s*(?:github\.(?:ref|ref_name|sha)|(?:github\.event\.)?inputs\.[\w-]+)(?:\s*\|\|\s*(?:github\.(?:ref|ref_name|sha)|(?:github\.event\.)?inputs\.[\w-]+))*\s*\}\}$`)

// maxWorkflow is how large a workflow's file may be.
const maxWorkflow = 1 << 20

// checksOut says what a workflow checks out in the place of what it was dispatched on, in words,
// and whether it checks anything else out at all. "" and false where it takes its own branch, or
// cannot be read.
// https://github.com/actions/checkout#usage
func checksOut(workflow string) (other string, beside bool) {
	root, err := doc.Read(doc.YAML, []byte(workflow), maxWorkflow)
	if err != nil {
		return "", false
	}
	text := func(node *doc.Node) string {
		value, _ := node.Str()
		return strings.TrimSpace(value)
	}
	jobs := root.Get("jobs")
	if jobs == nil {
		return "", false
	}
	for _, job := range jobs.Values {
		for _, step := range job.Get("steps").Items() {
			if !strings.HasPrefix(text(step.Get("uses")), "actions/checkout@") {
				continue
			}
			ref, repository := text(step.Get("with", "ref")), text(step.Get("with", "repository"))
			ours := repository == "" || strings.Contains(repository, "github.repository")
			if ours && (ref == "" || ownRef.MatchString(ref)) {
				continue
			}
			beside = beside || ours
			if folder := text(step.Get("with", "path")); folder != "" && folder != "." {
				continue
			}
			if beside, other = true, ref; !ours {
				other = strings.TrimSuffix(repository+" at "+ref, " at ")
			}
		}
	}
	return other, beside
}

package redact

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// maxDocuments bounds the documents of one YAML file that are read.
const maxDocuments = 100

// betweenDocuments is the line between two documents of one YAML file.
var betweenDocuments = regexp.MustCompile(`(?m)^---[ \t]*(?:#.*)?\r?$`)

// documents are what a file holds that names its values: maps and lists of JSON, YAML or TOML.
// What the ending says comes first, and then what the text is: a YAML file
// may have any ending. None for a text that has no such form.
func documents(file, text string) []*doc.Node {
	if strings.TrimSpace(text) == "" || isMarkup(text) {
		return nil
	}
	formats := []doc.Format{doc.JSON, doc.YAML, doc.TOML}
	if known, is := map[string]doc.Format{".yaml": doc.YAML, ".yml": doc.YAML, ".toml": doc.TOML}[strings.ToLower(path.Ext(file))]; is {
		formats = slices.Insert(formats, 0, known)
	}
	for _, format := range formats {
		parts := []string{text}
		if format == doc.YAML {
			parts = betweenDocuments.Split(text, maxDocuments)
		}
		var found []*doc.Node
		for _, part := range parts {
			if root, err := doc.Read(format, []byte(part), int64(len(part))); err == nil && root.Kind != doc.Scalar {
				found = append(found, root)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// decoded are the secrets of documents as a program gets them: without the escapes, folds and
// quotes of their format. Of those that are kept for their secrets every text may be one.
func decoded(documents []*doc.Node, kept bool) (found []string) {
	var take func(name string, value *doc.Node)
	take = func(name string, value *doc.Node) {
		value.Each(func(key []string, value *doc.Node) {
			name := name
			if len(key) > 0 {
				name = key[len(key)-1]
			}
			for _, item := range value.Items() {
				take(name, item)
			}
			said, ok := value.Str()
			if !ok {
				return
			}
			if found = append(found, Secrets(snake(name), said)...); snake(name) != name {
				found = append(found, Secrets(name, said)...)
			}
			if kept {
				found = append(found, ofValue(name, said)...)
			}
		})
	}
	for _, root := range documents {
		take("", root)
	}
	return found
}

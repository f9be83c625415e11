package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// This file makes the document. Its form is JSON with names in braces, and no
// template of Go: text/template finds methods by name while it runs, so the linker
// keeps every exported method of every type, and the image would grow by half.

// DefaultBody is what Slack, Mattermost and others take.
const DefaultBody = `{"text": "{text}"}`

// A Message is what can be told.
type Message struct {
	Title   string // "2 models changed their state"
	Text    string // the title, and a line for each change
	Job     string // the page of the workflow run; "" outside of one
	Changes any    // a list of what changed, as JSON has it
}

var name = regexp.MustCompile(`\{[a-z]+\}`)

// A Body is the form of a document.
type Body struct{ form any }

// ParseBody reads a form: JSON in whose texts {title}, {text} and {job} stand for what
// is told, and in which the text "{changes}" stands for the list.
func ParseBody(text string) (*Body, error) {
	var form any
	if err := json.Unmarshal([]byte(text), &form); err != nil {
		return nil, fmt.Errorf("webhook-body: not JSON: %w; write for example %s", err, DefaultBody)
	}
	for _, used := range name.FindAllString(text, -1) {
		switch used {
		case "{title}", "{text}", "{job}", "{changes}":
		default:
			return nil, fmt.Errorf("webhook-body: there is no %s; there are {title}, {text}, {job} and {changes}", used)
		}
	}
	return &Body{form}, nil
}

// Render makes the document.
func (b *Body) Render(m Message) ([]byte, error) {
	texts := strings.NewReplacer("{title}", m.Title, "{text}", m.Text, "{job}", m.Job)
	document, err := json.Marshal(filled(b.form, texts, m.Changes))
	if err != nil {
		return nil, fmt.Errorf("webhook-body: %w", err)
	}
	if len(document) > maxBody {
		return nil, errors.New("webhook-body: the message is larger than 64 KiB; leave {changes} out")
	}
	return document, nil
}

// filled gives a form with its names replaced. What was put in is not looked at again.
func filled(form any, texts *strings.Replacer, changes any) any {
	switch form := form.(type) {
	case string:
		if form == "{changes}" {
			return changes
		}
		return texts.Replace(form)
	case []any:
		list := make([]any, len(form))
		for i, item := range form {
			list[i] = filled(item, texts, changes)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(form))
		for key, item := range form {
			object[key] = filled(item, texts, changes)
		}
		return object
	}
	return form
}

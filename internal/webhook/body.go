package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
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
	if err := checkNames(form); err != nil {
		return nil, fmt.Errorf("webhook-body: %w", err)
	}
	return &Body{form}, nil
}

// checkNames refuses names that nothing would be put in for: they would be sent as they are.
func checkNames(form any) error {
	switch form := form.(type) {
	case string:
		for _, used := range name.FindAllString(form, -1) {
			switch {
			case used == "{changes}" && form != used:
				return errors.New(`{changes} is a list and stands alone; write "{changes}", or {text} inside a longer text`)
			case used == "{title}", used == "{text}", used == "{job}", used == "{changes}":
			default:
				return fmt.Errorf("there is no %s; there are {title}, {text}, {job} and {changes}", used)
			}
		}
	case []any:
		for _, item := range form {
			if err := checkNames(item); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(form)) {
			if used := name.FindString(key); used != "" {
				return fmt.Errorf("%s is in the name of a member, which stays as it is; write it in the value", used)
			}
			if err := checkNames(form[key]); err != nil {
				return err
			}
		}
	}
	return nil
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

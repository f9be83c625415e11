package redact

import (
	"encoding/json"
	"regexp"
	"strings"
)

// jsonString is a text of a JSON document, and jsonMember a name with such a value.
const jsonString = `"(?:[^"\\]|\\.)*"`

var jsonMember = regexp.MustCompile(jsonString + `(?:\s*:\s*` + jsonString + `)?`)

// JSON hides the secrets in a JSON document: in each of its texts, and in the value of a name,
// but never in what reaches from one text into another, as from the beginning of a private key
// to the end of a second. So it stays the document that it was.
func (r *Redactor) JSON(document string) string {
	return jsonMember.ReplaceAllStringFunc(document, func(member string) string {
		if hidden := r.Text(member); hidden == member && !strings.Contains(member, `\`) {
			return member
		} else if json.Valid([]byte("{"+hidden+"}")) || json.Valid([]byte(hidden)) {
			member = hidden
		}
		return jsonText.ReplaceAllStringFunc(member, r.jsonText)
	})
}

var jsonText = regexp.MustCompile(jsonString)

// jsonText hides the secrets in one text as it was before it was written as JSON.
func (r *Redactor) jsonText(text string) string {
	var plain string
	if json.Unmarshal([]byte(text), &plain) != nil {
		return text
	}
	hidden := r.Text(plain)
	if hidden == plain {
		return text
	}
	quoted, err := json.Marshal(hidden)
	if err != nil {
		return `"***"`
	}
	return string(quoted)
}

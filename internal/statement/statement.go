package statement

import (
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Types by which a reader knows what it has. A change that readers cannot bear is
// another predicate type.
// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
const (
	Type          = "https://in-toto.io/Statement/v1"
	PredicateType = "https://github.com/reproduce-action/reproduce/check/v1"
)

// MaxDocument is the longest statement in bytes: signers take no longer predicate.
const MaxDocument = 16 << 20

// A Check is what a statement is made of. Secrets are hidden in it already.
type Check struct {
	Result repro.Result
	Asked  Asked
	Files  []File // of the model
	Unread string // why the model's files were not listed; "" where they were
	Report string // SHA-256 of report.json
	Tool   Tool
	Job    string // the page of the workflow run that checked; "" elsewhere
	At     time.Time
}

// Asked is what somebody asked for, in their words.
type Asked struct {
	Model    string `json:"model"`
	Version  string `json:"version"`
	RunID    string `json:"run_id"`
	Metadata string `json:"metadata"`
	CodeRef  string `json:"code_ref"`
	Command  string `json:"command"`
	Workflow string `json:"workflow"`
}

// A File is one file of the model, or why it has no digest.
type File struct {
	Path   string
	SHA256 string
	Bytes  int64
	Why    string
}

// A Tool is the program that checked.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"` // of the program's file; "" where it could not be read
}

type document struct {
	Type          string    `json:"_type"`
	Subject       []subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     predicate `json:"predicate"`
}

// subject is a resource descriptor of in-toto.
type subject struct {
	Name   string    `json:"name"`
	Digest digestSet `json:"digest"`
}

type digestSet struct {
	SHA256 string `json:"sha256"`
}

// Encode gives the statement of a check as JSON, the same bytes for the same check.
func Encode(c Check) ([]byte, error) {
	switch c.Result.Verdict {
	case repro.Reproduced, repro.Drifted, repro.Unverified:
	default:
		return nil, fmt.Errorf("statement: the check has no verdict")
	}
	model := modelLines(c.Result)
	d := document{
		Type: Type, PredicateType: PredicateType, Predicate: newPredicate(c, model),
		Subject: []subject{{modelName(c.Result), digestSet{model.Digest()}}},
	}
	for _, file := range c.Files {
		if file.SHA256 != "" {
			d.Subject = append(d.Subject, subject{modelName(c.Result) + "/" + repro.OneLine(file.Path), digestSet{file.SHA256}})
		}
	}
	text, err := doc.EncodeJSON(d, "  ")
	if err != nil {
		return nil, fmt.Errorf("statement: %w", err)
	}
	if len(text) >= MaxDocument {
		return nil, fmt.Errorf("statement: %d bytes; a statement has at most %d", len(text), MaxDocument)
	}
	return append(text, '\n'), nil
}

// IsOurs says whether a text is a statement that Encode made.
func IsOurs(text []byte) bool {
	var head struct {
		Type          string `json:"_type"`
		PredicateType string `json:"predicateType"`
	}
	return decode(text, &head) == nil && head.Type == Type && head.PredicateType == PredicateType
}

// modelName is the subject that the check is about, as MLflow writes its address.
func modelName(r repro.Result) string {
	model := r.Model()
	switch {
	case model.Name != "" && model.Version != "":
		return "models:/" + repro.OneLine(model.Name) + "/" + repro.OneLine(model.Version)
	case r.Original.ID != "":
		return "runs:/" + repro.OneLine(r.Original.ID)
	}
	return "models:/" + repro.OneLine(model.Name)
}

// modelLines name a model version, as its registry has it. They are the same in every
// check of the version, so that its statements are found by their digest.
func modelLines(r repro.Result) (lines repro.Lines) {
	model := r.Model()
	for _, part := range [][2]string{
		{"name", model.Name}, {"version", model.Version}, {"run_id", r.Original.ID}, {"model_id", model.ModelID}, {"source", model.Source},
		{"created_at", when(model.Created)}, {"metadata", r.Original.From},
	} {
		if part[1] != "" {
			lines.Add(part[0], part[1])
		}
	}
	if len(lines) == 0 {
		lines.Add("name", "") // the check found none, and was asked for none by name
	}
	return lines
}

// when is a time in UTC; "" of none, and of one that no calendar has.
func when(t time.Time) string {
	if t = t.UTC(); t.IsZero() || t.Year() > 9999 || t.Year() < 1 {
		return ""
	}
	return t.Format(time.RFC3339)
}

package reportjson

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestJSON_cutsNotes of a run and a version, and hides what is secret in them first;
// a tag that a program reads stays whole.
func TestJSON_cutsNotes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("all about this model ", 100)
	secret := strings.Repeat("x ", maxNote/2-20) + " password: hunter2-canary-canary-canary-canary"
	result := repro.Result{
		Verdict: repro.Unverified, Reason: repro.NoRun,
		Original: repro.Run{ID: "r1", Tags: map[string]string{"mlflow.note.content": long, "mlflow.log-model.history": long}},
		Plan:     repro.Plan{Model: repro.ModelVersion{Name: "m", Version: "1", Tags: map[string]string{"description": secret}}},
	}
	got, err := Encode(redact.Copy(new(redact.Redactor), result))
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(got)
	if err != nil {
		t.Fatal(err)
	}
	tags := back.Original.Tags
	if n := len([]rune(tags["mlflow.note.content"])); n > maxNote || n < maxNote || tags["mlflow.log-model.history"] != long {
		t.Errorf("the note has %d characters, the history %d of %d", n, len(tags["mlflow.log-model.history"]), len(long))
	}
	if note := back.Plan.Model.Tags["description"]; strings.Contains(note, "hunter2") || !strings.Contains(note, "password: ***") {
		t.Errorf("the description is %q", note)
	}
	if result.Original.Tags["mlflow.note.content"] != long {
		t.Error("the result itself was changed")
	}
}

package app

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/redact"
)

// TestSave_keyInTwoTexts: a private key that a param has the beginning of, and a log the end,
// takes nothing out of a document that is saved or printed.
func TestSave_keyInTwoTexts(t *testing.T) {
	t.Parallel()
	const document = `{"schema_version": 1, "tool": "reproduce v1", "param": "-----BEGIN PRIVATE KEY-----", "verdict": "drifted", "log": "-----END PRIVATE KEY----- hunter22"}` + "\n"
	var printed strings.Builder
	a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor)}
	a.Secrets.Add("hunter22")
	a.Stdout = a.Secrets.Writer(&printed)
	if err := a.SaveFiles("out", map[string]string{"report.json": document}); err != nil {
		t.Fatal(err)
	}
	if err := a.PrintJSON([]byte(document)); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{content(t, filepath.Join(a.Dir, "out", "report.json")), printed.String()} {
		var got struct{ Verdict, Log string }
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.Verdict != "drifted" || !strings.HasSuffix(got.Log, " ***") {
			t.Errorf("%v: %s", err, text)
		}
	}
}

package redact

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestJSON: a document stays what it is, with the secrets in its texts hidden.
func TestJSON(t *testing.T) {
	t.Parallel()
	r := &Redactor{}
	r.Add("hunter2-77", "line one\nline two", `quo"ted-secret`)
	for name, tt := range map[string]struct{ document, want string }{
		"nothing":              {`{"a": "b", "n": [1, true, "c\"d"]}`, `{"a": "b", "n": [1, true, "c\"d"]}`},
		"a secret":             {`{"a": "is hunter2-77."}`, `{"a": "is ***."}`},
		"with a line end":      {`{"a": "line one\nline two"}`, `{"a": "***"}`},
		"with a quote":         {`{"a": "quo\"ted-secret"}`, `{"a": "***"}`},
		"with an escape":       {`{"a": "is hunt\u0065r2-77."}`, `{"a": "is ***."}`},
		"by its name":          {`{"db_password": "correct-horse-7731"}`, `{"db_password": "***"}`},
		"a key in two texts":   {`{"x": "-----BEGIN PRIVATE KEY-----", "verdict": "drifted", "y": "-----END PRIVATE KEY-----"}`, `{"x": "-----BEGIN PRIVATE KEY-----", "verdict": "drifted", "y": "-----END PRIVATE KEY-----"}`},
		"netrc before a quote": {`{"log": "machine x login y password ***\n", "b": 1}`, `{"log": "machine x login y password ***\n", "b": 1}`},
		"a key in one":         {`{"x": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----\n"}`, ""},
	} {
		got := r.JSON(tt.document)
		if !json.Valid([]byte(got)) || tt.want != "" && got != tt.want || strings.Contains(got, "MIIEvQIBADAN") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// FuzzJSON: whatever it holds, a document that was one stays one, with as many members.
func FuzzJSON(f *testing.F) {
	f.Add("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----")
	f.Add("machine x login y password ***\n", "password: x")
	f.Fuzz(func(t *testing.T, a, b string) {
		r := &Redactor{}
		r.Add("hunter2-77")
		document, err := json.Marshal(map[string]string{"first": a, "between": "x", "last": b})
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]string
		if err := json.Unmarshal([]byte(r.JSON(string(document))), &got); err != nil || len(got) != 3 {
			t.Errorf("%s: %v", document, err)
		}
	})
}

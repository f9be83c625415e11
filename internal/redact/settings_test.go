package redact

import (
	"slices"
	"testing"
)

// TestInSettings: what a file of settings has under the name of a secret is one wherever a
// training prints it, however it is written; other settings are none.
func TestInSettings(t *testing.T) {
	t.Parallel()
	for text, secret := range map[string]string{
		"STORE_PASSWORD=swordfish":                        "swordfish",
		"export STORE_TOKEN=correct-horse # of the store": "correct-horse",
		"DB_PASSWORD='two words'":                         "two words",
		"API_KEY=\"k3y-of-the-api\" # mine":               "k3y-of-the-api",
		"  api_token: canary-of-yaml":                     "canary-of-yaml",
		`  "clientSecret": "canary-of-json",`:             "canary-of-json",
		"db = postgres://ada:s3cr3tw@db/iris":             "s3cr3tw",
		"password = hunter22":                             "hunter22",
		"- MLFLOW_TRACKING_PASSWORD: open-sesame":         "open-sesame",
	} {
		found := InSettings("# DB_PASSWORD=none\nEPOCHS=200\n" + text + "\nLR: 0.1\n")
		if !slices.Contains(found, secret) {
			t.Errorf("%s: %q, want %s", text, found, secret)
		}
	}
	for _, text := range []string{"EPOCHS=200", "data: data/iris.csv", "MAX_TOKENS=4096", "tokenizer: bert-base-uncased", "DB_HOST=db.example", "PASSWORD=", "key: species", "no setting"} {
		if found := InSettings(text + "\n"); len(found) > 0 {
			t.Errorf("%s: %q, want none", text, found)
		}
	}
}

package redact

import (
	"os"
	"strings"
	"testing"
)

// TestSecretLines: what people commit by mistake. Every line with "canary" is to be found.
func TestSecretLines(t *testing.T) {
	t.Parallel()
	sources, err := os.ReadFile("testdata/sources.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range strings.Split(string(sources), "\n====\n") {
		path := "settings.yaml"
		if strings.HasPrefix(text, "# program\n") {
			path = "train.py"
		}
		lines := strings.Split(text, "\n")
		found := map[int]bool{}
		for _, i := range new(Redactor).SecretLines(path, text) {
			found[i] = true
		}
		for i, line := range lines {
			if strings.Contains(strings.ToLower(line), "canary") != found[i] {
				t.Errorf("found %v: %s", found[i], line)
			}
		}
	}
}

// TestSecretFile: files that are left out whole, by their names.
func TestSecretFile(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		".env", "conf/.env.prod", "prod.env", ".envrc", "certs/tls.key", "a.pem", "id_ed25519", ".ssh/id_rsa.old", ".netrc", "_netrc", ".npmrc", ".pypirc", ".dvc/config.local", ".aws/credentials", ".kube/config",
		"credentials.json", "creds.json", "db_creds.yml", "conf/api_keys.toml", "conf/service-account-prod.json", "client_secret_123.apps.json", "secrets.yaml", "k8s/db-secret.yml", ".streamlit/secrets.toml", "kaggle.json", "terraform.tfvars", ".git-credentials", "Passwords.txt", `conf\.env`,
	} {
		if !SecretFile(path) {
			t.Errorf("%s is looked at", path)
		}
	}
	for _, path := range []string{
		".env.example", ".env.sample", "id_rsa.pub", "train.py", "src/secrets.py", "secretary.yaml", "tokenizer.json", "params.yaml", "environment.yml", "src/env.py", "keys.py", "monkey.csv", ".dvc/config", "public.csv", "passwords/train.py", "key.py",
	} {
		if SecretFile(path) {
			t.Errorf("%s is left out", path)
		}
	}
}

package redact

import (
	"strings"
	"testing"
)

// TestRedactor_knowsSecretsByTheirForm, in a text of a training that read them
// where we do not look. The canaries are made up in parts, so that no scanner
// takes this file for a leak.
func TestRedactor_knowsSecretsByTheirForm(t *testing.T) {
	t.Parallel()
	const hex, mixed = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
	for _, canary := range []string{
		"ghp_" + mixed, "gho_" + mixed, "ghs_" + mixed, "ghu_" + mixed, "ghr_" + mixed, "github_" + "pat_11ABC_" + mixed,
		"glpat-" + mixed[:20], "gldt-" + mixed[:20], "glrt-" + mixed[:20], "hf_" + mixed[:34], "dapi" + hex, "AKIA" + "IOSFODNN7EXAMPLE", "ASIA" + "IOSFODNN7EXAMPLE",
		"xoxb-" + "1234567890-abcdefghij", "xoxp-" + "1234567890-abcdefghij", "xapp-" + "1-A1-2-abcdef", "sk-" + mixed, "sk-proj-" + mixed, "sk-ant-api03-" + mixed, "sk_live_" + mixed[:24], "rk_test_" + mixed[:24],
		"npm_" + mixed, "pypi-" + "AgEIcHlwaS5vcmc" + mixed, "AIza" + mixed[:35], "ya29." + mixed, "GOCSPX-" + mixed[:28], "dckr_pat_" + mixed[:27], "dop_v1_" + hex + hex, "lin_api_" + mixed, "glsa_" + mixed,
		"nvapi-" + mixed, "tskey-auth-" + mixed, "hvs." + mixed, "SG." + mixed[:22] + "." + mixed, "whsec_" + mixed, "gsk_" + mixed, "r8_" + mixed, "sntrys_" + mixed, "shpat_" + hex,
		"LTAI" + mixed[:20], "glc_" + mixed, "dckr_" + "oat_" + mixed, "ntn_" + mixed, "pplx-" + mixed, "pscale_" + "pw_" + mixed, "lsv2_" + "pt_" + mixed, "pcsk_" + mixed, "figd_" + mixed, "xai-" + mixed, "dp.pt." + mixed, "NRAK-" + "ABCDEFGHIJ0123456789ABCDEFG", "key-" + hex, "sha256~" + mixed + "aB3dE5fG",
		"rk_" + "live_abcdefGHIJKLmnopQRSTuvwx", "wandb_" + "v1_" + mixed, "1/" + "/0g" + mixed, hex + "-us12", "secret_" + mixed, "pat" + mixed[:14] + "." + hex + hex, "pat-" + "na1-" + "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "cio" + mixed[:32],
		"AKCp" + mixed + mixed, "AQVN" + mixed, "EAA" + mixed + mixed, "squ_" + hex + hex[:8], "rnd_" + mixed, "sl." + mixed + mixed,
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0." + mixed,
	} {
		for _, text := range []string{"token: " + canary + " (read)", `{"t":"` + canary + `"}`, "x=" + canary, canary} {
			if got, want := new(Redactor).Text(text), strings.ReplaceAll(text, canary, "***"); got != want {
				t.Errorf("%q is printed as %q, want %q", text, got, want)
			}
		}
		if text := "data_" + canary + ".csv"; strings.Contains(new(Redactor).Text(text), canary) { // a name that it is put together with
			t.Errorf("%q is printed as it is", text)
		}
	}
	for text, want := range map[string]string{
		"post to https://hooks.slack.com/services/T000/B000/" + mixed + " now":   "post to https://hooks.slack.com/services/*** now",
		"https://discord.com/api/webhooks/4711/" + mixed:                         "https://discord.com/api/webhooks/***",
		"https://octo.webhook.office.com/webhookb2/" + hex + "@x/y":              "https://octo.webhook.office.com/***",
		"https://api.telegram.org/bot4711:" + mixed + "/send":                    "https://api.telegram.org/bot***/send",
		"open postgres://reader:s3cr3tw0rd@db/iris":                              "open postgres://reader:***@db/iris",
		"from https://a:s3cr3tw@b.example/x,https://c:s3cr3tv@d.example/y":       "from https://a:***@b.example/x,https://c:***@d.example/y",
		"clone https://" + hex + "@forge.example/x":                              "clone https://***@forge.example/x",
		"https://a.blob.example/x?sv=2026&sig=" + mixed + "&se=9":                "https://a.blob.example/x?sv=2026&sig=***&se=9",
		"get /x?X-Amz-Signature=" + hex:                                          "get /x?X-Amz-Signature=***",
		"Authorization: Bearer " + mixed:                                         "Authorization: Bearer ***",
		"connect with password=hunter2hunter2, please":                           "connect with password=***, please",
		"-----BEGIN PRIVATE KEY-----\nMIIE\nabcd\n-----END PRIVATE KEY-----\nok": "-----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----\nok",
	} {
		if got := new(Redactor).Text(text); got != want {
			t.Errorf("%q is printed as %q, want %q", text, got, want)
		}
	}
}

// TestRedactor_leavesWordsThatLookAlike.
func TestRedactor_leavesWordsThatLookAlike(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"sk-learn-contrib-estimator-classes", "sk-learn-model-12345678901234567890", "task-scheduling-of-many-models", "hf_model_name", "npm_config_registry", "pypi-mirror-in-our-own-network-please", "ghp_short", "eyJust.a.word", "glpat-short",
		"https://github.com/octo/churn/commit/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "git@github.com:octo/churn.git", "ssh://git@github.com/octo/churn", "run 0a1b2c3d4e5f60718293a4b5c6d7e8f9",
		"models:/churn@production", "basic understanding-of-the-problem", "bearer of-good-news-for-everyone", "s3://bucket/key?versionId=abcdefgh", "lr=0.01, password=required", "PWD=/home/ada/project", "sha256:" + strings.Repeat("0a1b", 16),
		"https://example.com:8443/path@v1", "accuracy 0.9777777777777777", "/models/AKIA", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
	} {
		if got := new(Redactor).Text(text); got != text {
			t.Errorf("%q is printed as %q", text, got)
		}
	}
}

// TestRedactedWriter_hidesAKeyThatComesInLines, and what follows it is shown.
func TestRedactedWriter_hidesAKeyThatComesInLines(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	w := new(Redactor).Writer(&out)
	for _, line := range []string{"start\n", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "b3BlbnNzaC1rZXk\n", "AAAAcanary\n", "-----END OPENSSH PRIVATE KEY-----\n", "accuracy 0.97\n", "-----BEGIN PRIVATE KEY-----\n"} {
		if _, err := w.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	for range keyLines + 1 { // a key without an end does not swallow the log
		if _, err := w.Write([]byte("epoch done\n")); err != nil {
			t.Fatal(err)
		}
	}
	got := out.String()
	if strings.Contains(got, "b3Blbn") || strings.Contains(got, "canary") || !strings.Contains(got, "start\n") || !strings.Contains(got, "accuracy 0.97\n") || !strings.Contains(got, "epoch done\n") {
		t.Errorf("got\n%s", got)
	}
}

package redact

import (
	"strings"
	"testing"
)

// TestInLentFile: of a file that is kept for its secrets no value is printed, whatever its
// name is, but for what is obviously none.
func TestInLentFile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, text, secret string }{
		{".env", "TOK='abc$def%77'", "abc$def%77"},
		{".env", `A_PASSWORD="dq\"uote$x-801"`, `dq"uote$x-801`},
		{"sa.json", `{"client_secret": "js\"q\\-805\u00e9/"}`, `js"q\-805é/`},
		{"conf/secrets.toml", "[db]\npassword = \"to\\\"ml-807\"\n", `to"ml-807`},
		{"credentials.yml", "db:\n  password: >-\n    fol\n    ded-808\n", "fol ded-808"},
		{"credentials.yml", `token: 'a b''c-775'`, "a b'c-775"},
		{"creds.json", `{"list": ["lstSec5577qq"]}`, "lstSec5577qq"},
		{".env", "MULTI=\"line1secret\nline2secret\"\n", "line1secret"},
		{".env", "MULTI=\"line1secret\nline2secret\"\n", "line2secret"},
		{".env", "export SALT=saltval-99123 # of the store", "saltval-99123"},
		{".env.local", "SIGNING = signval-12831", "signval-12831"},
		{".env", "PIN=99887766", "99887766"},
		{"conf/.env", "CODE=123456\r\n", "123456"},
		{".env", "LICENSE=lic-val-881231", "lic-val-881231"},
		{".env", "PHRASE=correct horse battery staple", "correct horse battery staple"},
		{".env", "# OLD=commented-out-1", "commented-out-1"},
		{".env", "OPEN='never-closed-1\nnor-here-2", "nor-here-2"},
		{".env", "MODEL=Xk29-aZq7!pw", "Xk29-aZq7!pw"},
		{".env", "CODE=xk29azq7.py", "xk29azq7.py"},
		{".dvc/config.local", "['remote \"s\"']\n    url = s3x-val-7712\n", "s3x-val-7712"},
		{"token.txt", "bare-token-value-1231\n", "bare-token-value-1231"},
		{"wandb_api_key", "barekeyvalue12\n", "barekeyvalue12"},
		{"key.pem", "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAtomatopotato\nabcdefabcdefabcdef\nkkkAAA==\n-----END RSA PRIVATE KEY-----\n", "abcdefabcdefabcdef"},
		{"key.pem", "kkkAAA==\n", "kkkAAA=="},
		{"credentials.json", `{"type":"service_account","id":"pkid-77123abc"}`, "pkid-77123abc"},
		{"secrets.yaml", "api: {one: yamlval-9912}\n", "yamlval-9912"},
		{".netrc", "machine h login u account netrcval-8812\n", "netrcval-8812"},
		{".htpasswd", "ada:plainval-12\n", "plainval-12"},
		{".env", "STORE=postgres://bob:pgpw-9981@db.local/x", "pgpw-9981"},
	} {
		var r Redactor
		r.Add(InLentFile(c.file, c.text)...)
		if shown := r.Text("it is " + c.secret + "."); strings.Contains(shown, c.secret) {
			t.Errorf("%s %q: shown is %s", c.file, c.text, shown)
		}
	}
	for _, c := range []struct{ file, text, shown string }{
		{".env", "DEBUG=true", "true"},
		{".env", "EPOCHS=100000", "100000"},
		{".env", "LR=0.000125", "0.000125"},
		{".env", "STAGE=production", "production"},
		{".env", "DATA=data/raw/iris", "data/raw/iris"},
		{".env", "CONFIG=conf/base.yaml", "conf/base.yaml"},
		{".env", "STAGE=python train_model.py", "train_model.py"},
		{".env", "CONFIG=params.yaml", "params.yaml"},
		{".env", "MODEL_NAME=iris-classifier", "iris-classifier"},
		{".env", "AWS_REGION=eu-west-77", "eu-west-77"},
		{".env", "MLFLOW_TRACKING_URI=http://localhost:5000", "http://localhost:5000"},
		{".env.example", "TOK=abc-def-77", "abc-def-77"},
		{"params.yaml", "arch: resnet-50-v2", "resnet-50-v2"},
		{"pad_token.txt", "extra-id-77", "extra-id-77"},
		{"tokenizer.json", `{"a": "extra-id-77"}`, "extra-id-77"},
	} {
		var r Redactor
		r.Add(InLentFile(c.file, c.text)...)
		if shown := r.Text("it is " + c.shown + "."); !strings.Contains(shown, c.shown) {
			t.Errorf("%s %q: hidden: %s", c.file, c.text, shown)
		}
	}
}

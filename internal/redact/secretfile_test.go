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
		{"kube.config", "users:\n- user:\n    token: kube-Tok11ww\n", "kube-Tok11ww"},
		{"deploy.k8s", "a: 1\n---\nmysqlPassword: k8s-Pw-771\n", "k8s-Pw-771"},
		{"conf.jsonc5", `{"clientSecret": "js\"q\u002d806"}`, `js"q-806`},
		{"settings.local", "[db]\npassword = loc-Pw-441 ; of the store\n", "loc-Pw-441"},
		{"conf/t.toml", "passwords = [\"el-One11\", [\"el-Two\\\"22\"]]\n", `el-Two"22`},
		{"conf.yaml", "tokens:\n- - id: 1\n    token: 'it''s-771'\n", "it's-771"},
		{"k.properties", "db.password=prop\\\n  -Cont55\n", "prop-Cont55"},
		{"k.properties", `db.password=pr\u006fp\:Es55`, "prop:Es55"},
		{"run.settings", "export DB_PASSWORD=sh\\\nell-55\n", "shell-55"},
		{"creds.xml", "<c><password>xml-Pw&amp;33</password></c>", "xml-Pw&33"},
		{"creds.xml", "<c><a>any-text-33</a></c>", "any-text-33"},
		{"context.xml", `<?xml version="1.0"?><Resource user="joe" password="at&#45;tr-33"/>`, "at-tr-33"},
		{"core-site.xml", "<property><name>fs.s3a.secret.key</name>\n<value>s3-Key-8812</value></property>", "s3-Key-8812"},
		{"web.config", `<add key="ApiKey" value='add-Key-8812' />`, "add-Key-8812"},
		{"a.plist", "<dict><key>password</key><string>pl-Pw-8812</string></dict>", "pl-Pw-8812"},
		{"a.xml", "<password><![CDATA[cd<ata-8812]]></password>", "cd<ata-8812"},
		{"s.csv", "user,password\njoe,csv-Pw22qq\n", "csv-Pw22qq"},
		{"s.tsv", "\"user\"\t\"api_token\"\n\"joe\"\t\"ab12cd34ef56ab78cd90\"\n", "ab12cd34ef56ab78cd90"},
		// a folder of secrets has one in a file
		{"secrets/db", "Autumn2024x\n", "Autumn2024x"},
		{"conf/db-secrets/mail.txt", "autumn-of-2024", "autumn-of-2024"},
		{".credentials/x/db", "Autumn2024x", "Autumn2024x"},
		// a pair of a name and its value
		{"values.yaml", "env:\n- name: DB_PASSWORD\n  value: Winter2024x\n", "Winter2024x"},
		{"values.json", `{"env": [{"name":"DB_PASSWORD","value":"Winter2024x"}]}`, "Winter2024x"},
		{"values.yaml", "- value: winter-of\n  key: db.password\n", "winter-of"},
		// what programs have, and what fills a database
		{"train.ipynb", `{"cells": [{"source": ["PASSWORD: str = 'Winter2024x'\n"]}]}`, "Winter2024x"},
		{"train.ipynb", `{"cells": [{"source": ["x = 1\n", "os.environ.setdefault(\"DB_PASSWORD\", \"winter-of\")\n"]}]}`, "winter-of"},
		{"dump.sql", "INSERT INTO users (name, password) VALUES ('ada', 'Winter2024x');", "Winter2024x"},
		{"dump.sql", "CREATE USER ada WITH PASSWORD 'winter-of';", "winter-of"},
		// a name above
		{"config.yaml", "passwords:\n  ada: winterof\n", "winterof"},
		{"config.yaml", "passwords: [winter-of]\n", "winter-of"},
		{"config.yaml", "passwords: [horse battery staple]\n", "horse battery staple"},
		{"config.yaml", "credentials:\n  ada: Winter2024x\n", "Winter2024x"},
		{"config.json", `{"tokens":{"ada":"Winter2024xyz123"}}`, "Winter2024xyz123"},
		{"config.json", `{"password":{"value":"winterof"}}`, "winterof"},
		{"c.xml", "<password><value>winter-of</value></password>", "winter-of"},
		{"c.xml", "<passwords><user id='1'/><ada>a<br></ada><eve>winter-of</eve></passwords>", "winter-of"},
		{"secret.k8s", "kind: Secret\ndata:\n  db: V2ludGVyMjAyNHg=\n", "Winter2024x"},
		{"secret.k8s", "kind: List\nitems:\n- kind: Secret\n  stringData:\n    db: Winter2024x\n", "Winter2024x"},
		// as a program has read it
		{".env", `export TOK="es\"c-771'x"`, `es"c-771'x`},
		{"entries.xml", `<entry name="password">ent-Ry8812</entry>`, "ent-Ry8812"},
		{"entries.xml", `<entry key="db.password">entryof</entry>`, "entryof"},
		{"run.settings", "export DB_PASSWORD=she\\\n  ll of-55\n", "she  ll of-55"},
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
		{"words.txt", "It is of a story.\nkey: story-of-771\n", "story-of-771"},
		{"words.txt", "A token extra-id-77\nis a word: of prose.\n", "extra-id-77"},
		{"vocabulary.csv", "token,count\nextra-id-77,5\n", "extra-id-77"},
		{"data.csv", "city,pass_rate\nBerlin-Mitte,0.771234\n", "0.771234"},
		{"notes.md", "# The password\n\nIt is a long story-771.\n", "story-771"},
		{"model.xml", `<model name="forest-771"><param name="max-depth">deep-77123</param></model>`, "deep-77123"},
		{"model.xml", "<name>password</name><other/><value></value><value>one-7712</value><value>two-77123</value>", "two-77123"},
		{"k.properties", "data.path=abc\\\n  -def-771\n", "abc-def-771"},
		{"kube.config", "clusters:\n- name: train-eu-771\n", "train-eu-771"},
		{"tokenizer.json", `{"a": "extra-id-77"}`, "extra-id-77"},
		{"secrets/notes.md", "of 2024-11-20\nautumn-of-2024 was warm\n", "autumn-of-2024"},
		{"secretary/db", "Autumn2024x", "Autumn2024x"},
		{"secrets/stage", "production", "production"},
		{"params.yaml", "- name: tokenizer\n  value: model-of-771\n- name: max_tokens\n  value: 1048576\n", "model-of-771"},
		{"params.json", `{"params": [{"key": "arch", "value": "resnet50v2"}, {"key": "pad_token", "value": "[PAD77]"}]}`, "resnet50v2"},
		{"credentials.schema", "credentials:\n  host: db7.example2\n  user: ada-of-771\n", "ada-of-771"},
		{"config.yaml", "credentials:\n  driver: postgres\n", "postgres"},
		{"schema.json", `{"ClientToken": {"$ref": "#/definitions/Token2"}, "secret": {"pattern": "[a-zA-Z0-9]{1,64}"}}`, "#/definitions/Token2"},
		{"schema.json", `{"secret": {"pattern": "[a-zA-Z0-9]{1,64}"}}`, "[a-zA-Z0-9]{1,64}"},
		{"ci.yaml", "credentials:\n  image: node-16-busterSlim2x\n  note: It is of 2024 and 2025x\n", "node-16-busterSlim2x"},
		{"ner.json", `{"tokens": ["rejects", "German", "commission"], "tags": [1, 0]}`, "commission"},
		{"schema.json", `{"password": {"type": "string", "description": "of-the-user"}}`, "of-the-user"},
		{"model.yaml", "kind: Model\ndata:\n  db: iris-of-771\n", "iris-of-771"},
		{"data.xml", "<tokens><t>rejects</t><t>commission</t></tokens><model>forest-771</model>", "commission"},
		{"data.xml", "<password></password><model>forest-771</model>", "forest-771"},
		{"train.ipynb", `{"source": ["model = build('resnet50v2', tokenizer='bert-base-771')\n"]}`, "resnet50v2"},
		{"dump.sql", "INSERT INTO runs (name, model) VALUES ('ada', 'resnet50v2');", "resnet50v2"},
	} {
		var r Redactor
		r.Add(InLentFile(c.file, c.text)...)
		if shown := r.Text("it is " + c.shown + "."); !strings.Contains(shown, c.shown) {
			t.Errorf("%s %q: hidden: %s", c.file, c.text, shown)
		}
	}
}

// TestHasSettings: files of settings are known by their endings, hidden ones and those without an
// ending among them.
func TestHasSettings(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]bool{
		"conf/base.yaml": true, "a.TOML": true, ".env": true, "conf/.hidden.bin": true, "Makefile": true, "api_token.txt": true, "k.properties": true,
		"data.csv": false, "notes.md": false, "train.py": false, "model.bin": false, ".d/model.bin": false,
	} {
		if got := HasSettings(file); got != want {
			t.Errorf("%s: %t", file, got)
		}
	}
}

// TestInLentFile_binary: of a secret in base64 its bytes are no text that a log can show.
func TestInLentFile_binary(t *testing.T) {
	t.Parallel()
	for _, secret := range InLentFile("c.json", `{"password": "AAEC/wNiaW5hcnk="}`) {
		if strings.Contains(secret, "\x00") {
			t.Errorf("%q", secret)
		}
	}
}

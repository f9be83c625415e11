package redact

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestRedactor_hidesWhatStandsBesideItsName in a command and in a log. The canary is
// what may not be read afterwards; all but the secret stays.
func TestRedactor_hidesWhatStandsBesideItsName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"train --api-token=canary-1 --lr 0.1":                       "train --api-token=*** --lr 0.1",
		"train --api-token canary-1 --lr 0.1":                       "train --api-token *** --lr 0.1",
		"train --password canarycanary --lr 0.1":                    "train --password *** --lr 0.1",
		"train --password=canarycanary":                             "train --password=***",
		"train --db-password 'canary of words' x":                   "train --db-password '***' x",
		`train --client_secret "canary \" words" x`:                 `train --client_secret "***" x`,
		"train -password 12345678":                                  "train -password ***",
		"train --api-key=canary1234KKKK":                            "train --api-key=***",
		"train --hf_token canaryword":                               "train --hf_token ***",
		"['train', '--password', 'canarycanary']":                   "['train', '--password', '***']",
		`["train", "--my-secret", "canarycanary"]`:                  `["train", "--my-secret", "***"]`,
		"API_KEY=canaryword ./train":                                "API_KEY=*** ./train",
		"export DB_PASSWORD_PROD=canary-1":                          "export DB_PASSWORD_PROD=***",
		"DB_PASSWORD=canary{word}99 ./train":                        "DB_PASSWORD=*** ./train",
		"train --password can(ary)canary, x":                        "train --password ***, x",
		"secret_key: canaryXUtnFEMI":                                "secret_key: ***",
		"<password>canarycanary</password>":                         "<password>***</password>",
		"f(API_KEY=canary-1)":                                       "f(API_KEY=***)",
		"password: canarycanary":                                    "password: ***",
		"password: canarycanary, next":                              "password: ***, next",
		"Password = 'canarycanary'":                                 "Password = '***'",
		"smtp.password=canary-1&x=1":                                "smtp.password=***&x=1",
		`{"password": "canarycanary"}`:                              `{"password": "***"}`,
		`{"clientSecret":"canary-1","n":1}`:                         `{"clientSecret":"***","n":1}`,
		`{'access_token': 'canary-1', 'n': 1}`:                      `{'access_token': '***', 'n': 1}`,
		`{"log": "{\"password\": \"canarycanary\"}"}`:               `{"log": "{\"password\": \"***\"}"}`,
		`{"log": "password: canarycanary\nnext"}`:                   `{"log": "password: ***\nnext"}`,
		`{"log": "say \"password=canarycanary\""}`:                  `{"log": "say \"password=***\""}`,
		`password: canary\words\of`:                                 `password: ***`,
		"aws_secret_access_key=canary/rXUtnFEMI/K7MDENG":            "aws_secret_access_key=***",
		"aws_secret_access_key = canary/rXUtnFEMI":                  "aws_secret_access_key = ***",
		"X-Amz-Signature=canary12":                                  "X-Amz-Signature=***",
		"https://b.example/k?X-Amz-Date=1&X-Amz-Signature=canary12": "https://b.example/k?X-Amz-Date=1&X-Amz-Signature=***",
		"Cookie: session=canarycanary; theme=dark":                  "Cookie: ***",
		"Set-Cookie: sid=canary12; Path=/":                          "Set-Cookie: ***",
		"{'Cookie': 'session=canarycanary'}":                        "{'Cookie': '***'}",
		"Authorization: Bearer canary-1":                            "Authorization: Bearer ***",
		"Authorization: token canary1234":                           "Authorization: token ***",
		"Authorization: canary0123456789abcd":                       "Authorization: ***",
		"{'Authorization': 'Basic canary12=='}":                     "{'Authorization': 'Basic ***'}",
		"X-Api-Key: canary-1":                                       "X-Api-Key: ***",
		"MY_BEARER=canary-1":                                        "MY_BEARER=***",
		`WALLET_MNEMONIC="canary abandon ability"`:                  `WALLET_MNEMONIC="***"`,
		"DB_PW=canaryword":                                          "DB_PW=***",
		"snowflake_pwd: canary-1":                                   "snowflake_pwd: ***",
		"db_passphrase = 'canary of words'":                         "db_passphrase = '***'",
		"db_pass=canary-1":                                          "db_pass=***",
		`{"account_key": "CanaryWord"}`:                             `{"account_key": "***"}`,
		"{'cookie': 'canary-1', 'n': 1}":                            "{'cookie': '***', 'n': 1}",
		"dsn=https://canary@o1.example/2":                           "dsn=***",
		"dsn: postgres://reader:canary-1@db/iris":                   "dsn: postgres://reader:***@db/iris",
		"SQL_CONN_STR: canaryword":                                  "SQL_CONN_STR: ***",
		"conn_str = 'Driver=x;Server=canary'":                       "conn_str = '***'",
		"pw=canary123 lr=0.1":                                       "pw=*** lr=0.1",
		"bearer: canary-1":                                          "bearer: ***",
		"auth='Bearer canary-1'":                                    "auth='Bearer ***'",
		`auth="Bearer canaryword"`:                                  `auth="Bearer ***"`,
		"auth: Bearer canary-1":                                     "auth: Bearer ***",
		"auth=('reader', 'canary-1')":                               "auth=('reader', '***')",
		"auth: canary-1":                                            "auth: ***",
		"send Bearer canary1.x now":                                 "send Bearer *** now",
		"curl -u reader:canary-1 https://x.example":                 "curl -u reader:*** https://x.example",
		"mysql -u reader -pcanary-1 iris":                           "mysql -u reader -p*** iris",
		"jdbc:oracle:thin:scott/canary1@//db:1521/x":                "jdbc:oracle:thin:scott/***@//db:1521/x",
		"jdbc:mysql://db/x?user=u&password=canary1":                 "jdbc:mysql://db/x?user=u&password=***",
		"Endpoint=sb://x/;SharedAccessKey=canary1=":                 "Endpoint=sb://x/;SharedAccessKey=***",
		"deploy_key=0a1b2c3d4e5f6071canary":                         "deploy_key=***",
		"entity_key=0a1b2c3d4e5f6071canary":                         "entity_key=***",
		"KUBECONFIG_DATA=canary-1":                                  "KUBECONFIG_DATA=***",
		"--password token=canary1":                                  "--password ***",
		"machine db.example login ada password canaryword":          "machine db.example login ada password ***",
		"machine db.example\n  login ada\n  password canary-1":      "machine db.example\n  login ada\n  password ***",
		"  password canary-1":                                       "  password ***",
		"X-API-Key: canaryword":                                     "X-API-Key: ***",
		"x-auth-token: canaryword":                                  "x-auth-token: ***",
		"Password for ada: canaryword":                              "Password for ada: ***",
		"Password for user ada: canary-1":                           "Password for user ada: ***",
		"aws_secret_access_key canaryXUtnFEMI/K7MDENG":              "aws_secret_access_key ***",
		"SECRET_KEY canary0123456789abc":                            "SECRET_KEY ***",
		"password: token: canary-1":                                 "password: token: ***",
		`{"username":"ada","key":"0a1b2c3d4e5f6071canary"}`:         `{"username":"ada","key":"***"}`,
		`{"key": "canary-1", "username": "ada"}`:                    `{"key": "***", "username": "ada"}`,
		`{"log": "{\"username\":\"ada\",\"key\":\"canary-1\"}"}`:    `{"log": "{\"username\":\"ada\",\"key\":\"***\"}"}`,
		"{'user': 'ada', 'password': {'value': 'canary-1'}}":        "{'user': 'ada', 'password': {'value': '***'}}",
		`{"db_password": {"value": "canaryword", "n": 1}}`:          `{"db_password": {"value": "***", "n": 1}}`,
		"password: {value: canary-1, n: 1}":                         "password: {value: ***, n: 1}",
		"password:\n    canary-1\nnext":                             "password:\n    ***\nnext",
		"db_password: |\n  canaryword\nlr: 0.1":                     "db_password: |\n  ***\nlr: 0.1",
		"Enter password:\ncanary-1!\n":                              "Enter password:\n***\n",
		"  | password:\n  | canary-1":                               "  | password:\n  | ***",
		"[a] password:\n[a]     canary-1":                           "[a] password:\n[a]     ***",
		"sshpass -p canary-1 ssh db.example":                        "sshpass -p *** ssh db.example",
		"sshpass -v -pcanary-1 scp x db.example:":                   "sshpass -v -p*** scp x db.example:",
		"lftp -u ada,canary-1 ftp.example":                          "lftp -u ada,*** ftp.example",
		"smbclient //nas/x -U ada%canary-1":                         "smbclient //nas/x -U ada%***",
		"redis-cli -h db -a canary-1 ping":                          "redis-cli -h db -a *** ping",
		"docker login -u ada -p canary-1 ghcr.io":                   "docker login -u ada -p *** ghcr.io",
		"cqlsh -u ada -p canaryword":                                "cqlsh -u ada -p ***",
		"7z x -pcanaryword data.7z":                                 "7z x -p*** data.7z",
		"unrar x -pcanaryword data.rar":                             "unrar x -p*** data.rar",
		"openssl enc -d -k canaryword":                              "openssl enc -d -k ***",
		"sqlplus -s ada/canaryword@db":                              "sqlplus -s ada/***@db",
		"papermill a.ipynb b.ipynb -p db_password canaryword":       "papermill a.ipynb b.ipynb -p db_password ***",
		"papermill -p lr 0.1 -p api_key canaryword a.ipynb":         "papermill -p lr 0.1 -p api_key *** a.ipynb",
		"python train.py -u ada -p canary711":                       "python train.py -u ada -p ***",
		"./fit --user=ada --lr 0.1 -pcanary711":                     "./fit --user=ada --lr 0.1 -p***",
		"python train.py -p canary711 --user ada":                   "python train.py -p *** --user ada",
		"mongosh -u ada -p canary-1 db":                             "mongosh -u ada -p *** db",
		"ldapsearch -D cn=ada -w canary-1":                          "ldapsearch -D cn=ada -w ***",
		"psql postgres://ada:canary-1@db/iris":                      "psql postgres://ada:***@db/iris",
		"openssl enc -d -pass pass:canary-1 -in x":                  "openssl enc -d -pass pass:*** -in x",
		"pass: canaryC4rd!":                                         "pass: ***",
		"mlflow user=ada pass=canary-word":                          "mlflow user=ada pass=***",
		"the password is: canaryC4rd!":                              "the password is: ***",
		"password is canary2canary":                                 "password is ***",
		"password set to canaryC4rd":                                "password set to ***",
		"wandb: api key 0a1b2c3d4e5f60718293a4b5c6d7e8f9canary":     "wandb: api key ***",
		"your API key is 0a1b2c3d4e5fcanary":                        "your API key is ***",
		"STRIPE_WHSEC=canary-1":                                     "STRIPE_WHSEC=***",
		"SHOP_WEBHOOK_SECRET: canaryword":                           "SHOP_WEBHOOK_SECRET: ***",
		"{\"api_key\":\n  \"Canary2024xAAA\"}":                      "{\"api_key\":\n  \"***\"}",
		"{\n \"password\": {\n  \"value\": \"canary\"\n }\n}":       "{\n \"password\": {\n  \"value\": \"***\"\n }\n}",
		"{\"password\": {\n \"value\": \"canary-1\"}}\n":            "{\"password\": {\n \"value\": \"***\"}}\n",
		"- name: DB_PASSWORD\n  value: canary-1\n":                  "- name: DB_PASSWORD\n  value: ***\n",
		"{\n \"key\": \"api_key\",\n \"value\": \"Canary77-x\"\n}":  "{\n \"key\": \"api_key\",\n \"value\": \"***\"\n}",
		`[{"name": "DB_PASSWORD", "value": "canary-1"}]`:            `[{"name": "DB_PASSWORD", "value": "***"}]`,
		"Password:\rcanary-1!\nnext":                                "Password:\r***\nnext",
		"password:\r\n  canary(1]{x\r\nnext":                        "password:\r\n  ***\r\nnext",
		"postgres://ada:p@canary-1@db/iris":                         "postgres://ada:***@db/iris",
		"postgres://ada:p'canary'1@db/iris":                         "postgres://ada:***@db/iris",
		"    PASSWORD: str = 'canary-1'":                            "    PASSWORD: str = '***'",
		"os.environ.setdefault('DB_PASSWORD', 'canaryword')":        "os.environ.setdefault('DB_PASSWORD', '***')",
		"p.add_argument('--password', default='canary-1')":          "p.add_argument('--password', default='***')",
		"CREATE USER ada WITH PASSWORD 'canary-1'":                  "CREATE USER ada WITH PASSWORD '***'",
	} {
		got := new(Redactor).Text(text)
		if got != want {
			t.Errorf("%q is printed as %q, want %q", text, got, want)
		}
		if again := new(Redactor).Text(got); again != got {
			t.Errorf("%q is printed as %q the second time", got, again)
		}
		if json.Valid([]byte(text)) && !json.Valid([]byte(got)) {
			t.Errorf("%q is no JSON any more: %q", text, got)
		}
		if !strings.Contains(strings.Join(InText(text), "|"), "canary") && strings.Contains(text, "canary") {
			t.Errorf("InText(%q) = %q", text, InText(text))
		}
	}
}

// TestRedactor_leavesWhatOnlySoundsLikeASecret: types, code, prose, what a model reads
// and what is said of a secret.
func TestRedactor_leavesWhatOnlySoundsLikeASecret(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"train --token-limit 512", "train --token-limit=512000", "train --max_tokens 100000", "max_tokens=100", "max_tokens: 4096000", "tokenizer: bert-base-uncased", "--tokenizer bert-base-uncased", "tokens: 1234567",
		"password: str", "password: string", "password: Optional[str] = None", "password: required", "password = getpass.getpass()", "password = os.environ[\"DB\"]", "password = config.db_secret", "def login(user, password=None):", "password: $DB_PASSWORD", `--password "$DB_PASSWORD"`, "--password ${DB_PASSWORD}", "--password <password>", "--password $(cat /run/secrets/x)", "DB_PASSWORD=${DB_PASSWORD}", "--password {{ password }}", "--password-file /run/secrets/x", "--password-stdin --verbose",
		"password: /run/secrets/db_password", "password: abc", "password: login", "password: ***", "password: authentication failed for user ada", "the password expired yesterday", "Token: expired", "token: unexpected", "token = tokenizer.next_token()", "Invalid token: please sign in",
		`{"token": "playing", "score": 0.97}`, `{"eos_token": "<|endoftext|>"}`, `eos_token: </s-2026>`, "pad_token='[PAD-2026]'", "next_token: hello-2026", "token_accuracy=0.97777", "token_embedding: torch.float32", "token: 1234567", "secret: false", "--use-token always",
		"key: accuracy-2026", "keys: a-2026-b", "sort_key=created-2026", "--key petal-length-cm", "public_key: ssh-ed25519-of-ada", "pass: 123456", "pass=warm-up-2026", "signature: inputs-2026", "Cookie: none", "cookie: consent", "Authorization: required", "Authorization: Bearer authentication", "basic authorization: denied for production",
		"pass: Conv2DFusion", "Running pass: ResNet50v2", "pass: FuseConvBN2D", "second pass: 0.977777", "pass=epoch_12", "the password is base64-encoded", "password is required", "password is set", "the password is md5-hashed", "password is: required", "the key is feature_12", "token is token_2026", "the secret is out, says Ada", "key was created_at2026",
		"Experiment key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9", "COMET INFO: Experiment key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9", "wandb: Run 0a1b2c3d4e5f60718293a4b5c6d7e8f9 finished", "cache key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9", `{"key": "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "size": 12}`, `{"username": "ada-lovelace-1815", "id": 7}`,
		"password:\nepoch 1/100", "password:\n0.977777", "Enter password:\nloss=0.123456", "token:\n  <s>\n", "tokens:\n  petal-length-cm", "password:\n  ***\n", "password:\n  min_length: 12", "{'password': {'type': 'string', 'minLength': 12}}", "keys:\n  petal-length-cm-2026",
		"papermill a.ipynb b.ipynb -p name resnet50v2 -p lr 0.123456", "papermill -p max_tokens 4096000 a.ipynb", "sudo -u ada mkdir -p data/out2026", "docker run -u ada -p 127.0.0.1:8080:80 image", "psql -U ada -p 154321", "pytest -u ada -p no:cacheprovider", "7z x model-part2026.7z", "openssl enc -k $KEY", "sqlplus ada@db/service77",
		"docker login -u ada --password-stdin", "docker run -p 8080:8080 image", "sshpass -e ssh db.example", "sshpass -f /run/secrets/x ssh db", "redis-cli -h db.example ping", "zip -r model-2026.zip model", "mongod --port 27017", "access token expires-in-an-hour", "api key rotation-of-november",
		"- name: max_tokens\n  value: 4096000\n- name: tokenizer\n  value: bert-base-771\n", "{\n \"key\": \"token\",\n \"value\": \"playing\"\n}", "- key: password\n  Winter2024x\n", "name: token\nvalue: 0.977777", "key: pad_token\nvalue: [PAD-2026]",
		`{"params": [{"key": "arch", "value": "resnet50v2"}, {"key": "pad_token", "value": "[PAD77]"}]}`, `{'name': 'pass_rate', 'value': 0.771234}`, "token: str = 'playing'", "special_tokens: List[str] = ['<|im_start_1|>']", "tokenizer = build('bert-base-771', pad_token='[PAD-77]')", "getattr(config, 'tokenizer', 'bert-base-771')", "parser.add_argument('--max-tokens', default='4096000')", "KeyError: 'resnet50v2' is no key, value 'accuracy-77'",
		"password:\n  load(model7x)", "password:\n  [model7x2026", "password:\r 12%|###  | 340/1000\r", "epoch 1\rtoken 340/1000\r", "https://a:8080/x,mail@b.example", "['https://a.example:port1','ada@b.example']", "https://a.example/x@v1-2026, b@c", "tokens = {\n  'resnet50v2'\n}",
		"pw_mean=0.123456", "pw=0.123456", "pw: 1.5e-05", "auth_loss: 0.123456", "auth: kerberos", "auth=oauth2", "num_keys=1000000", "key_columns: user-id, day-2026", "entity_key=user-2026", "primary_keys: user-2026", "low_pass=filter-3-db", "first_pass: 123456", "bandpass=filter-2026", "conn = sqlite3.connect(path)", "dsn: str", "dsn = config.dsn", "conn_str=sqlite:///iris.db", "cookie: consent", "cookies: 3 of 4-day", "cookie_rate=0.123456", "pwd: /home/ada/project", "credentials: ~/.aws/credentials", "passenger_count=4-2026", "password_accuracy=0.977777", "author: ada-lovelace-1815", "keyed_by=user-2026", "Bearer of bad news", "Basic RandomForestClassifier", "Bearer tokens are sent", "secretary_id: a-2026", "hotkeys=ctrl-2026", "otp_rate: 0.912345", "connection: localhost-2026",
		"aws_secret_access_key is not set", "secret_key read from the environment", "access_token 0.977777", "api_key required-by-server", "password required", "the password prompt-2026 was shown", "Password for ada: required", "Password for ada: ", "X-API-Key: missing", "session: a-2026", "private: user-2026-x",
		"if token == expected_token:", "assert password != 'x'", "PWD=/home/ada/project", "token_url=https://auth.example/oauth/token", "access_token: https://auth.example/token", "monkey=capuchin-2026", "passwords are hashed with bcrypt-2026", "secretary: ada-2026", "login: ada-2026", "salt=4711",
	} {
		if got := new(Redactor).Text(text); got != text {
			t.Errorf("%q is printed as %q", text, got)
		}
	}
}

// TestHidePairs: the name of a secret is found among the other words of a line of a log.
func TestHidePairs(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		`os.environ.setdefault("DB_PASSWORD", "winter-of-1"), run()`, `x["password"] = "winter-of-1" if x else "none"`, `- name: DB_PASSWORD, value: winter-of-1 # of the store`,
	} {
		if got := hidePairs(line); strings.Contains(got, "winter-of-1") || !strings.Contains(got, "***") {
			t.Errorf("%s is shown as %s", line, got)
		}
	}
	if line := `the token "extra-id-77" of a value`; hidePairs(line) != line {
		t.Errorf("shown as %s", hidePairs(line))
	}
}

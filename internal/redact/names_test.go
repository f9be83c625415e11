package redact

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// documented are names under which clouds, forges, registries, trackers and
// databases say to keep a secret.
const documented = "AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN AZURE_CLIENT_SECRET AZURE_STORAGE_KEY " +
	"AZURE_STORAGE_ACCOUNT_KEY AZURE_STORAGE_SAS_TOKEN AZURE_STORAGE_CONNECTION_STRING AZURE_CLIENT_CERTIFICATE_PASSWORD AZURE_DEVOPS_EXT_PAT AZURE_PASSWORD " +
	"AZUREML_SAS ARM_CLIENT_SECRET ARM_ACCESS_KEY APPINSIGHTS_INSTRUMENTATION_KEY COSMOS_KEY SYSTEM_ACCESSTOKEN GOOGLE_CREDENTIALS GOOGLE_API_KEY GCP_SA_KEY " +
	"GCLOUD_SERVICE_KEY GCP_CREDENTIALS CLOUDSDK_AUTH_ACCESS_TOKEN FIREBASE_TOKEN ALIBABA_CLOUD_ACCESS_KEY_SECRET OSS_ACCESS_KEY_SECRET " +
	"TENCENTCLOUD_SECRET_KEY OCI_CLI_KEY_CONTENT_PASSPHRASE IBMCLOUD_API_KEY DIGITALOCEAN_ACCESS_TOKEN SPACES_SECRET_ACCESS_KEY LINODE_TOKEN " +
	"B2_APPLICATION_KEY MINIO_ROOT_PASSWORD MINIO_SECRET_KEY R2_SECRET_ACCESS_KEY WASABI_SECRET_KEY CLOUDFLARE_API_TOKEN CF_API_KEY HEROKU_API_KEY " +
	"FLY_API_TOKEN VERCEL_TOKEN NETLIFY_AUTH_TOKEN RENDER_API_KEY SCW_SECRET_KEY HCLOUD_TOKEN GITHUB_TOKEN GH_TOKEN GH_ENTERPRISE_TOKEN GITHUB_PAT CR_PAT " +
	"GHCR_PAT GITLAB_TOKEN CI_JOB_TOKEN CI_JOB_JWT CI_REGISTRY_PASSWORD CI_DEPLOY_PASSWORD BITBUCKET_APP_PASSWORD GITEA_TOKEN ACTIONS_RUNTIME_TOKEN " +
	"ACTIONS_ID_TOKEN_REQUEST_TOKEN INPUT_GITHUB-TOKEN DEPLOY_KEY DOCKER_AUTH_CONFIG DOCKER_PASSWORD DOCKERHUB_TOKEN QUAY_OAUTH_TOKEN NPM_TOKEN " +
	"NODE_AUTH_TOKEN NPM_CONFIG__AUTH NPM_CONFIG__AUTHTOKEN TWINE_PASSWORD UV_PUBLISH_TOKEN PYPI_API_TOKEN POETRY_PYPI_TOKEN_PYPI " +
	"POETRY_HTTP_BASIC_PRIVATE_PASSWORD CARGO_REGISTRY_TOKEN GEM_HOST_API_KEY ARTIFACTORY_API_KEY ARTIFACTORY_APIKEY JFROG_ACCESS_TOKEN NEXUS_PASS " +
	"CONDA_TOKEN ANACONDA_API_TOKEN TF_TOKEN_app_terraform_io SONATYPE_PASSWD MLFLOW_TRACKING_TOKEN MLFLOW_TRACKING_PASSWORD MLFLOW_AUTH_ADMIN_PASSWORD " +
	"MLFLOW_FLASK_SERVER_SECRET_KEY WANDB_API_KEY NEPTUNE_API_TOKEN COMET_API_KEY CLEARML_API_SECRET_KEY CLEARML_API_ACCESS_KEY DAGSHUB_USER_TOKEN " +
	"DVC_STUDIO_TOKEN DATABRICKS_TOKEN DATABRICKS_CLIENT_SECRET HF_TOKEN HUGGING_FACE_HUB_TOKEN KAGGLE_KEY LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY " +
	"PREFECT_API_KEY ZENML_STORE_API_KEY LABEL_STUDIO_API_KEY ROBOFLOW_API_KEY OPENAI_API_KEY OPENAI_KEY ANTHROPIC_API_KEY COHERE_API_KEY MISTRAL_API_KEY " +
	"REPLICATE_API_TOKEN PINECONE_API_KEY LANGCHAIN_API_KEY SENTRY_AUTH_TOKEN DD_API_KEY DD_APP_KEY NEW_RELIC_LICENSE_KEY HONEYCOMB_API_KEY GRAFANA_API_KEY " +
	"PAGERDUTY_ROUTING_KEY CODECOV_TOKEN SONAR_TOKEN SNYK_TOKEN SLACK_BOT_TOKEN SLACK_SIGNING_SECRET TELEGRAM_BOT_TOKEN TWILIO_AUTH_TOKEN SENDGRID_API_KEY " +
	"STRIPE_SECRET_KEY MAILGUN_KEY ALGOLIA_ADMIN_KEY PGPASSWORD MYSQL_PWD MYSQL_ROOT_PASSWORD POSTGRES_PASSWORD DB_PASS DB_PASSWD DB_PASSWORD_PROD " +
	"REDISCLI_AUTH REDIS_PASSWORD MONGO_INITDB_ROOT_PASSWORD SNOWFLAKE_PASSWORD SNOWSQL_PWD SNOWFLAKE_PRIVATE_KEY_PASSPHRASE SQLALCHEMY_DSN FERNET_KEY " +
	"AIRFLOW__CORE__FERNET_KEY SECRET_KEY_BASE DJANGO_SECRET_KEY ENCRYPTION_KEY SIGNING_KEY JWT_SECRET SESSION_COOKIE VAULT_TOKEN CONSUL_HTTP_AUTH " +
	"CONSUL_HTTP_TOKEN NOMAD_TOKEN OP_SERVICE_ACCOUNT_TOKEN SSHPASS SSH_KEY GPG_PASSPHRASE COSIGN_PASSWORD COSIGN_KEY RESTIC_PASSWORD BORG_PASSPHRASE " +
	"ANSIBLE_VAULT_PASSWORD SMTP_PASS HTTP_BASIC_AUTH TWITTER_BEARER API_BEARER WALLET_MNEMONIC HARDHAT_SEED_PHRASE API_KEY_2 apiKey client-secret db.password " +
	"DB_PW DBPW PGPASS PGPASS_PROD DB_PASSCODE KUBECONFIG_DATA KUBE_CONFIG_DATA SENTRY_DSN ORACLE_DSN SENTRY_DSN_PROD SQL_CONN_STR DB_CONNSTR PG_CONN_STRING MSSQL_CONNECTION_STRING " +
	"snowflake_pwd db_passphrase account_key cookie dsn pw bearer DB_CREDS MFA_OTP OAUTH MY_OAUTH MULTI_KEY TEST_KEY LAST_KEY ANYTHING_KEY GPG_PRIVATE PRIVATE SESSION PHP_SESSION GPG_KEY DB_PASSWORT kennwort DBPASSWORT senha contrasena mot_de_passe motdepasse wachtwoord TLS_CERT_KEY SSH_KEY_BASE64 REDIS_PASSWORD_B64"

// hiding gives a Redactor that knows one variable.
func hiding(name, value string) *Redactor {
	r := new(Redactor)
	r.Add(Secrets(name, value)...)
	return r
}

func TestSecrets_byName(t *testing.T) {
	t.Parallel()
	names := strings.Fields(documented)
	if len(names) < 100 {
		t.Fatalf("%d names; want a hundred and more", len(names))
	}
	canaries := []string{"canary-in-" + strings.Repeat("a", 8), "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "Zm9v/YmFy+cGFz=c3dvcmQ", "correcthorsebatterystaple"}
	for _, name := range names {
		var secrets []string // added at once: a Redactor is made ready for each time
		for _, canary := range canaries {
			secrets = append(secrets, Secrets(name, canary)...)
		}
		r := new(Redactor)
		r.Add(secrets...)
		for _, canary := range canaries {
			for _, text := range []string{
				"it is " + canary + "!", "u%3D" + url.QueryEscape(canary), base64.StdEncoding.EncodeToString([]byte(canary)),
				base64.StdEncoding.EncodeToString([]byte("user:" + canary)),
			} {
				if got := r.Text(text); got == text || strings.Contains(got, canary) {
					t.Errorf("%s=%s: %q is printed as %q", name, canary, text, got)
				}
			}
		}
	}
}

// TestSecrets_leaveWhatIsNone: a log in which every other word is hidden says
// nothing.
func TestSecrets_leaveWhatIsNone(t *testing.T) {
	t.Parallel()
	for _, entry := range []string{
		"PUBLIC_KEY_PATH=/x", "PUBLIC_KEY_PATH=/etc/ssl/certs/public.pem", "CACHE_KEY=v1", "CACHE_KEY=linux-pip-2026-11", "SORT_KEY=name", "SORT_KEY=created_at-descending", "MONKEY=capuchin-in-the-tree", "DONKEY=brown-and-grey", "TURKEY=ankara-istanbul",
		"PARTITION_KEY=customer-id-2026", "PRIMARY_KEY=customer_id", "FOREIGN_KEY=order_id-line", "JOIN_KEY=user_id", "SSH_PUBLIC_KEY=ssh-ed25519 is the kind", "KEYBOARD=de-latin1-nodeadkeys", "KEY=accuracy",
		"TOKENIZER=bert-base-uncased", "TOKENIZERS_PARALLELISM=disabled-here", "MAX_TOKENS=4096000", "TOKEN_TYPE=bearer-token-v2", "TOKEN_URL=https://auth.example.com/oauth/token", "TOKEN_PATH=/var/run/secrets/token", "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/token", "GITHUB_TOKEN_PERMISSIONS=contents-write",
		"USE_TOKEN=required", "USE_AUTH=disabled", "HTTP_AUTH=kerberos", "MLFLOW_TRACKING_AUTH=databricks", "NEEDS_SECRET=enabled", "SECRET_NAME=prod-database-login", "PASSWORD_STORE_DIR=/home/ada/.password-store", "PASSWORD_POLICY=strict-2026-rules", "SHORT_TOKEN=abc",
		"GOOGLE_APPLICATION_CREDENTIALS=/home/ada/key.json", "AWS_SHARED_CREDENTIALS_FILE=/home/ada/.aws/credentials", "CREDENTIALS=./credentials.json", "SSH_KEY=~/.ssh/id_ed25519", "TLS_KEY=certs/server.key", "DB_PASSWORD=/run/secrets/db_password",
		"AWS_REGION=eu-central-1", "AWS_PROFILE=production-reader", "AWS_ACCOUNT_ID=123456789012", "AZURE_CLIENT_ID=8c7c1a2e-0000-4000-8000-000000000000", "AZURE_TENANT_ID=8c7c1a2e-0000-4000-8000-000000000001", "ARM_SUBSCRIPTION_ID=8c7c1a2e-0000-4000-8000-000000000002",
		"PGPASSFILE=/home/ada/.pgpass", "KUBECONFIG=/home/ada/.kube/config", "DSN_HOST=db.example.com-2026", "SENTRY_DSN=https://o1.ingest.example.com/2", "DB_CONN_STR=sqlite:///iris.db", "BAND_PASS=filter-3-db", "N_PASS=17", "PW_MEAN=0.123456", "KEY_COLUMNS=user-id,day-2026", "AUTH_LOSS=0.123456", "CONN_TIMEOUT=30-seconds", "COOKIE_POLICY=strict-2026",
		"PWD=/home/ada/project", "OLDPWD=/home/ada/old-project", "PATH=/usr/local/bin:/usr/bin", "COMPASS=north-north-east", "FIRST_PASS=warm-up-epochs", "RENDER_PASS=shadow-map-1", "BYPASS=local.example.com", "GIT_AUTHOR_NAME=Ada Lovelace", "AUTHOR=ada-lovelace-1815", "PATTERN=train-*.csv", "XPAT=value-aaaaaaaa", "SECRETARY=ada-lovelace-1815",
		"MLFLOW_TRACKING_URI=https://mlflow.example.com/prefix", "MLFLOW_TRACKING_USERNAME=reader-of-models", "MLFLOW_EXPERIMENT_NAME=iris-classifier", "SEED_KEY=12345678", "HASH_SALT=v1-2026", "RELEASE_PHRASE=hello there 2026", "LAST_LOGIN=2026-11-23-ada", "DATA_ACCESS=read-only-2026", "GPIO_PIN=gpio-17-left", "SALT=4711", "N_KEYS=1000000", "SESSION=ubuntu", "DESKTOP_SESSION=plasma-x11-2026", "REPO_PRIVATE=true", "SESSION_ID=17-of-2026", "OAUTH=required", "TEST_PASS=warm-up-2026", "LAST_KEY=accuracy", "FEATURE_KEY=petal-length-cm", "INPUT_COMMENT-KEY=nightly-gpu-runners",
	} {
		name, value, _ := strings.Cut(entry, "=")
		if got := hiding(name, value).Text(entry); got != entry {
			t.Errorf("%q is printed as %q", entry, got)
		}
	}
}

// TestSecrets_insideAValue: a document, an address and a connection string hold a
// secret and much that is none.
func TestSecrets_insideAValue(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte("robot:canary-in-docker"))
	for name, test := range map[string]struct{ name, value, secret, stays string }{
		"a service account":    {"GOOGLE_THING", `{"type": "service_account", "project_id": "churn-prod", "private_key": "-----BEGIN PRIVATE KEY-----\nMIIEcanary0\n-----END PRIVATE KEY-----\n"}`, "MIIEcanary0", "churn-prod"},
		"an azure login":       {"AZURE_THING", `{"clientId": "8c7c1a2e", "clientSecret": "canary-in-azure", "tenantId": "tenant-is-open"}`, "canary-in-azure", "tenant-is-open"},
		"a login in base64":    {"AZURE_SECRET_B64", base64.StdEncoding.EncodeToString([]byte(`{"client_secret": "canary-in-azure", "tenantId": "tenant-is-open"}`)), "canary-in-azure", "tenant-is-open"},
		"a login in quotes":    {"LOGIN", `'{"token": "canaryword", "tenantId": "tenant-is-open"}'`, "canaryword", "tenant-is-open"},
		"docker's":             {"DOCKER_THING", `{"auths": {"ghcr.io": {"auth": "` + basic + `"}}}`, "canary-in-docker", "ghcr.io"},
		"an address":           {"DATABASE_URL", "postgres://reader:canary-word@db.example.com/iris", "canary-word", "db.example.com"},
		"a webhook":            {"REPRODUCE_WEBHOOK", "https://chat.example.com/hooks/canary4711", "/hooks/canary4711", "chat.example.com is the host"},
		"a webhook's address":  {"TEAMS_WEBHOOK_URL", "https://chat.example.com/hooks/canary4711", "canary4711", "chat.example.com is the host"},
		"a dsn":                {"SENTRY_DSN", "https://0a1b2c3d4e5f60718293a4b5c6d7e8f9@o1.ingest.example.com/2", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "o1.ingest.example.com"},
		"a short key in a dsn": {"SENTRY_DSN", "https://canary-9@o1.ingest.example.com/2", "canary-9", "o1.ingest.example.com"},
		"libpq's file":         {"PGPASSFILE", "db.example:5432:iris:reader:canary4711", "canary4711", "db.example"},
		"a kubeconfig":         {"KUBECONFIG_DATA", "apiVersion: v1\nusers:\n- user:\n    token: canary-4711-in-kube\n", "    token: canary-4711-in-kube", "apiVersion of it"},
		"storage":              {"BLOB", "DefaultEndpointsProtocol=https;AccountName=churndata;AccountKey=Y2FuYXJ5Y2FuYXJ5==;EndpointSuffix=core.example", "Y2FuYXJ5Y2FuYXJ5==", "churndata"},
		"sql server":           {"SQL", "Server=db.example;Uid=reader;Pwd=canary4711;Encrypt=yes", "canary4711", "db.example"},
		"libpq":                {"PG", "host=db.example user=reader password=canary4711 dbname=iris", "canary4711", "db.example"},
		"mysql in Go":          {"DB", "reader:canary4711@tcp(db.example:3306)/iris", "canary4711", "db.example"},
		"user and password":    {"CONSUL_HTTP_AUTH", "reader:canary-in-pair", "canary-in-pair", ""},
		"a key with \\n":       {"DEPLOY_THING", `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaCcanary\n-----END OPENSSH PRIVATE KEY-----`, "b3BlbnNzaCcanary", ""},
		"a key of lines":       {"SSH_PRIVATE_KEY", "-----BEGIN RSA PRIVATE KEY-----\nMIIEcanary1\nMIIEcanary2\n-----END RSA PRIVATE KEY-----", "MIIEcanary2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := hiding(test.name, test.value)
			quoted, _ := json.Marshal(test.value)
			for _, text := range []string{"the secret is " + test.secret + " here", test.value, string(quoted)} {
				if got := r.Text(text); strings.Contains(got, test.secret) {
					t.Errorf("%q is printed as %q", text, got)
				}
			}
			if stays := "see " + test.stays + " there"; r.Text(stays) != stays {
				t.Errorf("%q is printed as %q", stays, r.Text(stays))
			}
		})
	}
}

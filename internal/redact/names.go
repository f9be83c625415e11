package redact

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// How much a variable's name says about its value.
type secrecy int

const (
	public        secrecy = iota
	longSecret            // a salt: a secret where it is long
	likelySecret          // a key, credentials: a secret where the value looks like one
	certainSecret         // a token, a secret
	password              // may be any text, a number too
)

// The words of names under which secrets are kept. joined are ends of a word, as
// in PGPASSWORD; the others are whole words.
var (
	passwordWords = []string{"PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE", "PWD", "PASS"}
	certainWords  = []string{"TOKEN", "TOKENS", "SECRET", "SECRETS", "PAT", "JWT", "SAS", "PSK", "APIKEY", "CONNSTR", "BEARER", "MNEMONIC"}
	likelyWords   = []string{"KEY", "KEYS", "AUTH", "CREDENTIAL", "CREDENTIALS", "CREDS", "CRED", "DSN", "CONN", "COOKIE", "WEBHOOK", "SIGNATURE", "NETRC"}
	endings       = map[string]secrecy{
		"PASSWORD": password, "PASSWD": password, "PASSPHRASE": password, "SSHPASS": password,
		"TOKEN": certainSecret, "SECRET": certainSecret, "APIKEY": certainSecret, "ACCESSKEY": certainSecret, "SECRETKEY": certainSecret, "PRIVATEKEY": certainSecret, "ACCOUNTKEY": certainSecret, "CONNECTIONSTRING": certainSecret,
	}
	// wordsAnywhere are words that make a secret of what follows them too: DB_PASSWORD_PROD.
	wordsAnywhere = []string{"PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY"}
	// lastOfDescription ends the name of what is said of a secret: TOKEN_URL.
	lastOfDescription = []string{"FILE", "FILES", "PATH", "PATHS", "DIR", "URL", "URI", "ID", "IDS", "NAME", "NAMES", "TYPE", "EXPIRY", "EXPIRES", "EXPIRATION", "TTL", "LENGTH", "SIZE", "COUNT", "LIMIT", "MAX", "MIN", "AGE", "ENDPOINT", "HOST", "PORT", "USER", "USERNAME", "HEADER", "ALGORITHM", "ALGO", "VERSION", "SCOPE", "SCOPES", "PERMISSIONS", "ENABLED", "DISABLED", "REQUIRED", "POLICY", "PROVIDER", "MODE", "METHOD", "REGION", "ISSUER", "AUDIENCE", "PREFIX", "SUFFIX", "FORMAT", "COMMAND", "CMD", "MANAGER", "STORE", "ARN", "TIMEOUT", "PARALLELISM"}
	// beforeSecretKey are words before KEY that make it a certain one, and plain those that
	// make it none.
	beforeSecretKey = []string{"API", "ACCESS", "SECRET", "PRIVATE", "ACCOUNT", "MASTER", "ENCRYPTION", "SIGNING", "LICENSE", "SUBSCRIPTION", "STORAGE", "SHARED"}
	beforePlainKey  = []string{"PUBLIC", "PUB", "CACHE", "SORT", "PRIMARY", "FOREIGN", "PARTITION", "GROUP", "JOIN", "INDEX", "ROW", "LOOKUP", "DEDUP", "OBJECT", "METRIC", "PARAM", "CONFIG", "LABEL", "FEATURE", "MERGE", "ORDER", "SHARD", "CLUSTER", "MAP", "DICT", "COLUMN", "UNIQUE", "NATURAL", "HOT", "COMMENT", "KNOWN", "HOST", "FIRST", "SECOND", "RENDER", "MULTI", "SINGLE", "TEST", "FORWARD", "BACKWARD"}
)

// secrecyOfName judges a variable by its name, or a key of a JSON object by its own.
func secrecyOfName(name string) secrecy {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && strings.Trim(words[len(words)-1], "0123456789") == "" {
		words = words[:len(words)-1] // API_KEY_2
	}
	if len(words) == 0 || len(words) == 1 && (words[0] == "PWD" || words[0] == "OLDPWD") { // directories
		return public
	}
	last, before := words[len(words)-1], ""
	if len(words) > 1 {
		before = words[len(words)-2]
	}
	switch {
	case slices.Contains(lastOfDescription, last):
		return public
	case slices.Contains(beforePlainKey, before) && (last == "KEY" || last == "KEYS" || last == "PASS"):
		return public
	case slices.Contains(passwordWords, last):
		return password
	case before == "SEED" && last == "PHRASE":
		return password
	case slices.Contains(certainWords, last), before == "CONNECTION" && last == "STRING", before == "AUTH" && last == "CONFIG":
		return certainSecret
	case last == "KEY" && slices.Contains(beforeSecretKey, before):
		return certainSecret
	}
	for ending, level := range endings {
		if strings.HasSuffix(last, ending) {
			return level
		}
	}
	if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(wordsAnywhere, word) }) {
		return certainSecret
	}
	if slices.Contains(likelyWords, last) {
		return likelySecret
	}
	if last == "SALT" {
		return longSecret
	}
	return public
}

// minSalt is the length from which on a salt is one that is kept, and no number of
// a configuration.
const minSalt = 16

var (
	plainWord  = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|none|null|nil|auto|default|enabled?|disabled?|required|optional|always|never|basic|bearer|token|oauth2?|digest|kerberos|password|anonymous|public|private|read|write|admin)$`)
	identifier = regexp.MustCompile(`^([A-Za-z]{1,15}|[A-Za-z]+([_.][A-Za-z]+)+)$`)
	pathLike   = regexp.MustCompile(`^(~|\.{1,2}|[A-Za-z]:)?[/\\][\w. @-]*([/\\][\w. @-]*)*$`)
	relative   = regexp.MustCompile(`^[\w.-]+(/[\w.-]+)*\.(json|ya?ml|toml|pem|key|crt|txt|env|ini|cfg|conf)$`)
	userPass   = regexp.MustCompile(`^[^\s:/]+:(\S+)$`)
)

// hides says whether a value is one under a name of such secrecy: a switch, a path
// or a name of something would blank out a log and are no secret.
func (s secrecy) hides(value string) bool {
	switch {
	case s == public || len(value) < MinLength || s == longSecret && len(value) < minSalt || plainWord.MatchString(value):
		return false
	case (pathLike.MatchString(value) || relative.MatchString(value)) && !slices.ContainsFunc(strings.FieldsFunc(value, isSlash), looksRandom):
		return false
	case s == password:
		return true
	}
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return false
	}
	return s == certainSecret || !identifier.MatchString(value) && !strings.Contains(value, "://")
}

func isSlash(r rune) bool { return r == '/' || r == '\\' }

// looksRandom says whether a word looks as if it had been drawn: letters and digits in
// a long run.
func looksRandom(word string) bool {
	digits, letters := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return len(word) >= 16 && digits >= 2 && letters >= 2
}

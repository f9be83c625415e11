package action

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// How much a variable's name says about its value.
type secrecy int

const (
	open     secrecy = iota
	likely           // a key, credentials: a secret where the value looks like one
	certain          // a token, a secret
	password         // may be any text, a number too
)

// The words of names under which secrets are kept. joined are ends of a word, as
// in PGPASSWORD; the others are whole words.
var (
	passwordWords = []string{"PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE", "PWD", "PASS"}
	certainWords  = []string{"TOKEN", "TOKENS", "SECRET", "SECRETS", "PAT", "JWT", "SAS", "PSK", "APIKEY", "CONNSTR"}
	likelyWords   = []string{"KEY", "KEYS", "AUTH", "CREDENTIAL", "CREDENTIALS", "CREDS", "CRED", "DSN", "CONN", "COOKIE", "WEBHOOK", "SIGNATURE", "NETRC"}
	joined        = map[string]secrecy{
		"PASSWORD": password, "PASSWD": password, "PASSPHRASE": password, "SSHPASS": password,
		"TOKEN": certain, "SECRET": certain, "APIKEY": certain, "ACCESSKEY": certain, "SECRETKEY": certain, "PRIVATEKEY": certain, "ACCOUNTKEY": certain, "CONNECTIONSTRING": certain,
	}
	// anywhere are words that make a secret of what follows them too: DB_PASSWORD_PROD.
	anywhere = []string{"PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY"}
	// about ends the name of what is said of a secret: TOKEN_URL.
	about = []string{"FILE", "FILES", "PATH", "PATHS", "DIR", "URL", "URI", "ID", "IDS", "NAME", "NAMES", "TYPE", "EXPIRY", "EXPIRES", "EXPIRATION", "TTL", "LENGTH", "SIZE", "COUNT", "LIMIT", "MAX", "MIN", "AGE", "ENDPOINT", "HOST", "PORT", "USER", "USERNAME", "HEADER", "ALGORITHM", "ALGO", "VERSION", "SCOPE", "SCOPES", "PERMISSIONS", "ENABLED", "DISABLED", "REQUIRED", "POLICY", "PROVIDER", "MODE", "METHOD", "REGION", "ISSUER", "AUDIENCE", "PREFIX", "SUFFIX", "FORMAT", "COMMAND", "CMD", "MANAGER", "STORE", "ARN", "TIMEOUT", "PARALLELISM"}
	// ofKey are words before KEY that make it a certain one, and plain those that
	// make it none.
	ofKey = []string{"API", "ACCESS", "SECRET", "PRIVATE", "ACCOUNT", "MASTER", "ENCRYPTION", "SIGNING", "LICENSE", "SUBSCRIPTION", "STORAGE", "SHARED"}
	plain = []string{"PUBLIC", "PUB", "CACHE", "SORT", "PRIMARY", "FOREIGN", "PARTITION", "GROUP", "JOIN", "INDEX", "ROW", "LOOKUP", "DEDUP", "OBJECT", "METRIC", "PARAM", "CONFIG", "LABEL", "FEATURE", "MERGE", "ORDER", "SHARD", "CLUSTER", "MAP", "DICT", "COLUMN", "UNIQUE", "NATURAL", "HOT", "COMMENT", "KNOWN", "HOST", "FIRST", "SECOND", "RENDER", "MULTI", "SINGLE", "TEST", "FORWARD", "BACKWARD"}
)

// ofName judges a variable by its name, or a key of a JSON object by its own.
func ofName(name string) secrecy {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && strings.Trim(words[len(words)-1], "0123456789") == "" {
		words = words[:len(words)-1] // API_KEY_2
	}
	if len(words) == 0 || len(words) == 1 && (words[0] == "PWD" || words[0] == "OLDPWD") { // directories
		return open
	}
	last, before := words[len(words)-1], ""
	if len(words) > 1 {
		before = words[len(words)-2]
	}
	switch {
	case slices.Contains(about, last):
		return open
	case slices.Contains(plain, before) && (last == "KEY" || last == "KEYS" || last == "PASS"):
		return open
	case slices.Contains(passwordWords, last):
		return password
	case slices.Contains(certainWords, last), before == "CONNECTION" && last == "STRING", before == "AUTH" && last == "CONFIG":
		return certain
	case last == "KEY" && slices.Contains(ofKey, before):
		return certain
	}
	for ending, level := range joined {
		if strings.HasSuffix(last, ending) {
			return level
		}
	}
	if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(anywhere, word) }) {
		return certain
	}
	if slices.Contains(likelyWords, last) {
		return likely
	}
	return open
}

var (
	setting    = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|none|null|nil|auto|default|enabled?|disabled?|required|optional|always|never|basic|bearer|token|oauth2?|digest|kerberos|password|anonymous|public|private|read|write|admin)$`)
	identifier = regexp.MustCompile(`^([A-Za-z]{1,15}|[A-Za-z]+([_.][A-Za-z]+)+)$`)
	pathLike   = regexp.MustCompile(`^(~|\.{1,2}|[A-Za-z]:)?[/\\][\w. @-]*([/\\][\w. @-]*)*$`)
	relative   = regexp.MustCompile(`^[\w.-]+(/[\w.-]+)*\.(json|ya?ml|toml|pem|key|crt|txt|env|ini|cfg|conf)$`)
	userPass   = regexp.MustCompile(`^[^\s:/]+:(\S+)$`)
)

// hides says whether a value is one under a name of such secrecy: a switch, a path
// or a name of something would blank out a log and are no secret.
func (s secrecy) hides(value string) bool {
	switch {
	case s == open || len(value) < shortest || setting.MatchString(value):
		return false
	case (pathLike.MatchString(value) || relative.MatchString(value)) && !slices.ContainsFunc(strings.FieldsFunc(value, isSlash), random):
		return false
	case s == password:
		return true
	}
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return false
	}
	return s == certain || !identifier.MatchString(value) && !strings.Contains(value, "://")
}

func isSlash(r rune) bool { return r == '/' || r == '\\' }

// random says whether a word looks as if it had been drawn: letters and digits in
// a long run.
func random(word string) bool {
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

// Secrets gives what of a variable's value is not to be printed, by its name and
// by its form: all of it, the password in an address, the keys of a JSON document.
func Secrets(name, value string) []string {
	value = strings.TrimSpace(value)
	var found []string
	level := ofName(name)
	if level.hides(value) && !hasUser(value) {
		found = append(found, value, strings.ReplaceAll(value, `\n`, "\n"))
		if parts := userPass.FindStringSubmatch(value); parts != nil && !strings.Contains(value, "://") {
			found = append(found, parts[1])
		}
	}
	if strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[") {
		if root, err := doc.Read(doc.JSON, []byte(value), maxSecret); err == nil {
			found = append(found, inDocument(root)...)
		}
	}
	found = append(found, inAddress(value)...)
	return append(found, inForms(value)...)
}

// maxSecret is far above any variable.
const maxSecret = 1 << 20

func hasUser(value string) bool {
	address, err := url.Parse(value)
	return err == nil && address.Host != "" && address.User != nil
}

// longName is the length from which on a user without a password in an address
// is taken for a token, which is often given in the user's place.
const longName = 16

func inAddress(value string) []string {
	address, err := url.Parse(value)
	if err != nil || address.User == nil {
		return nil
	}
	secret, _ := address.User.Password()
	if user := address.User.Username(); secret == "" && len(user) >= longName {
		secret = user
	}
	return []string{secret}
}

// inDocument gives the secrets of a JSON document by the names of its keys: of a
// service account, of Docker's credentials.
func inDocument(node *doc.Node) []string {
	var found []string
	for i, child := range node.Values {
		name := ""
		if i < len(node.Keys) {
			name = snake(node.Keys[i].Text)
		}
		if text, ok := child.Str(); ok && child.Kind == doc.Scalar {
			if ofName(name).hides(text) {
				found = append(found, text)
			}
			if pair, err := base64.StdEncoding.DecodeString(text); err == nil && name == "auth" {
				_, secret, _ := strings.Cut(string(pair), ":")
				found = append(found, secret)
			}
			continue
		}
		found = append(found, inDocument(child)...)
	}
	return found
}

// snake gives clientSecret as client_secret.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

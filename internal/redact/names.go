package redact

import (
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
	likelySecret          // a key, a signature: a secret where the value looks like one
	connection            // how to reach a database: a secret where a user or a password is in it
	certainSecret         // a token, a secret
	password              // may be any text, a number too
)

// The words of names under which secrets are kept. joined are ends of a word, as
// in PGPASSWORD; the others are whole words.
var (
	passwordWords   = strings.Fields("PASSWORD PASSWORDS PASSWD PASSPHRASE PASSCODE PWD PW PASS PASSWORT KENNWORT SENHA CONTRASENA MOTDEPASSE WACHTWOORD")
	certainWords    = strings.Fields("TOKEN TOKENS SECRET SECRETS PAT JWT SAS PSK APIKEY BEARER MNEMONIC OTP COOKIE COOKIES CREDENTIAL CREDENTIALS CREDS CRED KUBECONFIG NETRC PGPASSFILE WHSEC")
	connectionWords = []string{"DSN", "CONNSTR", "CONNSTRING"}
	likelyWords     = strings.Fields("KEY KEYS AUTH AUTHORIZATION OAUTH OAUTH2 PRIVATE SESSION CONN WEBHOOK SIGNATURE")
	endings         = map[string]secrecy{
		"PASSWORD": password, "PASSWD": password, "PASSPHRASE": password, "PASSCODE": password, "PASS": password, "PWD": password, "PW": password, "PASSWORT": password, "KENNWORT": password,
		"DSN": connection, "CONNSTR": connection,
		"TOKEN": certainSecret, "SECRET": certainSecret, "APIKEY": certainSecret, "ACCESSKEY": certainSecret, "SECRETKEY": certainSecret, "PRIVATEKEY": certainSecret, "ACCOUNTKEY": certainSecret, "CONNECTIONSTRING": connection,
	}
	// wordsAnywhere are words that make a secret of what follows them too: DB_PASSWORD_PROD.
	wordsAnywhere = strings.Fields("PASSWORD PASSWD PASSPHRASE SECRET TOKEN APIKEY")
	// carriers end the name of what holds a secret, or of the place that it is for, and
	// say nothing of their own: KUBECONFIG_DATA, SENTRY_DSN_PROD.
	carriers = strings.Fields("DATA CONTENT CONTENTS BASE64 B64 VALUE JSON PEM RAW PROD PRODUCTION STAGING DEV QA UAT LIVE")
	// noPassword are words that end in PASS and are none.
	noPassword = strings.Fields("COMPASS ENCOMPASS BYPASS TRESPASS SURPASS UNDERPASS OVERPASS MULTIPASS HIGHPASS LOWPASS BANDPASS ALLPASS FLYPASS")
	// lastOfDescription ends the name of what is said of a secret: TOKEN_URL.
	lastOfDescription = strings.Fields("FILE FILES PATH PATHS DIR URL URI ID IDS NAME NAMES TYPE EXPIRY EXPIRES EXPIRATION TTL LENGTH SIZE COUNT LIMIT MAX MIN AGE ENDPOINT HOST PORT USER USERNAME HEADER ALGORITHM ALGO VERSION SCOPE SCOPES PERMISSIONS ENABLED DISABLED REQUIRED POLICY PROVIDER MODE METHOD REGION ISSUER AUDIENCE PREFIX SUFFIX FORMAT COMMAND CMD MANAGER STORE ARN TIMEOUT PARALLELISM")
	// beforeSecretKey are words before KEY that make it a certain one, and plain those that
	// make it none.
	beforeSecretKey = strings.Fields("API ACCESS SECRET PRIVATE ACCOUNT MASTER ENCRYPTION SIGNING LICENSE SUBSCRIPTION STORAGE SHARED SSH GPG PGP RSA AES HMAC TLS SSL CERT CLIENT DEPLOY FERNET SERVICE AUTH ADMIN ROUTING")
	beforePlainKey  = strings.Fields("PUBLIC PUB CACHE SORT PRIMARY FOREIGN PARTITION GROUP JOIN INDEX ROW LOOKUP DEDUP OBJECT METRIC PARAM CONFIG LABEL FEATURE MERGE ORDER SHARD CLUSTER MAP DICT COLUMN UNIQUE NATURAL HOT COMMENT KNOWN HOST")
	// beforePlainPass are words before PASS that make it one of a program over its data.
	beforePlainPass = strings.Fields("FIRST SECOND RENDER MULTI SINGLE TEST FORWARD BACKWARD THIRD LAST FINAL NEXT EACH PER ONE TWO HIGH LOW BAND ALL WARMUP TRAIN EVAL NUM MAX MIN BY")
)

// wordsOf gives the words of a name in capitals, without what ends it and says
// nothing: a number, as in API_KEY_2, and carriers.
func wordsOf(name string) []string {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && (strings.Trim(words[len(words)-1], "0123456789") == "" || slices.Contains(carriers, words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	return words
}

// secrecyOfName judges a variable by its name, or a key of a JSON object by its own.
func secrecyOfName(name string) secrecy {
	words := wordsOf(name)
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
	case slices.Contains(beforePlainKey, before) && (last == "KEY" || last == "KEYS" || last == "PASS"),
		slices.Contains(beforePlainPass, before) && (last == "PASS" || last == "KEYS"), before == "DESKTOP" && last == "SESSION":
		return public
	case slices.Contains(noPassword, last):
		return public
	case slices.Contains(passwordWords, last):
		return password
	case before == "SEED" && last == "PHRASE", before == "DE" && last == "PASSE": // mot de passe
		return password
	case slices.Contains(connectionWords, last), (before == "CONNECTION" || before == "CONN") && (last == "STRING" || last == "STR"):
		return connection
	case slices.Contains(certainWords, last), before == "AUTH" && last == "CONFIG", before == "KUBE" && last == "CONFIG":
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
const minSalt = 8

var (
	plainWord  = newPattern(`^(?i:true|false|yes|no|on|off|none|null|nil|auto|default|enabled?|disabled?|required|optional|always|never|basic|bearer|token|oauth2?|digest|kerberos|password|anonymous|public|private|read|write|admin)$`)
	identifier = newPattern(`^([A-Za-z]{1,15}|[A-Za-z]+([_.][A-Za-z]+)+)$`)
	pathLike   = newPattern(`^(~|\.{1,2}|[A-Za-z]:)?[/\\][\w. @-]*([/\\][\w. @-]*)*$`)
	relative   = newPattern(`^[\w.-]+(/[\w.-]+)*\.(json|ya?ml|toml|pem|key|crt|txt|env|ini|cfg|conf)$`)
	userPass   = newPattern(`^[^\s:/]+:(\S+)$`)
	pgpass     = newPattern(`(?m)^[^:\s]+:(?:\d+|\*):[^:\s]+:[^:\s]+:(\S+)$`) // host:port:database:user:password
	fraction   = newPattern(`^[+-]?\d*\.\d*(?:[eE][+-]?\d+)?$`)
	hostPort   = newPattern(`^[A-Za-z][\w.-]*:\d+$`)
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
		return !fraction.MatchString(value) // pw is also short for much that is measured
	case s == connection && strings.Contains(value, "://"):
		return hasUser(value) && !strings.Contains(value, "***")
	case s == connection:
		return !hostPort.MatchString(value) && !strings.Contains(value, "***")
	}
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return false
	}
	return s == certainSecret || !identifier.MatchString(value) && !strings.Contains(value, "://")
}

func isSlash(r rune) bool { return r == '/' || r == '\\' }

// hasRandomPart says whether a part of a word between dashes and underscores looks as
// if it had been drawn: words and numbers that are joined are not.
func hasRandomPart(word string) bool {
	const enough = 10
	return slices.ContainsFunc(strings.FieldsFunc(word, func(r rune) bool { return r == '-' || r == '_' }), func(part string) bool {
		digits, letters := countDigits(part)
		return len(part) >= enough && digits >= 2 && letters >= 2
	})
}

// looksChosen says whether a word looks like a password that somebody chose, and like no
// word of prose and no name: with a sign that names have not, or a digit within letters of
// both cases.
func looksChosen(word string) bool {
	word = strings.TrimRight(word, ".,:;)]}")
	if len(word) < MinLength || pathLike.MatchString(word) || strings.ContainsAny(word, "=(") || strings.Contains(word, "://") {
		return false
	}
	digits, _ := countDigits(word)
	cases := strings.ToLower(word) != word && strings.ToUpper(word) != word
	sign := strings.ContainsAny(word, "!@#$%^&*?~+")
	return sign && (digits > 0 || cases) || cases && digitWithin.MatchString(word)
}

// looksTyped is looksChosen for what follows the word password, where letters and digits
// are enough.
func looksTyped(word string) bool {
	digits, letters := countDigits(word)
	return looksChosen(word) || len(word) >= 8 && digits > 0 && letters > 0 && digits+letters == len(word)
}

var digitWithin = newPattern(`[a-z][0-9][a-z]`)

// looksRandom says whether a word looks as if it had been drawn: letters and digits in
// a long run.
func looksRandom(word string) bool {
	digits, letters := countDigits(word)
	return len(word) >= 16 && digits >= 2 && letters >= 2
}

func countDigits(word string) (digits, letters int) {
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits, letters
}

package redact

import (
	"slices"
	"strings"
	"unicode"
)

// A text names a secret where one stands beside its name: --api-token=x, password: x,
// {"password": "x"}, secret_key = x, {"password": {"value": "x"}}. The groups are the flag's dashes, the name, the
// separator and the value: in double, escaped, single or no quotes. A name in quotes
// has its value in quotes too, so that JSON stays JSON.
var (
	namedValue = newPattern(`(?i)(?:(-{1,2})|\b|_)([a-z0-9][\w.-]*)` +
		`(\\?["']?[ \t]*(?:[:=]|=>)[ \t]*\{[ \t]*\\?["']?(?:` + valueNames + `)\\?["']?[ \t]*[:=][ \t]*(?:\\?["'])?` +
		`|\\?["'][ \t]*(?:[:,]|=>?)[ \t]*\\?["']|[ \t]*(?::=|=>|[:=])[ \t]*|[ \t]+)`)
	doubleQuoted  = newPattern(`^"((?:[^"\\\r\n]|\\[^\r\n])*)"`)
	escapedQuoted = newPattern(`^\\"([^"\\\r\n]*)\\"`)
	singleQuoted  = newPattern(`^'([^'\r\n]*)'`)
	unquoted      = newPattern("^([^\\s\"'`,;&<>()\\[\\]{}|\\\\=:](?:[^\\s\"'`,;&<>()\\[\\]{}|\\\\]|\\\\[^\\s\"'nrtu]|,[^\\s\"'`,;&<>()\\[\\]{}|\\\\])*)")
	shellWord     = newPattern("^([^\\s\"'`<>|;&\\\\=][^\\s\"'`<>|;&\\\\]*[^\\s\"'`<>|;&\\\\)\\]},])")
	toQuote       = newPattern(`^([^"'\\\r\n]+)`)

	placeholder = newPattern(`^(?:\$\w+|\$?\{+[^}]*\}+|\$\([^)]*\)|%\w+%?|<[^>]*>|\[[^\]]*\]|\*+)$`)
	attribute   = newPattern(`^[A-Za-z_]+(\.[A-Za-z_]+)+$`)
	letters     = newPattern(`^[A-Za-z]+$`)
	// aboutSecret is what programs say of a secret in its place: its type or how it fares.
	aboutSecret = newPattern(`^(?i:str|string|bytes|secretstr|integer|boolean|varchar|object|option(al)?|invalid|incorrect|wrong|missing|expired|empty|unset|hidden|redacted|masked|unknown|login|prompt|(un)?changed|rejected|accepted|refused|denied|failed|correct|needed|unexpected|ignored|found|provided|file|keyring|return|continue)[.:!]?$`)
)

// secretHints are in every name that is looked for: most texts have none.
var secretHints = strings.Fields("pass pw secret token key bearer mnemonic phrase jwt signature conn dsn cookie cred kubeconfig auth otp psk webhook whsec netrc private session kennwort senha contrase wachtwoord")

func hasSecretHint(text string) bool {
	hints := hintsIn(text)
	return hints.has(nameHint)
}

// beforeModelToken are words before TOKEN that make it one of a text that a model reads.
var beforeModelToken = strings.Fields("EOS BOS PAD SEP CLS MASK UNK START END STOP NEXT SPECIAL FIRST LAST PREV MAX MIN PER IMAGE AUDIO VIDEO TEXT INPUT OUTPUT TARGET SOURCE CURRENT DECODER ENCODER CONTROL NEW BLANK SUB NUM")

// hideFound hides what each finds in a text.
func hideFound(text string, each func(text string, take func(start, end int))) string {
	var out strings.Builder
	at := 0
	each(text, func(start, end int) {
		out.WriteString(text[at:start])
		out.WriteString("***")
		at = end
	})
	if at == 0 {
		return text
	}
	return out.String() + text[at:]
}

// eachNamed calls take with the place of every such value.
func eachNamed(text string, take func(start, end int)) {
	if !hasSecretHint(text) {
		return
	}
	taken := 0
	for _, m := range namedValue.FindAllStringSubmatchIndex(text, -1) {
		n := named{flag: m[2] >= 0, name: text[m[4]:m[5]], separator: text[m[6]:m[7]]}
		if m[1] < taken || !hasSecretHint(n.name) || !n.take(text[m[1]:]) {
			continue
		}
		taken = m[1] + n.end
		take(m[1]+n.start, taken)
	}
}

// A named value of a text: where it stands after its separator.
type named struct {
	flag            bool
	name, separator string
	quoted          bool
	start, end      int
}

// take finds the value at the beginning of rest and says whether it is a secret.
func (n *named) take(rest string) bool {
	level := secrecyInText(n.name)
	if level < likelySecret || n.isApart() && (level < certainSecret || !strings.Contains(n.name, "_")) || n.isListed() && level < certainSecret {
		return false
	}
	patterns := []pattern{doubleQuoted, escapedQuoted, singleQuoted, unquoted}
	if n.isShell() {
		patterns[len(patterns)-1] = shellWord
	}
	begun := strings.HasSuffix(n.separator, `"`) || strings.HasSuffix(n.separator, "'")
	if begun {
		patterns = []pattern{toQuote}
	}
	for i, form := range patterns {
		if at := form.FindStringSubmatchIndex(rest); at != nil {
			n.start, n.end, n.quoted = at[2], at[3], begun || i < len(patterns)-1
			if value := rest[n.start:n.end]; n.isListed() && !looksRandom(value) && !looksChosen(value) {
				return false
			}
			return n.isSecret(level, rest[n.start:n.end], rest[n.end:])
		}
	}
	return false
}

// isApart says whether nothing but a blank stands between name and value: prose does so
// as well.
func (n *named) isApart() bool { return !n.flag && strings.Trim(n.separator, " \t") == "" }

// isListed says whether a comma stands between name and value, as in a tuple of both: lists
// of words have one as well.
func (n *named) isListed() bool { return !n.flag && strings.Contains(n.separator, ",") }

// looksKept says whether a word looks like a secret and like no word of prose: letters and
// digits, and long.
func looksKept(word string) bool {
	return len(word) >= minSalt && strings.ContainsAny(word, "0123456789") && strings.IndexFunc(word, unicode.IsLetter) >= 0
}

// isShell says whether this is a flag or a variable of a shell, whose value is a word
// of the shell's.
func (n *named) isShell() bool {
	return n.flag || n.separator == "=" && n.name == strings.ToUpper(n.name)
}

// isVariable says whether the name is one of the environment's: DB_TOKEN, no word of prose.
func (n *named) isVariable() bool {
	return n.name == strings.ToUpper(n.name) && strings.Contains(n.name, "_")
}

// secrecyInText is that of a name which is no variable's: a token is also what a
// model reads, a key what a table has, and what follows the word describes it.
func secrecyInText(name string) secrecy {
	name = strings.TrimRight(name, ".-_")
	if name != strings.ToUpper(name) {
		name = snake(name)
	}
	words := wordsOf(name)
	if len(words) == 0 {
		return public
	}
	last, before := words[len(words)-1], ""
	if len(words) > 1 {
		before = words[len(words)-2]
	}
	switch {
	case last == "SIGNATURE" && (before == "AMZ" || before == "GOOG"):
		return certainSecret
	case last == "AUTH" || last == "AUTHORIZATION":
		return certainSecret
	case (last == "SESSION" || last == "PRIVATE") && name != strings.ToUpper(name):
		return public // words of prose
	case name == "pwd": // PWD is a directory
		return password
	case slices.Contains([]string{"PASS", "KEY", "KEYS", "COOKIES"}, last) && before == "":
		return public // words of prose, of tables and of models
	case slices.Contains([]string{"PAT", "SAS", "TOKENS", "SECRETS"}, last):
		return public
	case last == "TOKEN" && slices.Contains(beforeModelToken, before):
		return public
	case name != strings.ToUpper(name) && slices.Contains(words[:len(words)-1], "TOKEN") && secrecyOfName(last) < connection && last != "KEY" && last != "STRING" && last != "PHRASE":
		return public // token_embedding
	}
	return secrecyOfName(name)
}

// isSecret says whether the value is a secret, and no type, no code and no prose.
func (n *named) isSecret(level secrecy, value, after string) bool {
	bare := strings.TrimRight(value, ".!?")
	switch {
	case !level.hidesInText(bare), placeholder.MatchString(value), aboutSecret.MatchString(bare), hidden.MatchString(value), strings.HasPrefix(value, "-----BEGIN"):
		return false
	case !n.quoted && codeBegins.MatchString(value), strings.HasSuffix(value, ":"), strings.HasPrefix(value, "--"):
		return false // the next name
	case n.isApart():
		return looksKept(bare) && !strings.Contains(bare, "://") && !strings.HasPrefix(value, "$")
	case strings.EqualFold(n.name, "pwd") && beginsAsPath.MatchString(value):
		return false
	case n.flag:
		return true
	case !n.quoted && (attribute.MatchString(bare) || strings.HasPrefix(after, "(") || strings.HasPrefix(after, "[") || strings.HasPrefix(value, "$")):
		return false // code
	case level == certainSecret && strings.Contains(value, "://"):
		return n.isShell()
	case (level == certainSecret || level == connection) && identifier.MatchString(bare):
		return !n.isAuth() && (n.isShell() || n.isHeader() || n.isVariable() && !followedByWord.MatchString(after) || mixedCase.MatchString(bare) || n.quoted && !n.isModelToken() && !strings.Contains(bare, "."))
	case !n.quoted && letters.MatchString(bare) && strings.Contains(n.separator, ":") && followedByWord.MatchString(after):
		return false // prose
	}
	return true
}

// isHeader says whether the name is that of a request's header: X-API-Key.
func (n *named) isHeader() bool { return len(n.name) > 2 && strings.EqualFold(n.name[:2], "x-") }

// isModelToken says whether the name alone may be that of a token which a model reads,
// or of a cookie which a page asks consent for.
func (n *named) isModelToken() bool {
	name := strings.ToUpper(n.name)
	return name == "TOKEN" || name == "COOKIE"
}

// isAuth says whether the name may be that of a way to sign in: kerberos.
func (n *named) isAuth() bool {
	name := strings.ToUpper(n.name)
	return strings.HasSuffix(name, "AUTH") || strings.HasSuffix(name, "AUTHORIZATION")
}

// hidesInText is hides for what is said of a name in a text, where a likely secret
// looks drawn: a key of a table does not.
func (s secrecy) hidesInText(value string) bool {
	return s.hides(value) && (s != likelySecret || looksRandom(value) || bearerValue.MatchString(value))
}

// InParam says whether a logged param, a tag or another value that stands under a name
// of its own is a secret or holds one.
func InParam(name, value string) bool {
	return underName(name, value) || len(inForms(value)) > 0
}

func underName(name, value string) bool {
	n := named{name: name, separator: ": ", quoted: true}
	return n.isSecret(secrecyInText(name), strings.TrimSpace(value), "")
}

var (
	hidden       = newPattern(`^(?:\w+ )?\*{3}`)
	bearerValue  = newPattern(`^(?i:bearer|basic|token) \S{6,}$`)
	beginsAsPath = newPattern(`^(?:[~.]?[/\\]|[A-Za-z]:[/\\])`)
)

// codeBegins is how what a shell or a template puts in begins; mixedCase has capitals
// in its middle as what was drawn has, and few names have them.
var (
	codeBegins = newPattern(`^(?:\$[{(]|[{\[(])`)
	mixedCase  = newPattern(`^[A-Za-z]*[a-z][A-Z]+[a-z]+[A-Z]{2,}[A-Za-z]*$`)
)

var followedByWord = newPattern(`^[ \t]+[A-Za-z]`)

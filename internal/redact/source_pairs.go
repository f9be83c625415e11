package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file finds names and values in the lines of programs and settings, where more may
// stand between both than in a log: a type, a bracket, a call.

const (
	sourceName  = `([A-Za-z_][\w.-]*)`
	quotedValue = `(?:[rRbBfFuU]{1,2})?["']([^"'\r\n]{6,})["']`
	bareValue   = `["']?([^\s"',;<>/{}()]{6,})`
)

// sourcePairs are how a name is given a value. The first group is the name, the second the
// value; with one group the name is password. The first pairsInLogs of them no prose has.
var sourcePairs = []pattern{
	// PASSWORD: str = "x", x["password"] = "x", passwords = ["x"], apiKey string = "x"
	newPattern(sourceName + `["'\])]*(?:\s*:?\s*[&*]*(?i:optional|final|annotated|const|union)?\[?[&*]*(?i:str|string|bytes|secretstr|text|any|char)\b[\w\[\], .|*]*)?\s*(?:<-|:=|=>|=|:)\s*(?:(?i:c|list|tuple|set|str|bytes|secret|secretstr)?[(\[{]\s*)*` + quotedValue),
	// setenv("PASSWORD", "x"), getenv("PASSWORD", "x")
	newPattern(`(?i:env|get|set|setdefault|setattr|attr|option|config)\(\s*(?:[\w.]+,\s*)?["']` + sourceName + `["'],\s*` + quotedValue),
	// add_argument("--password", default="x")
	newPattern(`["']-{0,2}` + sourceName + `["'].*\b(?:default|value|fallback|const)\s*=\s*` + quotedValue),
	// name: PASSWORD, value: x, also of two lines
	newPattern(`(?i)\b(?:name|key)["']?\s*[:=]\s*["']?` + sourceName + `["']?[,;]?\s+["']?value["']?\s*[:=]\s*` + bareValue),
	// WITH PASSWORD 'x'
	newPattern(`(?i)\bpassword\s+["']([^"'\r\n]{6,})["']`),
	// ENV PASSWORD x
	newPattern(`(?:^|[\s;&])(?i:setx|setenv|env|arg|set -gx|set -x)\s+` + sourceName + `\s+` + bareValue),
	newPattern(`\b(?:remote modify|config)\s.*\s` + sourceName + `\s+` + bareValue + `["']?(?:[),]|\s*$)`),
	// password: &anchor x, password: !tag x
	newPattern(`^\s*(?:- )?["']?` + sourceName + `["']?:\s+[&!]\S+\s+` + bareValue),
	// "password": x of YAML
	newPattern(`^\s*(?:- )?["']` + sourceName + `["']:\s+([^\s"',;<>/{}()]{6,})\s*$`),
}

// sourceForms are how a secret stands in a line without a name that says so.
var sourceForms = []pattern{
	newPattern(`(?i)\bidentified\s+by\s+["']([^"'\r\n]{6,})["']`),
	newPattern(`\becho\s+(?:-n\s+)?["']?([^\s"'$]{6,})["']?\s*\|.*(?:-stdin|login|passwd|sudo -S)`),
	// ["curl", "-u", "ada:x"]
	newPattern(`["'](?:-u|--user)["'],\s*["'][^"':]+:([^"'\s]{6,})["']`),
	newPattern(`(\$(?:apr1|2[abxy]|argon2\w*|y|6|5)\$\S+)`),
}

var (
	// valueBelow is the second line of a pair.
	valueBelow = newPattern(`^\s*["']?value["']?\s*[:=]`)
	// clientKey is a key that is given to sign in.
	clientKey = newPattern(`(?i)\b(?:login|init|client|api|auth\w*|connect|experiment)\([^)]*\bkey\s*=\s*["']([\w-]{20,})["']`)
	passOf    = newPattern(`(?i)\bpass\s*[:=]\s*([^\s"',]{6,})`)
	// shortPassword is one too short to be looked for in a log: in quotes, or with a digit.
	shortPassword = newPattern(sourceName + `["'\])]*\s*[:=]\s*(?:["']([^"'\s{}$<]{3,5})["']|([A-Za-z]*[0-9][A-Za-z0-9]{2,4})\s*$)`)
	drawnKey      = newPattern(`(?i)\bkey["']?\s*[:=]\s*["']([A-Za-z0-9+/]{40,})={0,2}["']`)
	sourceWord    = newPattern(`[A-Za-z_][\w.-]*`)
	inQuotes      = newPattern(`["']([^"'\s]{6,})["']`)
	// filledIn is what a program puts into a text.
	filledIn = newPattern(`\$?\{[^}]*\}|%\(?\w+\)?s?`)
	// aName is a value that is the name of something: of a column, of a variable.
	aName = newPattern(`^(?:-{0,2}[A-Za-z]+(?:[_.-][A-Za-z0-9]+)+|[A-Z][A-Z0-9_]*|https?://[^:@]*)$`)
)

const pairsInLogs = 5

// eachPair takes the values that a line gives names in one way.
func eachPair(pair pattern, line string, take func(start, end int)) {
	for _, at := range pair.FindAllStringSubmatchIndex(line, -1) {
		name, value := "password", at[len(at)-2:]
		if len(at) > 4 {
			name = line[at[2]:at[3]]
		}
		if isSecretUnder(name, line[value[0]:value[1]]) {
			take(value[0], value[1])
		}
	}
}

// setInSource gives the secrets that a line of a program or of settings gives names.
func setInSource(line string, pairs []pattern) (found []string) {
	for _, pair := range pairs {
		eachPair(pair, line, func(start, end int) { found = append(found, line[start:end]) })
	}
	return found
}

// mayHavePairs says whether a line has what each of the pairs in logs has, the name of a secret
// among it: most lines with a hint of one speak of tokens.
func mayHavePairs(line string) bool {
	return (strings.ContainsAny(line, `"'`) || strings.Contains(line, "value")) && slices.ContainsFunc(strings.FieldsFunc(line, isNoName), func(word string) bool {
		return hasSecretHint(word) && secrecyInText(word) > public
	})
}

func isNoName(r rune) bool {
	return r < utf8.RuneSelf && r != '_' && r != '-' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// hidePairs hides such values in a line of a log, as of a program that an error shows.
func hidePairs(line string) string {
	if !mayHavePairs(line) {
		return line
	}
	for _, pair := range sourcePairs[:pairsInLogs] {
		line = hideFound(line, func(line string, take func(start, end int)) { eachPair(pair, line, take) })
	}
	return line
}

// isSetInSource says whether a line of a program or of settings gives a name a secret.
func isSetInSource(line string) bool {
	if len(setInSource(line, sourcePairs)) > 0 {
		return true
	}
	if at := passOf.FindStringSubmatch(line); at != nil && looksTyped(at[1]) {
		return true
	}
	if at := shortPassword.FindStringSubmatch(line); at != nil && isShortPassword(at[1], at[2]+at[3]) {
		return true
	}
	if at := drawnKey.FindStringSubmatch(line); at != nil && isKeyPart(at[1]+strings.Repeat("=", 2)) {
		return true
	}
	if at := clientKey.FindStringSubmatch(line); at != nil && looksRandom(at[1]) {
		return true
	}
	return len(drawnLiterals(line)) > 0
}

func isShortPassword(name, value string) bool {
	return secrecyInText(name) == password && !plainWord.MatchString(value) && !aboutSecret.MatchString(value) && !beginsAsPath.MatchString(value) && !fraction.MatchString(value)
}

// hasSourceForm says whether a line holds a secret in one of sourceForms.
func hasSourceForm(line string) bool {
	if !strings.Contains(line, "$") && !strings.Contains(line, "echo") && !strings.Contains(line, "-u") && !strings.Contains(line, "dentified") && !strings.Contains(line, "DENTIFIED") {
		return false
	}
	for _, form := range sourceForms {
		if at := form.FindStringSubmatch(line); at != nil && isSecretUnder("password", at[1]) {
			return true
		}
	}
	return false
}

// isSecretUnder judges a value by its name; of two names that are compared neither is one.
func isSecretUnder(name, value string) bool {
	drawn := strings.TrimPrefix(strings.TrimPrefix(filledIn().ReplaceAllString(value, ""), "Bearer "), "Basic ")
	return len(drawn) >= MinLength && underName(name, value) && !(aName.MatchString(value) && secrecyOfName(value) > public)
}

// drawnLiterals are the texts in quotes, somewhere after the name of a secret, that look as if
// they had been drawn or chosen as one.
func drawnLiterals(line string) (found []string) {
	for _, at := range inQuotes.FindAllStringSubmatchIndex(line, -1) {
		value := line[at[2]:at[3]]
		if !looksTyped(value) && !looksRandom(value) || aName.MatchString(value) || strings.HasPrefix(value, "-") || !isSecretUnder("password", value) {
			continue
		}
		if slices.ContainsFunc(sourceWord().FindAllString(line[:at[0]], -1), func(name string) bool {
			return secrecyInText(name) >= certainSecret || strings.EqualFold(name, "pass")
		}) {
			found = append(found, value)
		}
	}
	return found
}

var (
	program = newPattern(`(?i)\.(?:pyx?|pyi|go|[cm]?js|tsx?|jsx|java|kt|scala|r|jl|rs|c|cc|cpp|h|hpp|cs|rb|lua|m)$`)
	// reference is a value that is a name, or what is looked up in one: creds.password.
	reference = newPattern(`([:=]\s*)([A-Za-z_]\w*(?:\.\w+|\[["']?\w+["']?\]|\(\))+|[A-Za-z]*_\w+|(?:[A-Z][a-z0-9]+){2,}|[A-Z]+(?:_[A-Z0-9]+)+)(\s*(?:[,)\]}:]|$))`)
)

// withoutReferences is a line of a program in which values that are names are none. What
// stands in quotes or in a comment is no program.
func withoutReferences(line string) string {
	if bare := strings.TrimSpace(line); strings.HasPrefix(bare, "#") || strings.HasPrefix(bare, "/") || strings.HasPrefix(bare, "*") {
		return line
	}
	var out strings.Builder
	at := 0
	for _, m := range reference.FindAllStringSubmatchIndex(line, -1) {
		before := line[:m[0]]
		if strings.Count(before, `"`)%2+strings.Count(before, "'")%2+strings.Count(before, "`")%2 > 0 || m[6] == m[7] && !strings.HasPrefix(line[m[2]:m[3]], "= ") {
			continue
		}
		out.WriteString(line[at:m[4]] + "None")
		at = m[5]
	}
	return out.String() + line[at:]
}

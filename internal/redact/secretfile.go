package redact

import (
	"path"
	"slices"
	"strings"
)

// InLentFile gives the secrets of a file that a training is lent. Of one with settings, by its
// name or by its form, they are what its names say; of one that is kept for its secrets, such
// as .env or token.txt, all its values, whatever they are called, but for what is obviously
// none: see isOrdinary. Of any other, as of data, they are what a log would not show either.
func InLentFile(file, text string) []string {
	kept := holdsSecrets(file) || inSecrets(file) && !strings.Contains(strings.TrimSpace(text), "\n")
	if isMarkup(text) {
		return append(InText(text), inMarkup(text, kept)...)
	}
	read := documents(file, text)
	found := slices.Concat(decoded(read, kept), inColumns(file, text), inPrograms(file, text))
	if !kept && !HasSettings(file) && len(read) == 0 && !isAssignments(text) {
		return append(found, InText(text)...)
	}
	found = append(found, InSettings(text)...)
	for _, said := range joined(text) {
		found = append(found, InSettings(said)...)
	}
	if !kept {
		return found
	}
	quote, value := "", ""
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r", "")+"\n'\n\"", "\n") { // what is open ends with the file
		if quote != "" { // within a value of several lines
			before, _, ends := strings.Cut(line, quote)
			if value += "\n" + before; ends {
				found, quote = append(found, ofValue("", value)...), ""
			}
			continue
		}
		name, rest := "", strings.TrimSpace(line)
		if at := fileEntry.FindStringSubmatch(line); at != nil {
			name, rest = at[1], at[2]
		}
		if rest != "" && strings.Contains(`"'`, rest[:1]) && strings.Count(rest, rest[:1]) == 1 {
			quote, value = rest[:1], rest[1:]
			continue
		}
		found = append(found, ofValue(name, settingOf(rest))...)
		if quoted := filePart().FindString(rest); strings.HasPrefix(rest, quoted) && strings.Contains(quoted, `\`) {
			found = append(found, ofValue(name, strings.Trim(quoted, `"`))...)
		}
		if parts := filePart().FindAllString(rest, -1); len(parts) > 1 { // of JSON, of a row
			for _, part := range parts {
				found = append(found, ofValue("", strings.Trim(part, `"'`))...)
			}
		}
	}
	return found
}

// fileEntry is a name with its value; what base64 ends in is none. filePart is a part of a
// value, as those of JSON on one line and of netrc are.
var (
	fileEntry = newPattern(`^[\s#;{-]*(?:export |set )?["']?([A-Za-z_][\w. -]*?)["']?\s*(?::=|=>|[:=])\s*([^\s=].*)$`)
	filePart  = newPattern(`"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;{}\[\]"':]+(?::[^\s,;{}\[\]"':]+)*`)
)

// inPrograms are the secrets that lines of a file give names as programs do: a notebook's, what
// a database is filled from.
func inPrograms(file, text string) (found []string) {
	notebook := path.Ext(file) == ".ipynb"
	for line := range strings.Lines(text) {
		if !hasSecretHint(line) {
			continue
		}
		line = strings.TrimSuffix(strings.TrimRight(strings.ReplaceAll(line, `\"`, `"`), "\r\n"), `\n",`)
		if found = append(found, setInSource(line, sourcePairs)...); notebook || insertInto.MatchString(line) {
			found = append(found, drawnLiterals(line)...)
		}
	}
	return found
}

var insertInto = newPattern(`(?i)\b(?:insert|replace) +into\b`)

// HoldsSecrets says whether a file, by its path, is kept for its secrets: SecretFile, one whose
// name is that of a secret, or one of a folder of secrets, as Docker has them, one in a file.
func HoldsSecrets(file string) bool { return holdsSecrets(file) || inSecrets(file) }

func inSecrets(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		words := wordsOf(folder)
		return len(words) > 0 && slices.Contains([]string{"SECRET", "SECRETS", "CREDENTIAL", "CREDENTIALS"}, words[len(words)-1])
	})
}

func holdsSecrets(file string) bool {
	base := path.Base(file)
	ending := path.Ext(base)
	return SecretFile(file) || slices.Contains([]string{"", ".txt", ".token", ".secret"}, ending) && secrecyInText(strings.TrimSuffix(base, ending)) >= certainSecret
}

// HasSettings says whether a file, by its name, may hold settings: hidden ones do, and those
// without an ending.
func HasSettings(file string) bool {
	base := path.Base(file)
	return strings.HasPrefix(base, ".") || HoldsSecrets(file) || slices.Contains(settingsEndings, strings.ToLower(path.Ext(base)))
}

var settingsEndings = []string{"", ".env", ".ini", ".cfg", ".conf", ".toml", ".yaml", ".yml", ".json", ".properties", ".secret", ".secrets"}

// unescaped takes the backslashes from a value in quotes.
var unescaped = strings.NewReplacer(`\"`, `"`, `\'`, `'`, `\\`, `\`)

// ofValue is what is secret of a value in such a file: all of it, its lines, and what stands
// behind a user's name; of an address what is known to be.
func ofValue(name, value string) []string {
	value = strings.TrimSpace(value)
	found := Secrets(name, value)
	if plain := unescaped.Replace(value); plain != value { // as a program prints what it read
		found = append(found, ofValue(name, plain)...)
	}
	if strings.Contains(value, "://") || strings.HasPrefix(value, "-----") {
		return found
	}
	if !isOrdinary(name, value) {
		found = append(found, strings.Split(value, `\n`)...)
	}
	if at := strings.LastIndex(value, ":"); at >= 0 && !isOrdinary(name, value[at+1:]) {
		found = append(found, value[at+1:])
	}
	return found
}

// isOrdinary says whether a value is obviously no secret, and would blank out a log: a switch,
// a measure, a round number, one word of letters, a path, and under the name of a place or a
// thing what nobody drew.
func isOrdinary(name, value string) bool {
	switch {
	case plainWord.MatchString(value), fraction.MatchString(value), wordOrRound.MatchString(value):
		return true
	case slices.ContainsFunc(strings.FieldsFunc(value, isJoint), func(part string) bool { return looksTyped(part) || looksRandom(part) || looksChosen(part) }):
		return false
	case pathLike.MatchString(value), relative.MatchString(value), plainPath.MatchString(value), plainFile.MatchString(value):
		return true
	}
	return nameOfThing.MatchString(name) && plainName.MatchString(value)
}

func isJoint(r rune) bool { return strings.ContainsRune(`/\-_. `, r) }

var (
	wordOrRound = newPattern(`^(?:[A-Z]?[a-z]{1,11}|[A-Z]{1,11}|[+-]?[0-9]+000)$`)
	plainPath   = newPattern(`^[a-z0-9_.-]+(?:/[a-z0-9_.-]+)+/?$`)
	plainFile   = newPattern(`^[a-z][a-z_-]{1,30}\.(?:py|ipynb|sh|R|jl|ya?ml|json|toml|cfg|ini|csv|tsv|txt|md|parquet)$`)
	plainName   = newPattern(`^[A-Za-z][\w. -]{0,39}$`)
	// nameOfThing is the name of what a project calls something.
	nameOfThing = newPattern(`(?i)(?:NAME|MODEL|EXPERIMENT|PROJECT|BUCKET|REGION|ZONE|HOST|DATASET|TABLE|DATABASE|DB|BRANCH|ENVIRONMENT|USER|TYPE|PROVIDER|BACKEND|FORMAT)$`)
)

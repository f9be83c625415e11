package redact

import (
	"encoding/base64"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// Secrets gives what of a variable's value is not to be printed, by its name and
// by its form: all of it, the password in an address, the keys of a JSON document.
func Secrets(name, value string) []string {
	value = strings.TrimSpace(value)
	var found []string
	level := secrecyOfName(name)
	if level.hides(value) && !hasUser(value) {
		found = append(found, value, strings.ReplaceAll(value, `\n`, "\n"))
		for _, line := range pgpass().FindAllStringSubmatch(value, -1) {
			found = append(found, line[1])
		}
		if parts := userPass.FindStringSubmatch(value); parts != nil && !strings.Contains(value, "://") {
			found = append(found, parts[1])
		}
	}
	if text := jsonOf(value); text != "" {
		if root, err := doc.Read(doc.JSON, []byte(text), maxSecret); err == nil {
			found = append(found, inJSONDocument(root)...)
		}
	}
	found = append(found, inAddress(value, level)...)
	found = append(found, ofWebhook(name, value)...)
	return append(found, inForms(value)...)
}

// InText gives the secrets that a text names or that have the form of one.
func InText(text string) []string {
	found := inForms(text)
	for _, each := range []func(string, func(int, int)){eachNamed, eachBelow} {
		each(text, func(start, end int) { found = append(found, text[start:end]) })
	}
	for line := range strings.Lines(text) {
		if hasSecretHint(line) && mayHavePairs(line) {
			found = append(found, setInSource(line, sourcePairs[:pairsInLogs])...)
		}
	}
	return found
}

// ofWebhook is a webhook's address, and its path alone: whoever knows it may post.
func ofWebhook(name, value string) []string {
	at, err := url.Parse(value)
	if err != nil || at.Host == "" || len(at.Path) < minPath || !slices.ContainsFunc(wordsOf(name), func(word string) bool { return strings.HasSuffix(word, "WEBHOOK") }) {
		return nil
	}
	found := []string{value, at.Path}
	if last := path.Base(at.Path); len(last) >= minPath && strings.ContainsAny(last, "0123456789") { // and no word that a log may have
		found = append(found, last)
	}
	return found
}

// minPath is the length of a webhook's path that a secret may be in.
const minPath = 8

// jsonOf gives the JSON document of a value, which may stand in quotes or in base64, as
// pipelines keep a service account; "" for none.
func jsonOf(value string) string {
	value = strings.Trim(value, `'"`)
	if text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value), "")); err == nil {
		value = strings.TrimSpace(string(text))
	}
	if strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[") {
		return value
	}
	return ""
}

// maxSecret is far above any variable.
const maxSecret = 1 << 20

func hasUser(value string) bool {
	address, err := url.Parse(value)
	return err == nil && address.Host != "" && address.User != nil
}

// minUserToken is the length from which on a user without a password in an address
// is taken for a token, which is often given in the user's place.
const minUserToken = 16

func inAddress(value string, level secrecy) []string {
	address, err := url.Parse(value)
	if err != nil || address.User == nil {
		return nil
	}
	secret, _ := address.User.Password()
	if user := address.User.Username(); secret == "" && (len(user) >= minUserToken || level == connection) {
		secret = user
	}
	return []string{secret}
}

// inJSONDocument gives the secrets of a JSON document by the names of its keys: of a
// service account, of Docker's credentials.
func inJSONDocument(node *doc.Node) []string {
	var found []string
	for i, child := range node.Values {
		name := ""
		if i < len(node.Keys) {
			name = snake(node.Keys[i].Text)
		}
		if text, ok := child.Str(); ok && child.Kind == doc.Scalar {
			if secrecyOfName(name).hides(text) {
				found = append(found, text)
			}
			if pair, err := base64.StdEncoding.DecodeString(text); err == nil && name == "auth" {
				_, secret, _ := strings.Cut(string(pair), ":")
				found = append(found, secret)
			}
			continue
		}
		found = append(found, inJSONDocument(child)...)
	}
	return found
}

// snake gives clientSecret as client_secret.
func snake(name string) string {
	var b strings.Builder
	before := 'A'
	for _, r := range name {
		if unicode.IsUpper(r) && !unicode.IsUpper(before) { // API of X-API-Key is one word
			b.WriteByte('_')
		}
		before = r
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

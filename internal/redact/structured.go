package redact

import (
	"encoding/base64"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// maxDocuments bounds the documents of one YAML file that are read.
const maxDocuments = 100

// betweenDocuments is the line between two documents of one YAML file.
var betweenDocuments = newPattern(`(?m)^---[ \t]*(?:#.*)?\r?$`)

// documents are what a file holds that names its values: maps and lists of JSON, YAML or TOML.
// What the ending says comes first, and then what the text is: a YAML file
// may have any ending. None for a text that has no such form.
func documents(file, text string) []*doc.Node {
	if strings.TrimSpace(text) == "" || isMarkup(text) {
		return nil
	}
	formats := []doc.Format{doc.JSON, doc.YAML, doc.TOML}
	if known, is := map[string]doc.Format{".yaml": doc.YAML, ".yml": doc.YAML, ".toml": doc.TOML}[strings.ToLower(path.Ext(file))]; is {
		formats = slices.Insert(formats, 0, known)
	}
	for _, format := range formats {
		parts := []string{text}
		if format == doc.YAML {
			parts = betweenDocuments().Split(text, maxDocuments)
		}
		var found []*doc.Node
		for _, part := range parts {
			if root, err := doc.Read(format, []byte(part), int64(len(part))); err == nil && root.Kind != doc.Scalar {
				found = append(found, root)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// decoded are the secrets of documents as a program gets them: without the escapes, folds and
// quotes of their format. Of those that are kept for their secrets every text may be one.
func decoded(documents []*doc.Node, kept bool) []string {
	var d decoder
	for _, root := range documents {
		d.take(root, nil, kept)
	}
	return d.found
}

// A decoder collects the secrets of documents.
type decoder struct{ found []string }

// take goes through a value, which stands under names, the last of which is its own.
func (d *decoder) take(value *doc.Node, names []string, kept bool) {
	if value == nil {
		return
	}
	for i, key := range value.Keys {
		of, _ := value.Get("kind").Str() // the data of a Secret of Kubernetes
		d.take(value.Values[i], append(names[:len(names):len(names)], key.Text), kept || of == "Secret" && (key.Text == "data" || key.Text == "stringData"))
	}
	for _, item := range value.Items() {
		d.take(item, append(names[:len(names):len(names)], ""), kept)
	}
	if said, ok := value.Get("value").Str(); ok { // of a pair: {name: DB_PASSWORD, value: x}
		for _, key := range []string{"name", "key"} {
			if name, ok := value.Get(key).Str(); ok {
				d.found = append(d.found, byName(name, said)...)
			}
		}
	}
	if said, ok := value.Str(); ok {
		d.said(said, names, kept)
	}
}

// said takes a text, and what it is in base64 where it is a secret.
func (d *decoder) said(text string, names []string, kept bool) {
	name := ""
	for _, name = range slices.Backward(names) { // of an item that of its list
		if name != "" {
			break
		}
	}
	known := len(d.found)
	d.found = append(d.found, underNames(names, text)...)
	if kept {
		d.found = append(d.found, ofValue(name, text)...)
	}
	if plain, err := base64.StdEncoding.DecodeString(text); err == nil && len(d.found) > known && strings.IndexFunc(string(plain), isNoText) < 0 {
		d.found = append(d.found, ofValue(name, string(plain))...)
	}
}

func isNoText(r rune) bool {
	return r == utf8.RuneError || r < ' ' && r != '\n' && r != '\r' && r != '\t'
}

// underNames are the secrets of a text by its name, the last, and where that says nothing by the
// nearest above that does: of passwords each is one, and of others what looks like it. An item of
// a list has the name "".
func underNames(names []string, text string) []string {
	if len(names) == 0 {
		return Secrets("", text)
	}
	name := names[len(names)-1]
	found := byName(name, text)
	words := wordsOf(name)
	if len(found) > 0 || len(words) > 0 && (slices.Contains(lastOfDescription, words[len(words)-1]) || slices.Contains(ofSchemas, words[0])) {
		return found
	}
	drawn := !strings.ContainsAny(text, " \t\n") && (looksTyped(text) || looksRandom(text))
	for _, above := range slices.Backward(names[:len(names)-1]) {
		level := secrecyOfName(snake(above))
		if level == password && (name == "" || slices.Contains(namesOfValues, name) || strings.HasSuffix(strings.ToLower(above), "s")) || level >= certainSecret && drawn {
			return Secrets(snake(above), text)
		}
		if level != public {
			break
		}
	}
	return found
}

// byName are the secrets of a text by its own name, as it is written and in words: dbPassword is db_password.
func byName(name, text string) []string {
	found := Secrets(snake(name), text)
	if snake(name) != name {
		found = append(found, Secrets(name, text)...)
	}
	return found
}

// ofSchemas are names below that of a secret that say how it is to look, and where it is from.
var ofSchemas = strings.Fields("REF PATTERN DESCRIPTION EXAMPLE TITLE IMAGE INTEGRITY RESOLVED")

// valueNames are names below the name of a secret that say that this is it.
const valueNames = "value|secret|plain|plaintext|raw|content|data|current"

var namesOfValues = strings.Split(valueNames, "|")

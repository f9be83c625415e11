package params

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params/literal"
)

// HydraValue writes a logged text as a value of Hydra's overrides; ok is false where its
// grammar has none for it, or where Hydra would put something else in its place.
// https://hydra.cc/docs/advanced/override_grammar/basic/
func HydraValue(text string) (value string, ok bool) {
	l, _ := typeFor(readLogged(text), nil)
	if l.opaque != nil || strings.Contains(text, "${") {
		return "", false
	}
	return asHydra(l.value)
}

// HydraText writes a text as one for Hydra's overrides, whatever it looks like: '3.9' in quotes
// is no number there. ok is false where its grammar has none for it.
func HydraText(text string) (value string, ok bool) {
	if strings.Contains(text, "${") {
		return "", false
	}
	return asHydra(literal.Value{Kind: literal.String, Text: text})
}

var (
	hydraWord  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*$`)
	hydraWords = regexp.MustCompile(`(?i)^(?:true|false|null|nan|inf)$`) // are no text there
)

func asHydra(v literal.Value) (string, bool) {
	switch v.Kind {
	case literal.None:
		return "null", true
	case literal.Bool:
		return strings.ToLower(literal.Repr(v)), true
	case literal.Int, literal.Float:
		return literal.Repr(v), true
	case literal.String:
		if hydraWord.MatchString(v.Text) && !hydraWords.MatchString(v.Text) {
			return v.Text, true
		}
		return hydraQuoted(v.Text)
	case literal.List, literal.Tuple:
		items := make([]string, len(v.Items))
		for i, item := range v.Items {
			text, ok := asHydra(item)
			if !ok {
				return "", false
			}
			items[i] = text
		}
		return "[" + strings.Join(items, ",") + "]", true
	}
	return "", false
}

// hydraQuoted puts a text in quotes. A backslash hides a quote and, before one, another
// backslash; a text that ends in one is left out, as versions differ in it.
func hydraQuoted(text string) (string, bool) {
	if strings.ContainsAny(text, "\n\r") || strings.Contains(text, `\'`) || strings.HasSuffix(text, `\`) {
		return "", false
	}
	return "'" + strings.ReplaceAll(text, "'", `\'`) + "'", true
}

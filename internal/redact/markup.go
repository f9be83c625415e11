package redact

import (
	"html"
	"slices"
	"strings"
)

var (
	literalText = newPattern(`(?s)<!\[CDATA\[(.*?)\]\]>`)
	// element is the beginning of one, with its attributes, or its end, and the text behind it.
	element         = newPattern(`<(/?[A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>([^<]*)`)
	markupAttribute = newPattern(`([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// isMarkup says whether a text is XML or the like.
func isMarkup(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, "\ufeff \t\r\n"), "<")
}

// inMarkup are the secrets of an XML file as a program gets them: what an element or an
// attribute with the name of a secret holds, and the value beside such a name, as in
// <property name="password" value="…"/> and <name>password</name><value>…</value>. Of a file
// that is kept for its secrets every text may be one.
func inMarkup(text string, kept bool) (found []string) {
	text = literalText().ReplaceAllStringFunc(text, func(part string) string {
		return html.EscapeString(literalText.FindStringSubmatch(part)[1])
	})
	take := func(value string, names ...string) {
		value = strings.TrimSpace(html.UnescapeString(value))
		for _, name := range names {
			found = append(found, Secrets(snake(name), value)...)
		}
		if kept {
			found = append(found, ofValue("", value)...)
		}
	}
	before := "" // the name that the element before it gives to the next
	var open []string
	for _, at := range element().FindAllStringSubmatch(text, -1) {
		if ended, is := strings.CutPrefix(at[1], "/"); is {
			for i, name := range slices.Backward(open) { // what was left open ends too
				if name == ended {
					open = open[:i]
					break
				}
			}
			continue
		}
		if open = append(open, at[1]); at[3] != "" {
			open = open[:len(open)-1]
		}
		called := ""
		attributes := markupAttribute().FindAllStringSubmatch(at[2], -1)
		for _, one := range attributes {
			if one[1] == "name" || one[1] == "key" || one[1] == "id" {
				called = html.UnescapeString(one[2] + one[3])
			}
		}
		for _, one := range attributes {
			if names := []string{one[1], called}; one[1] == "value" {
				take(one[2]+one[3], names...)
			} else {
				take(one[2]+one[3], names[0])
			}
		}
		value := strings.TrimSpace(at[4])
		if name := strings.ToLower(at[1]); (name == "name" || name == "key") && called == "" {
			before = html.UnescapeString(value)
			continue
		}
		if value != "" {
			take(value, at[1], called, before)
			found = append(found, underNames(open, html.UnescapeString(value))...)
			before = ""
		}
	}
	return found
}

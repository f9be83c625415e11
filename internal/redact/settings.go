package redact

import "strings"

// InSettings gives the secrets of a file with settings, such as .env: by their form, and by
// the names that they stand under, as those of variables are, for whoever reads the file has
// them so.
func InSettings(text string) []string {
	found := InText(text)
	for line := range strings.Lines(text) {
		at := strings.IndexAny(line, "=:")
		if at < 0 || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		name := strings.Trim(strings.TrimPrefix(strings.TrimSpace(line[:at]), "export "), "\"'- \t")
		if name != strings.ToUpper(name) {
			name = snake(name)
		}
		found = append(found, Secrets(name, settingOf(line[at+1:]))...)
	}
	return found
}

// settingOf is a value without its quotes, and without the comment behind it.
func settingOf(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if quote := text[0]; quote == '"' || quote == '\'' {
		if end := strings.IndexByte(text[1:], quote); end >= 0 {
			return text[1 : end+1]
		}
	}
	if at := strings.Index(text, " #"); at >= 0 {
		text = text[:at]
	}
	return strings.TrimSpace(strings.TrimSuffix(text, ","))
}

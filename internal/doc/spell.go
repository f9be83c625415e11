package doc

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	floatText = regexp.MustCompile(`^([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?)([0-9]+))?$`)
	intText   = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)$`)
)

// FloatText spells a float, given as Python prints it or as JSON has it, so
// that every reader of the format takes it for the same float. YAML 1.1 needs
// a dot, a digit before it and a sign in the exponent, or it reads a string.
// The digits are those given: nothing is rounded. JSON has no NaN or infinity.
func FloatText(format Format, python string) (string, error) {
	switch word := strings.ToLower(strings.TrimPrefix(python, "+")); word {
	case "nan", "inf", "-inf":
		switch format {
		case JSON:
			return "", fmt.Errorf("spell %s in JSON: JSON has no such number", python)
		case TOML:
			return word, nil
		}
		return strings.Replace(strings.Replace(word, "inf", ".inf", 1), "nan", ".nan", 1), nil
	}
	part := floatText.FindStringSubmatch(python)
	if part == nil || part[2]+part[3] == "" {
		return "", fmt.Errorf("spell %.60q as a float: it is none", python)
	}
	if f, _ := strconv.ParseFloat(python, 64); math.IsInf(f, 0) {
		return "", fmt.Errorf("spell %.60q as a float: out of range; write inf if that is meant", python)
	}
	whole := strings.TrimLeft(part[2], "0")
	if whole == "" {
		whole = "0"
	}
	fraction := part[3]
	if fraction == "" {
		fraction = "0"
	}
	text := strings.TrimPrefix(part[1], "+") + whole + "." + fraction
	if part[5] != "" {
		sign := part[4]
		if sign == "" {
			sign = "+"
		}
		text += "e" + sign + part[5]
	}
	return text, nil
}

// IntText spells an int, given as Python prints it. TOML's integers have 64
// bits; the others have no bound.
func IntText(format Format, python string) (string, error) {
	if !intText.MatchString(python) {
		return "", fmt.Errorf("spell %.60q as an int: it is none", python)
	}
	if python == "-0" {
		return "0", nil
	}
	if _, err := strconv.ParseInt(python, 10, 64); err != nil && format == TOML {
		return "", fmt.Errorf("spell %.60q in TOML: beyond 64 bits", python)
	}
	return python, nil
}

// BoolText spells a bool; every format has the same two words.
func BoolText(b bool) string { return strconv.FormatBool(b) }

// NullText spells the absence of a value, which TOML has no word for.
func NullText(format Format) (string, error) {
	if format == TOML {
		return "", fmt.Errorf("spell None in TOML: TOML has no null")
	}
	return "null", nil
}

// StringText spells a string to stand where like stands now, in like's quotes
// if it has some and they can hold it. Without quotes it is written only if no
// reader could take it for anything else. like may be nil.
func StringText(format Format, value string, like *Node) (string, error) {
	if !utf8.ValidString(value) {
		return "", fmt.Errorf("spell %.60q as a string: invalid UTF-8", value)
	}
	raw, flow := "", false
	if like != nil {
		raw, flow = like.Raw, like.Flow
	}
	single := strings.HasPrefix(raw, "'") && !strings.HasPrefix(raw, "'''") || raw == "''"
	switch {
	case format == TOML && single && needsNoEscape(value) && !strings.Contains(value, "'"):
		return "'" + value + "'", nil
	case format == YAML && single && needsNoEscape(value):
		return "'" + strings.ReplaceAll(value, "'", "''") + "'", nil
	case format == YAML && !strings.HasPrefix(raw, `"`) && plainSafe(value, flow):
		return value, nil
	default:
		return quote(value), nil
	}
}

// ListText spells a list on one line; items are spelled already.
func ListText(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

// plainSafe says whether every reader takes value, unquoted, for that string.
// It is narrower than YAML on purpose.
func plainSafe(value string, flow bool) bool {
	const longest = 1000 // what is longer is no word, and PyYAML gives up on a plain key beyond 1024
	if value == "" || len(value) > longest || value != strings.TrimSpace(value) {
		return false
	}
	for i, r := range value {
		next, _ := utf8.DecodeRuneInString(value[i+utf8.RuneLen(r):])
		switch {
		case unicode.IsLetter(r), r == '_', r == '/', r == '.', r == '(', r == '$', r == '<', r >= '0' && r <= '9':
		case i == 0:
			return false
		case unicode.IsMark(r), strings.ContainsRune(` -+\@%=)^~*!;'`, r), r == '>' || r == '"' || r == '&':
		case r == ',' && !flow:
		case r == ':' && !flow && next != utf8.RuneError && next != ' ':
		default:
			return false
		}
	}
	if lower := strings.ToLower(value); lower == "y" || lower == "n" || value[0] == '.' && !unicode.IsLetter(rune(value[len(value)-1])) {
		return false
	}
	want := Value{TypeText, value}
	return Resolve11(value) == want && Resolve12(value) == want && goType(value) == TypeText
}

// needsNoEscape says whether value is one line that can stand in single quotes.
func needsNoEscape(value string) bool {
	for _, r := range value {
		if mustEscape(r) {
			return false
		}
	}
	return true
}

// mustEscape says whether r breaks a line, is invisible, or is refused by one
// of the readers.
// https://yaml.org/spec/1.2.2/#51-character-set
func mustEscape(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff
}

// quote writes value in double quotes with the escapes that JSON, TOML and
// YAML share. Characters beyond the 16-bit plane stay as they are.
func quote(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case mustEscape(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

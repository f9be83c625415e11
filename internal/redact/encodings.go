package redact

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// formsOf are the spellings that a secret travels in: as it is, and as programs, shells
// and servers write it where others would read it wrongly.
func formsOf(secret string) []string {
	forms := append(inBase64(secret), inURL(secret)...)
	inHex := hex.EncodeToString([]byte(secret))
	in32 := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(secret))
	return append(append(forms, inPython(secret)...), secret, inJSON(secret), inASCII(secret), html.EscapeString(secret), inHTML.Replace(secret), inXML.Replace(secret),
		strings.ReplaceAll(secret, "'", `'"'"'`), strings.ReplaceAll(secret, "'", `'\''`), inHex, strings.ToUpper(inHex), in32)
}

// inHTML is Python's html.escape, and inXML the same where quotes need none.
var (
	inHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;")
	inXML  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// inASCII gives a secret as json.dumps of Python writes it within quotes.
func inASCII(secret string) string {
	var out strings.Builder
	for _, r := range inJSON(secret) {
		switch {
		case r < utf8.RuneSelf:
			out.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.String()
}

// inPython gives a secret as repr writes it within quotes, of a text and of its bytes;
// quotes within are escaped where both kinds are in it.
func inPython(secret string) []string {
	text := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(secret)
	var bytes strings.Builder
	for i := range len(text) {
		if b := text[i]; b < utf8.RuneSelf {
			bytes.WriteByte(b)
		} else {
			fmt.Fprintf(&bytes, `\x%02x`, b)
		}
	}
	forms := []string{text, bytes.String()}
	for _, form := range forms[:2] {
		forms = append(forms, strings.ReplaceAll(form, "'", `\'`))
	}
	return forms
}

// inBase64 gives base64 of a secret alone, and what is the same in base64 of any
// text that ends with it: which characters those are goes by how many bytes
// there are before it.
func inBase64(secret string) []string {
	forms := []string{base64.StdEncoding.EncodeToString([]byte(secret))}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			whole := encoding.EncodeToString(append(make([]byte, before), secret...))
			first := (8*before + 5) / 6            // earlier characters are of what stands before as well
			last := 8 * (before + len(secret)) / 6 // a later one is of what comes after, if anything does
			forms = append(forms, whole[first:last], whole[first:])
		}
	}
	return forms
}

// inURL gives a secret as the languages escape it: all of it, or all but what
// stands for itself in a path, with digits in capitals or small.
func inURL(secret string) []string {
	query := url.QueryEscape(secret)
	whole := strings.ReplaceAll(query, "+", "%20")
	var forms []string
	for _, form := range []string{query, whole, url.PathEscape(secret), strings.ReplaceAll(whole, "%2F", "/")} {
		forms = append(forms, form, escapes().ReplaceAllStringFunc(form, strings.ToLower))
	}
	return forms
}

var escapes = newPattern(`%[0-9A-F]{2}`)

// inJSON gives what stands between the quotes.
func inJSON(secret string) string {
	text, err := doc.EncodeJSON(secret, "")
	if err != nil || len(text) < 2 {
		return secret
	}
	return string(text[1 : len(text)-1])
}

package record

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/redact"
)

// This file makes texts of others fit for the record.

// short bounds one text of the record. Bytes that are no UTF-8, as a shell passes them on from
// a file's name in another encoding, are written as \xE9.
func short(text string) string {
	text = escaped(text)
	if len(text) > recorded.MaxText {
		text = strings.ToValidUTF8(text[:recorded.MaxText-3], "") + "…"
	}
	return text
}

func escaped(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02X`, text[0])
		} else {
			b.WriteString(text[:size])
		}
		text = text[size:]
	}
	return b.String()
}

// shortened are texts of the record, of which somebody else gave each.
func shortened(list []string) []string {
	list = slices.Clone(list)
	for i, text := range list {
		list[i] = short(text)
	}
	return list
}

// readCommand notes the command line.
func (g *Recording) readCommand() {
	args := g.Args
	if len(args) > recorded.MaxArgs {
		g.gap("of %d arguments the first %d are recorded", len(args), recorded.MaxArgs)
		args = args[:recorded.MaxArgs]
	}
	args = redact.Arguments(args)
	g.document.Command = shortened(args)
	for i, arg := range args {
		switch {
		case !utf8.ValidString(arg):
			g.gap("argument %d is no UTF-8: its bytes are written as \\xNN", i)
		case g.document.Command[i] != arg:
			g.gap("argument %d is cut: it has %d bytes", i, len(arg))
		}
	}
}

package sourcetext

import "strings"

// WithoutComments gives a program of Python without what it ignores: comments,
// blank lines, blanks at the end of a line. Strings are left as they are, and so are
// Directives, so two programs that are equal after it do the same (but for what reads its
// own source).
func WithoutComments(program string) string {
	var out, line strings.Builder
	flush := func() {
		if text := strings.TrimRight(line.String(), " \t\r"); text != "" {
			out.WriteString(text + "\n")
		}
		line.Reset()
	}
	out.WriteString(Directives(program))
	for i := 0; i < len(program); {
		switch c := program[i]; c {
		case '\n':
			flush()
			i++
		case '#':
			for i < len(program) && program[i] != '\n' {
				i++
			}
		case '"', '\'':
			end := stringEnd(program, i)
			line.WriteString(program[i:end])
			i = end
		default:
			line.WriteByte(c)
			i++
		}
	}
	flush()
	return out.String()
}

// stringEnd gives the offset after the string that starts at i: after its
// closing quotes, or at the end of the line, or of the text, where they are
// missing.
func stringEnd(text string, i int) int {
	quote := text[i : i+1]
	triple := strings.HasPrefix(text[i:], strings.Repeat(quote, 3))
	if triple {
		quote = strings.Repeat(quote, 3)
	}
	for j := i + len(quote); j < len(text); {
		switch {
		case text[j] == '\\':
			j += 2
		case strings.HasPrefix(text[j:], quote):
			return j + len(quote)
		case text[j] == '\n' && !triple:
			return j
		default:
			j++
		}
	}
	return len(text)
}

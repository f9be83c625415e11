package command

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	maxLines = 200      // lines kept for the report
	maxLine  = 16 << 10 // bytes kept of one line
	maxWord  = 4 << 10  // bytes of a word that is not shown in part
	cut      = " …"     // stands for the rest of a longer line
)

// lines is the child's output on its way through: passed on untouched, and
// split into lines of which the last ones are kept. It never returns an error,
// because a terminal that went away is no reason to stop a training.
//
// A carriage return starts the line again, as on a terminal: what it overwrote
// is shown to onLine as text that does not end its line, and not kept.
type lines struct {
	sink   io.Writer
	onLine func(text string, ends bool)
	onRead func()

	current     []byte
	overflowed  bool
	overwritten string // what stands before the last carriage return
	ring        [maxLines]string
	count       int
}

// Write takes a piece of the output.
func (l *lines) Write(piece []byte) (int, error) {
	if l.sink != nil {
		if _, err := l.sink.Write(piece); err != nil {
			l.sink = nil
		}
	}
	for rest := piece; len(rest) > 0; {
		end := bytes.IndexAny(rest[:min(len(rest), maxLine)], "\r\n")
		if end < 0 {
			end = min(len(rest), maxLine)
			l.keep(rest[:end])
			rest = rest[end:]
			continue
		}
		l.keep(rest[:end])
		if rest[end] == '\r' {
			l.restart()
		} else {
			l.end()
		}
		rest = rest[end+1:]
	}
	l.read()
	return len(piece), nil
}

func (l *lines) keep(text []byte) {
	room := maxLine - len(l.current)
	if len(text) > room {
		text, l.overflowed = text[:room], true
	}
	l.current = append(l.current, text...)
}

// take gives the text since the last line end or carriage return, cleaned.
func (l *lines) take() string {
	if l.overflowed {
		l.current = withoutLastWord(l.current)
	}
	text := clean(l.current)
	if l.overflowed {
		text += cut
	}
	l.current, l.overflowed = l.current[:0], false
	return text
}

// withoutLastWord takes the last word off a line that was cut: nobody who looks for a
// secret in it knows its first half.
func withoutLastWord(line []byte) []byte {
	from := max(0, len(line)-maxWord)
	if blank := bytes.LastIndexAny(line[from:], " \t"); blank >= 0 {
		return line[:from+blank]
	}
	return line[:from]
}

func (l *lines) tell(text string, ends bool) {
	if text != "" && l.onLine != nil {
		l.onLine(text, ends)
	}
}

func (l *lines) read() {
	if l.onRead != nil {
		l.onRead()
	}
}

func (l *lines) restart() {
	if text := l.take(); text != "" {
		l.overwritten = text
		l.tell(text, false)
	}
}

func (l *lines) end() {
	text := l.take()
	if text == "" {
		text = l.overwritten
	}
	l.overwritten = ""
	l.tell(text, true)
	l.ring[l.count%maxLines] = text
	l.count++
}

// finish ends a last line that has no line end.
func (l *lines) finish() {
	if len(l.current) > 0 || l.overwritten != "" {
		l.end()
		l.read()
	}
}

// tail gives the last lines, the oldest first.
func (l *lines) tail() []string {
	kept := min(l.count, maxLines)
	tail := make([]string, 0, kept)
	for i := l.count - kept; i < l.count; i++ {
		tail = append(tail, l.ring[i%maxLines])
	}
	return tail
}

// clean makes text out of a line of output: valid UTF-8 without escape
// sequences (ECMA-48: CSI, and the strings OSC, DCS, SOS, PM, APC) and without
// control characters other than the tab.
func clean(line []byte) string {
	if isClean(line) {
		return string(line)
	}
	var text strings.Builder
	for len(line) > 0 {
		char, size := utf8.DecodeRune(line)
		switch {
		case char == 0x1b:
			line = line[escape(line):]
			continue
		case char == 0x9b: // CSI in one character
			line = line[size+control(line[size:]):]
			continue
		case char == '\t' || char >= 0x20 && (char < 0x7f || char > 0x9f):
			text.WriteRune(char)
		}
		line = line[size:]
	}
	return text.String()
}

// isClean says whether a line is ASCII without control characters, as most are.
func isClean(line []byte) bool {
	for _, b := range line {
		if b >= 0x7f || b < 0x20 && b != '\t' {
			return false
		}
	}
	return true
}

// escape gives the length of the escape sequence that line starts with.
func escape(line []byte) int {
	if len(line) < 2 {
		return len(line)
	}
	switch line[1] {
	case '[':
		return 2 + control(line[2:])
	case ']', 'P', 'X', '^', '_': // a string, up to BEL or ESC \
		for i := 2; i < len(line); i++ {
			if line[i] == 0x07 {
				return i + 1
			}
			if line[i] == 0x1b {
				return min(i+2, len(line))
			}
		}
		return len(line)
	}
	for i := 1; i < len(line); i++ { // intermediate bytes, then a final one
		if line[i] < 0x20 || line[i] > 0x2f {
			if line[i] >= 0x30 && line[i] <= 0x7e {
				return i + 1
			}
			return i
		}
	}
	return len(line)
}

// control gives the length of a control sequence after its introducer. A byte
// that cannot belong to one ends it, so that no text is swallowed.
func control(rest []byte) int {
	for i, b := range rest {
		switch {
		case b >= 0x40 && b <= 0x7e:
			return i + 1
		case b < 0x20 || b > 0x3f:
			return i
		}
	}
	return len(rest)
}

package record

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/redact"
)

// This file takes a file's changes apart, so that those with a secret are left out and the
// others stay what git applies.

// contextLines is how many lines stand around a change, as git has them.
const contextLines = 3

// A diffLine is one line of a diff that has all lines of a file.
type diffLine struct {
	sign     byte // ' ', '-' or '+'
	text     string
	noEnd    bool // the file ends with it, without a newline
	old, new int  // the lines before it, on each side
	secret   bool
}

// changes are what a diff of a whole file says: what stands before its lines, and those.
type changes struct {
	head  string
	lines []diffLine
}

// takeApart reads a diff of one file, of which git gave all lines.
func takeApart(diff string) (c changes, known bool) {
	old, new := 0, 0
	begun := false
	for line := range strings.Lines(diff) {
		if !begun && !strings.HasPrefix(line, "@@ ") {
			c.head += line
			continue
		}
		if !begun {
			begun = true
			continue
		}
		switch line[0] {
		case ' ', '-', '+':
			c.lines = append(c.lines, diffLine{sign: line[0], text: line[1:], old: old, new: new})
			if line[0] != '+' {
				old++
			}
			if line[0] != '-' {
				new++
			}
		case '\\':
			if len(c.lines) == 0 {
				return changes{}, false
			}
			c.lines[len(c.lines)-1].noEnd = true
		default: // of a second file, or of a second part: it was not asked for
			return changes{}, false
		}
	}
	return c, true
}

// side gives the file before or after, and which of the diff's lines its lines are.
func (c changes) side(without byte) (text string, at []int) {
	var b strings.Builder
	for i, line := range c.lines {
		if line.sign != without {
			b.WriteString(line.text)
			at = append(at, i)
		}
	}
	return b.String(), at
}

// markSecrets finds the lines that hold a secret, in the file as it was and as it is.
func (c changes) markSecrets(path string, secrets *redact.Redactor) {
	for _, without := range []byte{'+', '-'} {
		text, at := c.side(without)
		for _, line := range secrets.SecretLines(path, text) {
			c.lines[at[line]].secret = true
		}
	}
}

// hunks are the parts of the diff, as begin and end among its lines.
func (c changes) hunks() (hunks [][2]int) {
	for i, line := range c.lines {
		if line.sign == ' ' {
			continue
		}
		begin, end := max(0, i-contextLines), min(len(c.lines), i+1+contextLines)
		if last := len(hunks) - 1; last >= 0 && begin <= hunks[last][1] {
			hunks[last][1] = end
		} else {
			hunks = append(hunks, [2]int{begin, end})
		}
	}
	return hunks
}

// index has digests of both files: of one with a secret it might be guessed from them.
var index = regexp.MustCompile(`(?m)^index [0-9a-f]+\.\.[0-9a-f]+( [0-7]+)?\n`)

// withoutSecrets is the diff without the parts that hold a secret, and which lines those are,
// of the file as it is or was; "" for nothing left.
func (c changes) withoutSecrets() (diff string, left []string) {
	var b strings.Builder
	kept := 0
	for _, h := range c.hunks() {
		part := c.lines[h[0]:h[1]]
		if secret := slices.IndexFunc(part, func(line diffLine) bool { return line.secret }); secret >= 0 {
			if line := part[secret]; line.sign == '-' {
				left = append(left, fmt.Sprintf("%d of the commit's", line.old+1))
			} else {
				left = append(left, fmt.Sprint(line.new+1))
			}
			continue
		}
		kept++
		write(&b, part)
	}
	switch {
	case len(left) == 0:
		return c.head + b.String(), nil
	case kept == 0:
		return "", left
	}
	return index.ReplaceAllString(c.head, "") + b.String(), left
}

// write writes one part. What git says of the function around it is left out: it is a line
// from elsewhere in the file.
func write(b *strings.Builder, part []diffLine) {
	old, new := 0, 0
	for _, line := range part {
		if line.sign != '+' {
			old++
		}
		if line.sign != '-' {
			new++
		}
	}
	first := part[0]
	fmt.Fprintf(b, "@@ -%s +%s @@\n", span(first.old, old), span(first.new, new))
	for _, line := range part {
		b.WriteByte(line.sign)
		b.WriteString(line.text)
		if line.noEnd {
			b.WriteString("\\ No newline at end of file\n")
		}
	}
}

// span is a side of a part's head: where it begins, and how many lines it has.
func span(before, count int) string {
	if count > 0 {
		before++
	}
	return fmt.Sprintf("%d,%d", before, count)
}

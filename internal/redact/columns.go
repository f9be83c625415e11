package redact

import (
	"regexp"
	"strings"
)

// secretColumns finds what stands in a table below the name of a secret: in a CSV file, in Markdown.
// Lines are given one after the other; the zero value is outside of a table.
type secretColumns struct {
	separator string    // of its cells; "" outside of a table
	levels    []secrecy // of its columns
}

// separators of cells, the first that a header has.
var separators = []string{"|", "\t", ";", ","}

// columnName is a cell of a header, without its quotes.
var columnName = regexp.MustCompile(`^[A-Za-z_][\w.-]{0,40}(?: [\w.-]{1,40})?$`)

// inside says whether a table may go on.
func (c *secretColumns) inside() bool { return c.separator != "" }

// each takes the secrets of a line, and begins and ends tables.
func (c *secretColumns) each(line string, hints hintSet, take func(start, end int)) {
	if c.inside() {
		if strings.Count(line, c.separator) != len(c.levels)-1 {
			*c = secretColumns{}
		} else {
			c.cells(line, take)
			return
		}
	}
	if hints.has(nameHint) {
		c.begin(line)
	}
}

// inColumns are the secrets that stand in a text's tables below the name of one.
func inColumns(text string) (found []string) {
	var table secretColumns
	for line := range strings.Lines(text) {
		table.each(line, hintsIn(line), func(start, end int) { found = append(found, line[start:end]) })
	}
	return found
}

// cells takes the secrets of a line of the table.
func (c *secretColumns) cells(line string, take func(start, end int)) {
	at := 0
	for i, cell := range strings.Split(line, c.separator) {
		value := strings.Trim(cell, " \t\r\n\"'`")
		level := c.levels[i] // a token is also a word of a text
		if level == password && !strings.ContainsAny(value, " \t") && isSecretUnder("password", value) || level == certainSecret && looksRandom(value) {
			start := at + strings.Index(cell, value)
			take(start, start+len(value))
		}
		at += len(cell) + len(c.separator)
	}
}

// begin looks whether a line is the header of a table with a column of secrets.
func (c *secretColumns) begin(line string) {
	for _, separator := range separators {
		cells := strings.Split(line, separator)
		if len(cells) < 2 {
			continue
		}
		var levels []secrecy
		secret := false
		for i, cell := range cells {
			name := strings.Trim(cell, " \t\r\n\"'`*")
			if edge := i == 0 || i == len(cells)-1; !(name == "" && edge && separator == "|") && !columnName.MatchString(name) {
				return
			}
			level := secrecyOfName(name)
			levels = append(levels, level)
			secret = secret || level >= certainSecret
		}
		if secret {
			*c = secretColumns{separator, levels}
		}
		return
	}
}

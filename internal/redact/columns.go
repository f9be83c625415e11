package redact

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// secretColumns finds what stands in a table below the name of a secret: in a CSV file, in
// Markdown, in what the shell of a database prints. Lines are given one after the other; the
// zero value is outside of a table.
type secretColumns struct {
	separators string    // of its cells; "" outside of a table
	levels     []secrecy // of its columns
	strange    int       // lines one after the other that are no rows of it
	whole      bool      // the text is nothing but the table: no line ends it
	prose      bool      // its header may be a sentence: Wrong password, try again
	words      bool      // its header may be a list of words, as a program's; another line ends it
}

// separatorsOfCells are those of tables, the first that a header has: bars, of which a drawn
// table has several kinds, and others.
var separatorsOfCells = []string{"|│┃║", "\t", ";", ","}

const (
	oneColumn  = "\x00" // stands between no cells
	maxStrange = 5      // lines that may stand between two rows of a table
)

// columnName is a cell of a header, without its quotes.
var columnName = newPattern(`^[A-Za-z_][\w.-]{0,40}(?: [\w.-]{1,40}){0,2}$`)

// inside says whether a table may go on.
func (c *secretColumns) inside() bool { return c.separators != "" }

// each takes the secrets of a line, and begins and ends tables.
func (c *secretColumns) each(line string, hints hintSet, take func(start, end int)) {
	blank := strings.TrimSpace(line) == ""
	switch {
	case !c.inside():
		if hints.has(nameHint) {
			c.begin(line)
		}
	case !blank && strings.IndexFunc(line, isNoRule) < 0:
	case !blank && c.row(line, take):
		c.strange = 0
	case c.whole:
	case blank || c.strange == maxStrange || c.words:
		*c = secretColumns{}
		c.each(line, hints, take)
	default:
		c.strange++
	}
}

// isNoRule says whether a character is none of a line that is drawn between rows.
func isNoRule(r rune) bool {
	return !strings.ContainsRune("+-=:| \t\r\n", r) && (r < 0x2500 || r > 0x257f)
}

// inColumns are the secrets that stand in a file's tables below the name of one.
func inColumns(file, text string) (found []string) {
	var table secretColumns
	ending := strings.ToLower(path.Ext(file))
	first := true
	for line := range strings.Lines(text) {
		table.each(line, hintsIn(line), func(start, end int) {
			found = append(found, line[start:end], strings.ReplaceAll(line[start:end], `""`, `"`))
		})
		if !first {
			continue
		}
		if name := headOf(line); !table.inside() && (ending == ".csv" || ending == ".tsv") && columnName.MatchString(name) && secrecyOfName(name) >= certainSecret {
			table = secretColumns{separators: oneColumn, levels: []secrecy{secrecyOfName(name)}}
		}
		table.whole, first = table.inside(), false
	}
	return found
}

// row takes the secrets of a line, and says whether it has the table's cells. Where there are
// more or less it is not known which: of those that may stand below the name of a secret one has
// to look like it.
func (c *secretColumns) row(line string, take func(start, end int)) bool {
	cells := cellsOf(line, c.separators, true)
	if plain := cellsOf(line, c.separators, false); len(cells) != len(c.levels) && len(plain) == len(c.levels) {
		cells = plain
	}
	more := len(cells) - len(c.levels)
	if more != 0 && len(cells) == 1 {
		return false
	}
	for i, cell := range cells {
		level := slices.Max(c.levels[max(0, min(i, i-more)):min(len(c.levels), max(i, i-more)+1)])
		said := line[cell[0]:cell[1]]
		value := strings.Trim(said, " \t\r\n\"'`")
		if (more != 0 || c.prose && !c.whole) && !looksTyped(value) && !looksRandom(value) {
			continue
		}
		// a token is also a word of a text
		if level == password && !strings.ContainsAny(value, " \t") && isSecretUnder("password", value) || level == certainSecret && looksRandom(value) {
			start := cell[0] + strings.Index(said, value)
			take(start, start+len(value))
		}
	}
	return more == 0
}

// cellsOf are the places of a line's cells. In quotes a separator is none.
func cellsOf(line, separators string, quotes bool) (cells [][2]int) {
	start, quoted := 0, false
	for i, r := range line {
		switch {
		case quotes && r == '"' && (quoted || strings.TrimLeft(line[start:i], " \ufeff") == ""):
			quoted = !quoted
		case !quoted && strings.ContainsRune(separators, r):
			cells = append(cells, [2]int{start, i})
			start = i + utf8.RuneLen(r)
		}
	}
	return append(cells, [2]int{start, len(line)})
}

// headOf is the name in a cell of a header.
func headOf(cell string) string { return strings.Trim(cell, "\ufeff \t\r\n\"'`*") }

// begin looks whether a line is the header of a table with a column of secrets. A name may be
// missing at an edge: beside a bar, and above the index that pandas writes.
func (c *secretColumns) begin(line string) {
	for _, separators := range separatorsOfCells {
		cells := cellsOf(line, separators, true)
		if len(cells) < 2 {
			continue
		}
		var levels []secrecy
		named, prose := 0, false
		for i, cell := range cells {
			name := headOf(line[cell[0]:cell[1]])
			if edge := i == 0 || i == len(cells)-1; !(name == "" && edge) && !columnName.MatchString(name) {
				return
			}
			if name != "" {
				named++
			}
			level := secrecyOfName(name)
			levels = append(levels, level)
			prose = prose || separators == "," && level >= certainSecret && strings.Contains(name, " ")
		}
		words := separators == "," && strings.Contains(line, ", ")
		atEnd := headOf(line[cells[len(cells)-1][0]:]) == ""
		if slices.Max(levels) >= certainSecret && (!atEnd || named > 1 && !words || separators == separatorsOfCells[0]) {
			*c = secretColumns{separators: separators, levels: levels, prose: prose, words: words}
		}
		return
	}
}

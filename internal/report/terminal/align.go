package terminal

import "strings"

// Align lays rows out in columns two blanks apart, each as wide as its widest
// cell; right holds a letter a column: 'r' right-aligns it. No line
// ends in blanks, and short rows are fine.
func Align(rows [][]string, sides string) []string {
	var widths []int
	for _, row := range rows {
		for column, cell := range row {
			if column == len(widths) {
				widths = append(widths, 0)
			}
			widths[column] = max(widths[column], Width(cell))
		}
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		var line strings.Builder
		for column, cell := range row {
			if column > 0 {
				line.WriteString("  ")
			}
			pad := strings.Repeat(" ", widths[column]-Width(cell))
			if column < len(sides) && sides[column] == 'r' {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		lines[i] = strings.TrimRight(line.String(), " ")
	}
	return lines
}

// Hanging breaks the lines of a message at width, as a report's sentences are
// broken, and indents what goes on. A width of 0 is no limit.
func Hanging(message string, width int) string {
	var lines []string
	for line := range strings.Lines(message) {
		lines = append(lines, strings.Join(Wrap(strings.TrimSuffix(line, "\n"), width-2), "\n  "))
	}
	return strings.Join(lines, "\n")
}

// Wrap breaks a sentence into lines of at most width columns; words that are
// longer stay whole, so that a URL can be clicked. A width below 20 is no limit.
func Wrap(text string, width int) []string { return WrapAfter(0, text, width) }

// WrapAfter is Wrap where so many columns of the first line are taken.
func WrapAfter(taken int, text string, width int) []string {
	if width < 20 {
		return []string{text}
	}
	var lines []string
	line, length := "", taken
	for i, word := range strings.Fields(text) {
		size := Width(word)
		if length > 0 && i > 0 && length+1+size > width {
			lines = append(lines, line)
			line, length = "", 0
		}
		if line != "" {
			line, length = line+" ", length+1
		}
		line, length = line+word, length+size
	}
	return append(lines, line)
}

package report

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	diffContext = 3   // lines around a change, as git has it
	diffLines   = 400 // lines of a diff that are shown
	diffSearch  = 2000
)

// unified gives the change to one file as git prints it, so that it can be
// read, and applied. Lines are shown as they are but for what a terminal would
// obey.
func unified(edit repro.FileEdit) []string {
	before, after := splitLines(string(edit.Before)), splitLines(string(edit.After))
	path := printable.Text(edit.Path)
	lines := []string{"--- a/" + path, "+++ b/" + path}
	for _, h := range hunks(matched(before, after), len(before), len(after)) {
		lines = append(lines, fmt.Sprintf("@@ -%s +%s @@", extent(h.oldFrom, h.oldTo), extent(h.newFrom, h.newTo)))
		lines = append(lines, h.lines(before, after)...)
		if len(lines) > diffLines {
			return append(lines[:diffLines], "… the change goes on; the file shows the rest")
		}
	}
	return lines
}

// splitLines keeps no line ends; a last line without one is marked as git does.
func splitLines(text string) []string {
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	} else {
		lines[last] += "\n\\ No newline at end of file"
	}
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}

// A match is a line that both sides have: same[i] pairs old with new.
type match struct{ old, new int }

// matched pairs the lines that did not change. Values are spliced in place, so
// line by line is right nearly always; where a value changed its number of
// lines, the middle is searched for the longest common subsequence.
func matched(before, after []string) []match {
	var pairs []match
	if len(before) == len(after) {
		for i := range before {
			if before[i] == after[i] {
				pairs = append(pairs, match{i, i})
			}
		}
		return pairs
	}
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		pairs = append(pairs, match{head, head})
		head++
	}
	foot := 0
	for foot < len(before)-head && foot < len(after)-head && before[len(before)-1-foot] == after[len(after)-1-foot] {
		foot++
	}
	for _, m := range common(before[head:len(before)-foot], after[head:len(after)-foot]) {
		pairs = append(pairs, match{m.old + head, m.new + head})
	}
	for i := foot; i > 0; i-- {
		pairs = append(pairs, match{len(before) - i, len(after) - i})
	}
	return pairs
}

// common is the longest common subsequence; none where the search would take
// too long.
func common(a, b []string) []match {
	if len(a) == 0 || len(b) == 0 || len(a) > diffSearch || len(b) > diffSearch {
		return nil
	}
	length := make([][]int, len(a)+1)
	length[len(a)] = make([]int, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		length[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	var pairs []match
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, match{i, j})
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// A hunk is a stretch of both files, half open, counted from 0; same are the
// pairs in it.
type hunk struct {
	oldFrom, oldTo, newFrom, newTo int
	same                           []match
}

// hunks cuts the changes out with their context, and joins those that touch.
func hunks(pairs []match, oldLines, newLines int) []hunk {
	var found []hunk
	old, new := 0, 0
	for _, m := range append(pairs[:len(pairs):len(pairs)], match{oldLines, newLines}) {
		if m.old > old || m.new > new {
			from := min(diffContext, old, new)
			h := hunk{old - from, min(m.old+diffContext, oldLines), new - from, min(m.new+diffContext, newLines), nil}
			if last := len(found) - 1; last >= 0 && h.oldFrom <= found[last].oldTo {
				h.oldFrom, h.newFrom = found[last].oldFrom, found[last].newFrom
				found[last] = h
			} else {
				found = append(found, h)
			}
		}
		old, new = m.old+1, m.new+1
	}
	for i := range found {
		for _, m := range pairs {
			if m.old >= found[i].oldFrom && m.old < found[i].oldTo && m.new >= found[i].newFrom && m.new < found[i].newTo {
				found[i].same = append(found[i].same, m)
			}
		}
	}
	return found
}

func (h hunk) lines(before, after []string) []string {
	var lines []string
	put := func(sign, text string) {
		text, marker, _ := strings.Cut(text, "\n")
		lines = append(lines, sign+clip(text, textWidth))
		if marker != "" {
			lines = append(lines, marker)
		}
	}
	old, new := h.oldFrom, h.newFrom
	for _, m := range append(h.same[:len(h.same):len(h.same)], match{h.oldTo, h.newTo}) {
		for ; old < m.old; old++ {
			put("-", before[old])
		}
		for ; new < m.new; new++ {
			put("+", after[new])
		}
		if m.old < h.oldTo {
			put(" ", before[m.old])
		}
		old, new = m.old+1, m.new+1
	}
	return lines
}

// extent is a stretch of lines as a diff counts them.
func extent(from, to int) string {
	switch to - from {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return fmt.Sprint(from + 1)
	default:
		return fmt.Sprintf("%d,%d", from+1, to-from)
	}
}

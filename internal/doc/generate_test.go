package doc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A generator writes YAML as people do, which is to say in every way YAML has.
// It knows nothing of what the package makes of it.
type generator struct {
	*rand.Rand
	strings.Builder
	keys    int
	tabs    bool     // between tokens, where Python's readers refuse them and Go's does not
	anchors []string // of scalars
	maps    []string // of maps: for aliases and <<
}

func (g *generator) pick(of ...string) string { return of[g.IntN(len(of))] }
func (g *generator) one(in int) bool          { return g.IntN(in) == 0 }

func (g *generator) newline() {
	if g.one(12) {
		g.WriteString(g.pick("  ", g.blank(), " "))
	}
	g.WriteString(g.pick("\n", "\n", "\n", "\n", "\n", "\n", "\n", "\r\n"))
}

func (g *generator) blank() string {
	if g.tabs {
		return "\t"
	}
	return "    "
}

func (g *generator) comment() string {
	return "#" + g.pick("", " ", "  ") + g.pick("note", "größe: 5", "key: value", "日本語 🚀", `"quoted" 'x' [a, b] {c}`, "- item", "# again", "lr: 0.1  # old", "tab\there")
}

func (g *generator) document() string {
	g.tabs = g.one(12)
	if g.one(10) {
		g.WriteString("\ufeff")
	}
	for g.one(3) {
		g.WriteString(g.comment())
		g.newline()
	}
	if g.one(6) {
		g.WriteString("---" + g.pick("", "", " "+g.comment()))
		g.newline()
	}
	if g.one(25) {
		g.flowMap(2)
		g.newline()
		return g.String()
	}
	g.blockMap(0, 3, 2+g.IntN(5))
	if g.one(12) {
		g.WriteString("...\n")
	}
	text := g.String()
	if g.one(6) {
		text = strings.TrimRight(text, "\r\n")
	}
	return text
}

func (g *generator) key() string {
	g.keys++
	name := fmt.Sprintf("%s%d", g.pick("lr", "batch_size", "Dropout", "学习率", "max-depth", "a.b/c", "key with spaces", "ünï", "UPPER", "x"), g.keys)
	switch g.IntN(12) {
	case 0:
		return "'" + name + "'"
	case 1:
		return `"` + name + `\t"`
	case 2:
		return fmt.Sprint(1000 + g.keys)
	default:
		return name
	}
}

func (g *generator) lead(indent int) { g.WriteString(strings.Repeat(" ", indent)) }

func (g *generator) gaps(indent int) {
	for g.one(5) {
		if g.one(2) {
			g.newline()
			continue
		}
		g.lead(g.IntN(indent + 3))
		g.WriteString(g.comment())
		g.newline()
	}
}

func (g *generator) trailing() {
	if g.one(4) {
		g.WriteString(g.pick(" ", "  ", "     ") + g.comment())
	}
	g.newline()
}

// blockMap writes entries at indent, the first one where the cursor stands
// after the caller's indentation, which for the outermost is none.
func (g *generator) blockMap(indent, depth, entries int) {
	for i := range entries {
		if i > 0 || indent == 0 {
			g.gaps(indent)
		}
		g.lead(indent)
		g.entry(indent, depth)
	}
}

func (g *generator) entry(indent, depth int) {
	if len(g.maps) > 0 && g.one(15) && depth < 3 && !strings.HasSuffix(g.String(), "- ") {
		g.WriteString("m" + fmt.Sprint(g.keys) + ":")
		g.keys++
		g.newline()
		g.lead(indent + 2)
		g.WriteString("<<: *" + g.pick(g.maps...))
		g.newline()
		g.lead(indent + 2)
		g.WriteString("own: 1")
		g.newline()
		return
	}
	if g.one(25) {
		g.WriteString("? " + g.key())
		g.newline()
		g.lead(indent)
		g.WriteString(": " + g.scalar(false))
		g.newline()
		return
	}
	g.WriteString(g.key() + g.pick("", "", "", "", " ", "  ") + ":")
	step := 1 + g.IntN(4)
	switch choice := g.IntN(20); {
	case choice < 3 && depth > 0:
		anchor := ""
		if g.one(8) {
			anchor = fmt.Sprintf("map%d", g.keys)
			g.WriteString(" &" + anchor)
		}
		g.trailing()
		g.blockMap(indent+step, depth-1, 1+g.IntN(4))
		if anchor != "" {
			g.maps = append(g.maps, anchor)
		}
	case choice < 5 && depth > 0:
		g.trailing()
		g.blockList(indent+g.pick0(step), depth-1)
	case choice < 7:
		g.WriteString(g.pick(" ", "  "))
		g.flow(2)
		g.trailing()
	case choice == 7:
		g.blockScalar(indent + step)
	case choice == 8: // the value on the next line
		g.trailing()
		g.lead(indent + step)
		g.WriteString(g.scalar(false))
		g.trailing()
	case choice == 9:
		g.trailing() // nothing at all
	case choice == 10:
		g.multiline(indent + step)
	case choice == 11 && len(g.anchors) > 0:
		g.WriteString(" *" + g.pick(g.anchors...))
		g.newline()
	case choice == 12 && g.one(2):
		name := fmt.Sprintf("a%d", g.keys)
		g.anchors = append(g.anchors, name)
		g.WriteString(" &" + name + " " + g.scalar(false))
		g.newline()
	case choice == 13 && g.one(2):
		g.WriteString(" " + g.pick("!!str 5", "!!float 5", "!!int '7'", "!!str x # y", "!!float 1.5", "!!null ~", "!!bool true"))
		g.newline()
	default:
		g.WriteString(g.pick(" ", " ", " ", "   ", g.blank()) + g.scalar(false))
		g.trailing()
	}
}

func (g *generator) pick0(step int) int {
	if g.one(2) {
		return 0
	}
	return step
}

func (g *generator) blockList(indent, depth int) {
	for range 1 + g.IntN(4) {
		g.lead(indent)
		g.WriteString("-" + g.pick(" ", " ", "   "))
		switch {
		case g.one(8) && depth > 0:
			column := indent + 2
			if text := g.String(); strings.HasSuffix(text, "   ") {
				column = indent + 4
			}
			g.entry(column, 0)
			if g.one(2) {
				g.lead(column)
				g.entry(column, 0)
			}
		case g.one(8):
			g.flow(1)
			g.trailing()
		default:
			g.WriteString(g.scalar(false))
			g.trailing()
		}
	}
}

func (g *generator) blockScalar(indent int) {
	g.WriteString(" " + g.pick("|", ">", "|-", ">+", "|+"))
	g.newline()
	for range 1 + g.IntN(3) {
		g.lead(indent)
		g.WriteString(g.pick("text", "key: value", "# no comment", "日本 text"))
		g.newline()
	}
}

func (g *generator) multiline(indent int) {
	lines := []string{"first words", "second: no", "third"}
	switch g.IntN(3) {
	case 0:
		lines = []string{"plain words", "go on"}
	case 1:
		lines[0], lines[2] = `"`+lines[0], lines[2]+`\u00e9"`
	default:
		lines[0], lines[2] = `'`+lines[0], `it''s'`
	}
	for i, line := range lines {
		if i > 0 {
			g.WriteString(g.pick("\n", "\r\n", "\n\n"))
			g.lead(indent)
		} else {
			g.WriteString(" ")
		}
		g.WriteString(line)
	}
	g.newline()
}

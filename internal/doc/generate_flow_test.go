package doc_test

import (
	"fmt"
	"strings"
)

func (g *generator) gap() {
	switch g.IntN(8) {
	case 0:
		g.WriteString("\n" + strings.Repeat(" ", 10))
	case 1:
		g.WriteString("  ")
	case 2:
		g.WriteString(" " + g.comment() + "\n" + strings.Repeat(" ", 9))
	case 3, 4:
	default:
		g.WriteString(" ")
	}
}

func (g *generator) flow(depth int) {
	if g.one(3) {
		g.flowMap(depth)
		return
	}
	g.WriteString("[")
	g.gap()
	for i, n := 0, g.IntN(4); i < n; i++ {
		if g.one(6) && depth > 0 {
			g.flow(depth - 1)
		} else {
			g.WriteString(g.scalar(true))
		}
		g.gap()
		if i < n-1 || g.one(6) {
			g.WriteString(",")
			g.gap()
		}
	}
	g.WriteString("]")
}

func (g *generator) flowMap(depth int) {
	g.WriteString("{")
	g.gap()
	for i, n := 0, 1+g.IntN(3); i < n; i++ {
		switch key := g.key(); {
		case g.one(10):
			g.WriteString(key)
		case g.one(10):
			g.WriteString(key + ":")
		case g.one(6) && depth > 0:
			g.WriteString(key + ": ")
			g.flow(depth - 1)
		default:
			g.WriteString(key + g.pick(": ", ":  ", " : ") + g.scalar(true))
		}
		g.gap()
		if i < n-1 {
			g.WriteString(",")
			g.gap()
		}
	}
	g.WriteString("}")
}

func (g *generator) scalar(flow bool) string {
	switch g.IntN(9) {
	case 0:
		return fmt.Sprint(g.IntN(2000) - 1000)
	case 1:
		return g.pick("0.1", "1e-3", "1e6", "1.50", ".5", "5.", "1e-05", "-1.0e+20", ".nan", "-.inf", "0.12345678901234567")
	case 2:
		return g.pick("true", "False", "yes", "no", "on", "null", "~", "None", "y")
	case 3:
		return g.pick("017", "0x1F", "1_000", "12:30", "2024-01-01", "08", "18446744073709551617")
	case 4:
		return "'" + g.pick("", "single", "it''s", "# no", "a: b", "日本", "1.0") + "'"
	case 5:
		return `"` + g.pick("", "double", `esc \" \\ \u00e9 \t`, "# no", "é 🚀", "1.0", `\
`) + `"`
	case 6:
		if flow {
			return g.pick("word", "two words", "a-b", "path/to", "ä")
		}
		return g.pick("word", "two words", "it's", "a#b", "C:\\data\\x", "http://host/p?q=1", "(224,224)", "<class 'float'>", "[x"[1:], "${VAR:-x}", "-x", "日本 語", "a, b", "x]")
	default:
		return g.pick("relu", "adam", "5", "3.5")
	}
}

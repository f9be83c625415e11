package doc_test

import (
	"fmt"
	"strings"
)

// jsonDocument writes JSON with odd spacing; the root is an object.
func (g *generator) jsonDocument() string {
	if g.one(10) {
		g.WriteString("\ufeff")
	}
	g.jsonSpace()
	g.jsonObject(3)
	g.jsonSpace()
	return g.String()
}

func (g *generator) jsonSpace() {
	g.WriteString(g.pick("", "", " ", "\n  ", "\r\n", "\t", "\n\n"))
}

func (g *generator) jsonObject(depth int) {
	g.WriteString("{")
	g.jsonSpace()
	for i, n := 0, g.IntN(5); i < n; i++ {
		g.keys++
		fmt.Fprintf(g, `"%s%d"`, g.pick("lr", "学习率", `a\tb`, `q\"`, `\u00e9`, "a.b", ""), g.keys)
		g.jsonSpace()
		g.WriteString(":")
		g.jsonSpace()
		g.jsonValue(depth)
		g.jsonSpace()
		if i < n-1 {
			g.WriteString(",")
			g.jsonSpace()
		}
	}
	g.WriteString("}")
}

func (g *generator) jsonValue(depth int) {
	switch {
	case depth > 0 && g.one(4):
		g.jsonObject(depth - 1)
	case depth > 0 && g.one(5):
		g.WriteString("[")
		g.jsonSpace()
		for i, n := 0, g.IntN(4); i < n; i++ {
			g.jsonValue(depth - 1)
			g.jsonSpace()
			if i < n-1 {
				g.WriteString(",")
				g.jsonSpace()
			}
		}
		g.WriteString("]")
	default:
		g.WriteString(g.pick("0", "-1.50", "1E5", "1e-05", "true", "null", `""`, `"a"`, `"\u00e9\n"`, `"日本 🚀"`, "10000000000000001", `"]}"`, `"\\"`))
	}
}

// tomlDocument writes TOML: tables, dotted keys, inline tables, comments.
func (g *generator) tomlDocument() string {
	if g.one(10) {
		g.WriteString("\ufeff")
	}
	g.tomlPairs("")
	for i, n := 0, g.IntN(4); i < n; i++ {
		g.keys++
		name := fmt.Sprintf(g.pick("t%d", `"t x%d"`, "t%d.sub", "'größe%d'"), g.keys)
		if g.one(5) {
			g.WriteString("[[" + name + "]]")
			g.tomlEnd()
			g.tomlPairs("")
			g.WriteString("[[ " + name + " ]]")
		} else {
			g.WriteString(g.pick("", "  ") + "[" + name + "]")
		}
		g.tomlEnd()
		g.tomlPairs(g.pick("", "  ", "\t"))
	}
	text := g.String()
	if g.one(5) {
		text = strings.TrimRight(text, "\r\n")
	}
	return text
}

func (g *generator) tomlEnd() {
	g.WriteString(g.pick("", "", " ", "\t", "  # note = 1", " #größe 🚀") + g.pick("\n", "\n", "\n", "\r\n"))
}

func (g *generator) tomlPairs(indent string) {
	for range g.IntN(5) {
		if g.one(5) {
			g.WriteString(g.pick("# lr = 0.1\n", "\n", "\t# [x]\n"))
		}
		g.WriteString(indent + g.tomlKey() + g.pick(" = ", "=", "  =\t"))
		g.tomlValue(2)
		g.tomlEnd()
	}
}

func (g *generator) tomlKey() string {
	g.keys++
	return fmt.Sprintf(g.pick("lr%d", "lr%d", `"a b%d"`, "'é.%d'", "d%d.x", "d%d . 'y z'", "1%d", "a-%d"), g.keys)
}

func (g *generator) tomlValue(depth int) {
	switch {
	case depth > 0 && g.one(6):
		g.WriteString("[")
		for i, n := 0, g.IntN(4); i < n; i++ {
			g.WriteString(g.pick("", " ", "\n  ", " # one, [two]\n"))
			g.tomlValue(depth - 1)
			g.WriteString(g.pick("", " ", "\n"))
			if i < n-1 || g.one(4) {
				g.WriteString(",")
			}
		}
		g.WriteString(g.pick("", " ", " # end\n") + "]")
	case depth > 0 && g.one(8):
		g.WriteString("{")
		for i, n := 0, g.IntN(3); i < n; i++ {
			if i > 0 {
				g.WriteString(", ")
			}
			g.WriteString(g.tomlKey() + " = ")
			g.tomlValue(0)
		}
		g.WriteString(g.pick("", " ") + "}")
	default:
		g.WriteString(g.pick("0", "-1.50", "1e5", "1_000", "0x1F", "0o17", "0b11", "inf", "-nan", "true", `""`, `"a # b"`, `"\u00e9\n"`, "'C:\\x'", `"]}"`, `"\\"`,
			"2024-01-01", "2024-01-01T10:00:00Z", "10:00:00", `"""multi
line"""`, "'''\nraw'''", "+5", "6.02e+23"))
	}
}

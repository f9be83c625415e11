package params

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
)

// Python params files are read as DVC reads them: literals that are assigned to
// names of the module, of its classes, and to self in their __init__. They are
// programs, so they are never written.
// https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#parameters

var (
	pyAssign = regexp.MustCompile(`^([ \t]*)(self\.)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*(?::[^=]*)?=[ \t]*([^=].*)$`)
	pyClass  = regexp.MustCompile(`^class[ \t]+([A-Za-z_][A-Za-z0-9_]*)`)
	pyInit   = regexp.MustCompile(`^[ \t]+def[ \t]+__init__\(`)
	pyDef    = regexp.MustCompile(`^[ \t]+(?:async[ \t]+)?def[ \t]`)
)

// maxPyFile bounds a Python params file, like others.
const maxPyFile = 1 << 20

func isPython(path string) bool { return strings.HasSuffix(strings.ToLower(path), ".py") }

// parsePython reads the params of a Python file. What it does not understand is
// no param of it.
func parsePython(data []byte) *doc.Document {
	root := &doc.Node{Kind: doc.Map, Line: 1}
	if len(data) > maxPyFile {
		data = nil
	}
	var class *doc.Node // whose body this is
	body, init := "", false
	quotes := "" // of a text of several lines
	for i, line := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		line = strings.TrimRight(line, "\r \t")
		inside := quotes != ""
		quotes = openQuotes(line, quotes)
		if inside || strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if indent == "" {
			class, body, init = nil, "", false
			if found := pyClass.FindStringSubmatch(line); found != nil {
				class = &doc.Node{Kind: doc.Map, Line: i + 1}
				root.Keys, root.Values = append(root.Keys, &doc.Node{Text: found[1], Line: i + 1}), append(root.Values, class)
				continue
			}
		} else if class != nil && body == "" {
			body = indent
		}
		if pyDef.MatchString(line) {
			init = class != nil && indent == body && pyInit.MatchString(line)
			continue
		}
		found := pyAssign.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		into := root
		switch self := found[2] != ""; {
		case indent == "" && !self:
		case class != nil && indent == body && !self, class != nil && init && len(indent) > len(body) && self:
			into = class
		default:
			continue // in a function or a branch: it may never be run
		}
		if node := pyNode(found[4], i+1); node != nil {
			set(into, found[3], node)
		}
	}
	return &doc.Document{Format: doc.YAML, Root: root}
}

// set gives a name its value; the last one counts.
func set(into *doc.Node, name string, node *doc.Node) {
	for i, key := range into.Keys {
		if key.Text == name {
			into.Values[i] = node
			return
		}
	}
	into.Keys, into.Values = append(into.Keys, &doc.Node{Text: name, Line: node.Line}), append(into.Values, node)
}

// pyNode gives a literal, with a comment behind it perhaps, as a value; nil
// where it is none.
func pyNode(text string, line int) *doc.Node {
	for end := len(text); end > 0; end = strings.LastIndex(text[:end], "#") {
		written := strings.TrimSpace(text[:end])
		value, err := literal.Parse(written)
		if number, failed := strconv.ParseInt(written, 0, 64); err != nil && failed == nil {
			value, err = literal.Value{Kind: literal.Int, Text: strconv.FormatInt(number, 10)}, nil // 1_000, 0x10
		}
		if err != nil {
			continue
		}
		spelled, err := spell(value, doc.YAML, inList)
		if err != nil {
			return nil
		}
		parsed, err := doc.Parse(doc.YAML, []byte("x: "+spelled+"\n"))
		if err != nil {
			return nil
		}
		node := *parsed.Root.Get("x")
		node.Line = line
		if node.Kind == doc.Scalar {
			node.Raw = written
		}
		return &node
	}
	return nil
}

// openQuotes follows texts in triple quotes: which stand open after a line.
func openQuotes(line, open string) string {
	for {
		if open != "" {
			at := strings.Index(line, open)
			if at < 0 {
				return open
			}
			line, open = line[at+3:], ""
			continue
		}
		double, single := strings.Index(line, `"""`), strings.Index(line, `'''`)
		switch {
		case double >= 0 && (single < 0 || double < single):
			line, open = line[double+3:], `"""`
		case single >= 0:
			line, open = line[single+3:], `'''`
		default:
			return ""
		}
	}
}

package dvc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A scope is the names that a template may use.
// https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#templating
type scope struct {
	roots []root           // params.yaml and vars; DVC lets none override another
	own   map[string]value // item and key of a foreach or matrix stage
	used  func(file, key string)
}

// A root is a document whose keys are names.
type root struct {
	*doc.Node
	file string // "" for what stands in dvc.yaml itself
}

// A value is what a name stands for: a node, or a text that was made here, or
// several values by name.
type value struct {
	node *doc.Node
	text string
	many map[string]value
}

// globals gives the names that dvc.yaml's own vars define, and params.yaml
// beside it. A file that cannot be read defines nothing; the templates over it
// stay unresolved.
func (p *Project) globals(dir string, vars *doc.Node) scope {
	names := scope{used: p.use}
	if file := join(dir, paramsFile); exists(p.files, file) {
		names = p.load(names, file, nil)
	}
	return p.locals(dir, vars, names)
}

// locals adds the names of a list of vars: maps, or files with perhaps the
// keys to take from them after a colon.
func (p *Project) locals(dir string, vars *doc.Node, names scope) scope {
	for _, item := range vars.Items() {
		if item.Kind == doc.Map {
			names.roots = append(names.roots[:len(names.roots):len(names.roots)], root{Node: item})
			continue
		}
		if text, ok := item.Str(); ok {
			file, keys, _ := strings.Cut(text, ":")
			names = p.load(names, join(dir, file), strings.FieldsFunc(keys, func(c rune) bool { return c == ',' }))
		}
	}
	return names
}

func (p *Project) load(names scope, file string, keys []string) scope {
	names.roots = names.roots[:len(names.roots):len(names.roots)]
	found, err := read(p.files, file)
	if err != nil || found.Kind != doc.Map {
		if err != nil {
			p.warnf("templates cannot use %s: %v", file, err)
		}
		return names
	}
	if len(keys) > 0 {
		part := &doc.Node{Kind: doc.Map, Line: found.Line}
		for i, key := range found.Keys {
			if slices.Contains(keys, key.Text) {
				part.Keys, part.Values = append(part.Keys, key), append(part.Values, found.Values[i])
			}
		}
		found = part
	}
	names.roots = append(names.roots, root{found, file})
	return names
}

// with adds the names of one round of foreach or matrix.
func (s scope) with(own map[string]value) scope {
	s.own = own
	return s
}

// find follows an expression such as train.layers[0].size.
func (s scope) find(expression string) (value, bool) {
	steps := strings.Split(strings.NewReplacer("[", ".", "]", "").Replace(expression), ".")
	if start, ok := s.own[steps[0]]; ok {
		return start.follow(steps[1:])
	}
	for _, root := range s.roots {
		if found, ok := (value{node: root.Node}).follow(steps); ok {
			if root.file != "" {
				s.used(root.file, keyOf(root.Node, steps))
			}
			return found, true
		}
	}
	return value{}, false
}

// keyOf is the key that steps lead to, or the list that they lead into.
func keyOf(n *doc.Node, steps []string) string {
	for i, step := range steps {
		if n.Kind != doc.Map {
			return strings.Join(steps[:i], ".")
		}
		n = n.Get(step)
	}
	return strings.Join(steps, ".")
}

func (v value) follow(steps []string) (value, bool) {
	for _, step := range steps {
		switch {
		case v.many != nil:
			next, ok := v.many[step]
			if !ok {
				return value{}, false
			}
			v = next
		case v.node == nil:
			return value{}, false
		case v.node.Kind == doc.List:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v.node.Values) {
				return value{}, false
			}
			v = value{node: v.node.Values[i]}
		default:
			v = value{node: v.node.Get(step)}
			if v.node == nil {
				return value{}, false
			}
		}
	}
	return v, true
}

// string gives a single value as DVC puts it into a text.
func (v value) string() (string, bool) {
	switch {
	case v.many != nil:
		return "", false
	case v.node == nil:
		return v.text, true
	case v.node.Kind != doc.Scalar:
		return "", false
	}
	read := v.node.Value12()
	if read.Type == doc.TypeBool {
		return strings.ToLower(read.Text), true
	}
	return read.Text, read.Type != doc.TypeInvalid
}

// A resolved is a text after templating.
type resolved struct {
	done string
	left []string // templates that nothing was found for; they stand in done
}

// text resolves the templates in a text. Only in field "cmd" may a map stand
// for one: as command line options.
func (s scope) text(text, field string) resolved {
	var result resolved
	var done strings.Builder
	for {
		start := strings.Index(text, "${")
		if start < 0 {
			break
		}
		if start > 0 && text[start-1] == '\\' {
			done.WriteString(text[:start-1] + "${")
			text = text[start+2:]
			continue
		}
		length := strings.IndexAny(text[start:], "}\n")
		if length < 0 || text[start+length] == '\n' {
			done.WriteString(text[:start+2])
			text = text[start+2:]
			continue
		}
		template := text[start : start+length+1]
		done.WriteString(text[:start])
		text = text[start+length+1:]
		found, ok := s.find(template[2 : len(template)-1])
		var filled string
		if ok {
			if filled, ok = found.string(); !ok && field == "cmd" && found.node != nil && found.node.Kind == doc.Map {
				filled, ok = options(found.node)
			}
		}
		if !ok {
			filled = template
			result.left = append(result.left, template)
		}
		done.WriteString(filled)
	}
	result.done = done.String() + text
	return result
}

// options writes a map as DVC writes it into a command: --name value, --name
// alone for true, nothing for false, several values after one name.
func options(node *doc.Node) (string, bool) {
	var parts []string
	fine := true
	node.Each(func(key []string, found *doc.Node) {
		name := "--" + strings.Join(key, ".")
		if found.Kind == doc.List {
			for i, item := range found.Values {
				if i == 0 {
					parts = append(parts, name)
				}
				text, ok := argument(item)
				fine = fine && ok
				parts = append(parts, text)
			}
			return
		}
		if read := found.Value12(); read.Type == doc.TypeBool {
			if read.Text == "True" {
				parts = append(parts, name)
			}
			return
		}
		text, ok := argument(found)
		fine = fine && ok
		parts = append(parts, name, text)
	})
	return strings.Join(parts, " "), fine
}

// argument writes a single value as a word of a command, quoted like Python's
// shlex.quote if it is text.
func argument(node *doc.Node) (string, bool) {
	read := node.Value12()
	if node.Kind != doc.Scalar || read.Type == doc.TypeInvalid {
		return "", false
	}
	const plain = "@%+=:,./-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	if read.Type != doc.TypeText || read.Text != "" && strings.Trim(read.Text, plain) == "" {
		return read.Text, true
	}
	return "'" + strings.ReplaceAll(read.Text, "'", `'"'"'`) + "'", true
}

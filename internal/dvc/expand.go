package dvc

import (
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// expand gives the stages that an entry of dvc.yaml stands for: itself, or one
// for each item of foreach or combination of matrix, named like DVC names
// them. Where the items cannot be resolved it gives one stage, with the
// template as its name.
// https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#foreach-stages
func expand(name string, body *doc.Node, names scope) []definition {
	switch {
	case body == nil || body.Kind != doc.Map:
		return nil
	case body.Get("foreach") != nil:
		return foreach(name, body.Get("foreach"), body.Get("do"), names)
	case body.Get("matrix") != nil:
		return matrix(name, body, names)
	default:
		return []definition{{name, body, names}}
	}
}

func foreach(name string, over, body *doc.Node, names scope) []definition {
	if body == nil || body.Kind != doc.Map {
		return nil
	}
	source := names.node(over)
	var stages []definition
	add := func(key string, item value, keyed bool) {
		own := map[string]value{"item": item}
		if keyed {
			own["key"] = value{text: key}
		}
		stages = append(stages, definition{name + "@" + key, body, names.with(own)})
	}
	switch {
	case source != nil && source.Kind == doc.Map:
		for i, key := range source.Keys[:min(len(source.Keys), maxStages+1)] {
			text, _ := (value{node: key}).string()
			add(text, names.item(source.Values[i]), true)
		}
	case source != nil && source.Kind == doc.List:
		numbered := anyComposite(source.Values) // where any item is a map or list, all are numbered
		for i, item := range source.Values[:min(len(source.Values), maxStages+1)] {
			key := strconv.Itoa(i)
			resolved := names.item(item)
			if text, ok := resolved.string(); ok && !numbered {
				key = text
			}
			add(key, resolved, false)
		}
	default:
		return []definition{{name + "@" + over.Text, body, names}}
	}
	return stages
}

// matrix combines all values of all variables, the last one turning fastest.
func matrix(name string, body *doc.Node, names scope) []definition {
	axes := body.Get("matrix")
	if axes.Kind != doc.Map {
		return nil
	}
	type round struct {
		parts []string
		items map[string]value
	}
	rounds := []round{{items: map[string]value{}}}
	for i, axis := range axes.Keys {
		source := names.node(axes.Values[i])
		if source == nil || source.Kind != doc.List {
			return []definition{{name + "@" + axes.Values[i].Text, body, names}}
		}
		var next []round
		for _, before := range rounds {
			for j, item := range source.Values {
				if len(next) > maxStages {
					break
				}
				chosen := names.item(item)
				part, ok := chosen.string()
				if !ok {
					part = axis.Text + strconv.Itoa(j)
				}
				items := map[string]value{axis.Text: chosen}
				for name, item := range before.items {
					items[name] = item
				}
				next = append(next, round{append(before.parts[:len(before.parts):len(before.parts)], part), items})
			}
		}
		rounds = next
	}
	stages := make([]definition, 0, len(rounds))
	for _, one := range rounds {
		key := strings.Join(one.parts, "-")
		own := map[string]value{"item": {many: one.items}, "key": {text: key}}
		stages = append(stages, definition{name + "@" + key, body, names.with(own)})
	}
	return stages
}

// node gives the list or map that is written there, or that a template names.
func (s scope) node(written *doc.Node) *doc.Node {
	if written == nil || written.Kind != doc.Scalar {
		return written
	}
	text := written.Text
	if !strings.HasPrefix(text, "${") || strings.Index(text, "}") != len(text)-1 {
		return nil
	}
	found, _ := s.find(text[2 : len(text)-1])
	return found.node
}

// item gives a value of a list, its own templates resolved.
func (s scope) item(written *doc.Node) value {
	if written.Kind == doc.Scalar && strings.Contains(written.Text, "${") {
		if named := s.node(written); named != nil {
			return value{node: named}
		}
		return value{text: s.text(written.Text, "").done}
	}
	return value{node: written}
}

func anyComposite(items []*doc.Node) bool {
	for _, item := range items {
		if item.Kind != doc.Scalar {
			return true
		}
	}
	return false
}

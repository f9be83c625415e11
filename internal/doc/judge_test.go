package doc_test

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"

	"gopkg.in/yaml.v3"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// oneSpanChanged says whether after is before with one occurrence of old
// replaced by text, after a blank perhaps where there was nothing. A block has no text of
// its own: of it, whole lines from its header on.
func oneSpanChanged(before, after []byte, at *doc.Node, text string) bool {
	old := at.Raw
	for i := range before {
		end := len(before) - (len(after) - i - len(text))
		if old == "" && at.Text != "" && (before[i] == '|' || before[i] == '>') && end > i+len("| t") && end <= len(before) && bytes.Contains(before[i:end], []byte("\n")) &&
			(end == len(before) || before[end] == '\r' || before[end] == '\n') && string(after) == string(before[:i])+text+string(before[end:]) {
			return true
		}
	}
	for at := 0; at <= len(before)-len(old); at++ {
		if !bytes.HasPrefix(before[at:], []byte(old)) {
			continue
		}
		for _, lead := range []string{"", " "} {
			if lead != "" && old != "" {
				continue
			}
			if string(after) == string(before[:at])+lead+text+string(before[at+len(old):]) {
				return true
			}
		}
	}
	return false
}

// judgeByGo has yaml.v3 decode both texts and compares Go values: not the
// nodes that the splicer works with.
func judgeByGo(before, after []byte, path []string, want any) string {
	var old, got any
	if err := yaml.Unmarshal(before, &old); err != nil {
		return "" // it parses and does not decode: an int tag on a word, say
	}
	for _, raw := range path {
		key, ok := decodeAlone(raw)
		switch key.(type) {
		case []any, map[string]any, map[any]any:
			ok = false
		}
		if !ok {
			return "" // a key that cannot stand alone, as : cannot
		}
	}
	if err := yaml.Unmarshal(after, &got); err != nil {
		return "yaml.v3: " + err.Error()
	}
	if expected := withPath(old, path, want); !same(got, expected) {
		return fmt.Sprintf("yaml.v3 reads %#v, wanted %#v", got, expected)
	}
	return ""
}

func withPath(tree any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	key, _ := decodeAlone(path[0])
	switch tree := tree.(type) {
	case map[string]any:
		changed := maps.Clone(tree)
		if name, ok := key.(string); ok {
			changed[name] = withPath(tree[name], path[1:], value)
			return changed
		}
	case map[any]any:
		changed := maps.Clone(tree)
		changed[key] = withPath(tree[key], path[1:], value)
		return changed
	}
	return fmt.Errorf("no map at %s", path[0])
}

// decodeAlone has yaml.v3 decode one value by itself, but not at the start of a
// line, where --- is no word.
func decodeAlone(text string) (any, bool) {
	var list []any
	err := yaml.Unmarshal([]byte("- "+text), &list)
	return append(list, nil)[0], err == nil && len(list) == 1
}

// same is reflect.DeepEqual for which NaN is NaN.
func same(a, b any) bool { return reflect.DeepEqual(numbered(a), numbered(b)) }

func numbered(v any) any {
	switch v := v.(type) {
	case float64:
		return "float " + doc.PythonFloat(v)
	case map[string]any:
		out := map[any]any{}
		for key, item := range v {
			out[key] = numbered(item)
		}
		return out
	case map[any]any:
		out := map[any]any{}
		for key, item := range v {
			out[numbered(key)] = numbered(item)
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, numbered(item))
		}
		return out
	}
	return v
}

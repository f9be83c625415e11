package githubtest

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// complete gives an answer all the fields that GitHub's description requires,
// with the least that fits where the double does not say: its answers are as
// large as GitHub's, and nobody wrote their dozens of URLs by hand.
func complete(schema *openapi3.SchemaRef, said any) any {
	if schema == nil || schema.Value == nil {
		return said
	}
	s := pick(choose(schema.Value, said))
	switch said := said.(type) {
	case nil:
		return nil
	case []any:
		items := make([]any, len(said))
		for i, item := range said {
			items[i] = complete(s.Items, item)
		}
		return items
	case map[string]any:
		out := map[string]any{}
		for _, part := range parts(s) {
			for _, name := range part.Required {
				if _, ok := said[name]; !ok {
					out[name] = least(part.Properties[name], 0)
				}
			}
			for name, value := range said {
				if property := part.Properties[name]; property != nil {
					out[name] = complete(property, value)
				} else if _, done := out[name]; !done {
					out[name] = value
				}
			}
		}
		return out
	}
	return said
}

// choose takes the one of several shapes that has the answer's "type".
func choose(s *openapi3.Schema, said any) *openapi3.Schema {
	object, ok := said.(map[string]any)
	if !ok {
		return s
	}
	for _, option := range append(append(openapi3.SchemaRefs{}, s.OneOf...), s.AnyOf...) {
		if kind := option.Value.Properties["type"]; kind != nil && slices.Contains(kind.Value.Enum, object["type"]) {
			return option.Value
		}
	}
	return s
}

// pick takes the first of several shapes, where any will do.
func pick(s *openapi3.Schema) *openapi3.Schema {
	for len(s.Properties) == 0 && len(s.AllOf) == 0 {
		switch {
		case len(s.OneOf) > 0:
			s = s.OneOf[0].Value
		case len(s.AnyOf) > 0:
			s = s.AnyOf[0].Value
		default:
			return s
		}
	}
	return s
}

func parts(s *openapi3.Schema) []*openapi3.Schema {
	all := []*openapi3.Schema{s}
	for _, part := range s.AllOf {
		all = append(all, parts(pick(part.Value))...)
	}
	return all
}

// least gives the smallest value a schema takes.
func least(ref *openapi3.SchemaRef, depth int) any {
	if ref == nil || ref.Value == nil || depth > 12 {
		return nil
	}
	s := pick(ref.Value)
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Nullable || ref.Value.Nullable:
		return nil
	case len(s.AllOf) > 0, s.Type == nil && len(s.Properties) > 0, s.Type != nil && s.Type.Is("object"):
		out := map[string]any{}
		for _, part := range parts(s) {
			for _, name := range part.Required {
				out[name] = least(part.Properties[name], depth+1)
			}
		}
		return out
	case s.Type == nil:
		return ""
	case s.Type.Is("array"):
		return []any{}
	case s.Type.Is("boolean"):
		return false
	case s.Type.Is("integer"), s.Type.Is("number"):
		return 1
	}
	switch s.Format {
	case "uri", "uri-template":
		return "https://example.test/"
	case "date-time":
		return "2026-01-02T03:04:05Z"
	case "email":
		return "someone@example.test"
	}
	return ""
}

// plain turns any value into what JSON has: maps, slices, strings, numbers.
func plain(value any) any {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("githubtest: %v", err))
	}
	var out any
	if err := json.Unmarshal(encoded, &out); err != nil {
		panic(fmt.Sprintf("githubtest: %v", err))
	}
	return out
}

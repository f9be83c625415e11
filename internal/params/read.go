package params

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// parse reads one params file. An empty one is a file without keys.
func parse(file File) (source, error) {
	parsed := source{path: file.Path, data: file.Data, format: doc.FormatOf(file.Path)}
	if isPython(file.Path) {
		parsed.document, parsed.program = parsePython(file.Data), true
		return parsed, nil
	}
	document, err := doc.Parse(parsed.format, file.Data)
	var refusal *doc.RefusedError
	switch {
	case err == nil:
		parsed.document = document
		return parsed, nil
	case errors.Is(err, doc.ErrEmpty):
		return parsed, nil
	case errors.As(err, &refusal) && !suffixed(file.Path):
		named := *refusal
		named.Path = file.Path
		return source{}, repro.Doubtf(repro.ParamsNotWritable, "%w; params files are YAML, JSON, TOML or Python, told by the suffix (.yaml, .yml, .json, .toml, .py), and without one of these YAML", &named)
	case errors.As(err, &refusal):
		named := *refusal
		named.Path = file.Path
		return source{}, repro.Doubtf(repro.ParamsNotWritable, "%w", &named)
	default:
		return source{}, repro.Doubtf(repro.ParamsNotWritable, "%s: %w", file.Path, err)
	}
}

// suffixed says whether a file's name says which format it has.
func suffixed(file string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json", ".toml"}, strings.ToLower(path.Ext(file)))
}

// Refused says whether an error of Plan is about what stands in a params file,
// and not about which file it is.
func Refused(err error) bool {
	var refusal *doc.RefusedError
	return errors.As(err, &refusal)
}

// readings are what the readers make of a value: PyYAML's first, ruamel's
// second. They are the same value for JSON and TOML, and for most of YAML.
func readings(node *doc.Node) []literal.Value {
	return []literal.Value{
		reading(node, (*doc.Node).Value11),
		reading(node, (*doc.Node).Value12),
	}
}

func reading(node *doc.Node, read func(*doc.Node) doc.Value) literal.Value {
	switch node.Kind {
	case doc.List:
		return literal.Value{Kind: literal.List, Items: readAll(node.Values, read)}
	case doc.Map:
		return literal.Value{Kind: literal.Dict, Keys: readAll(node.Keys, read), Items: readAll(node.Values, read)}
	}
	value := read(node)
	switch value.Type {
	case doc.TypeNull:
		return literal.Value{Kind: literal.None}
	case doc.TypeBool:
		return literal.Value{Kind: literal.Bool, True: value.Text == "True"}
	case doc.TypeInt:
		return literal.Value{Kind: literal.Int, Text: value.Text}
	case doc.TypeFloat:
		return literal.Value{Kind: literal.Float, Text: value.Text}
	case doc.TypeText:
		return literal.Value{Kind: literal.String, Text: value.Text}
	case doc.TypeTime:
		return literal.Value{Kind: literal.Date, Text: value.Text}
	default:
		return literal.Value{Kind: literal.Unreadable, Text: value.Text}
	}
}

func readAll(nodes []*doc.Node, read func(*doc.Node) doc.Value) []literal.Value {
	var values []literal.Value
	for _, node := range nodes {
		values = append(values, reading(node, read))
	}
	return values
}

// spelled is the text of a value as the file has it; lists and what else has no
// text of its own as Python prints them.
func spelled(node *doc.Node) string {
	if node.Kind == doc.Scalar {
		if node.Raw == "" {
			return node.Text
		}
		return node.Raw
	}
	return literal.Repr(reading(node, (*doc.Node).Value12))
}

// spell writes a value in a file's format, to stand where like stands.
func spell(value literal.Value, format doc.Format, like *doc.Node) (string, error) {
	switch value.Kind {
	case literal.None:
		return doc.NullText(format)
	case literal.Bool:
		return doc.BoolText(value.True), nil
	case literal.Int:
		return doc.IntText(format, strings.TrimPrefix(value.Text, "+"))
	case literal.Float:
		return doc.FloatText(format, strings.NewReplacer("NaN", "nan", "Infinity", "inf").Replace(value.Text))
	case literal.String:
		return doc.StringText(format, value.Text, like)
	case literal.Date:
		return value.Text, nil
	case literal.List, literal.Tuple:
		return spellList(value, format, like)
	case literal.Dict:
		if like == nil || !like.Flow || format == doc.TOML {
			return "", errors.New("a dict in this place is not written; change it by hand")
		}
		return spellDict(value, format)
	default:
		return "", errors.New("this value is not written; change it by hand")
	}
}

// inList stands for the place of a list's item: between brackets, where a
// plain comma or colon would be read as something else.
var inList = &doc.Node{Flow: true}

func spellList(value literal.Value, format doc.Format, like *doc.Node) (string, error) {
	var items []string
	for i, item := range value.Items {
		at := inList
		if like != nil && i < len(like.Values) && like.Values[i].Kind == doc.Scalar {
			quotes := *like.Values[i]
			quotes.Flow = true
			at = &quotes
		}
		text, err := spell(item, format, at)
		if err != nil {
			return "", err
		}
		items = append(items, text)
	}
	return doc.ListText(items), nil
}

// spellDict writes a dict that is an item of a list, in braces.
func spellDict(value literal.Value, format doc.Format) (string, error) {
	var members []string
	for i, key := range value.Keys {
		if key.Kind != literal.String {
			return "", errors.New("a dict with keys that are no text is not written; change it by hand")
		}
		name, err := doc.StringText(doc.JSON, key.Text, nil)
		if err != nil {
			return "", err
		}
		text, err := spell(value.Items[i], format, inList)
		if err != nil {
			return "", err
		}
		members = append(members, name+": "+text)
	}
	return "{" + strings.Join(members, ", ") + "}", nil
}

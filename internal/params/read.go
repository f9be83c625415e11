package params

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
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
func readings(node *doc.Node) []Value {
	return []Value{
		reading(node, (*doc.Node).Value11),
		reading(node, (*doc.Node).Value12),
	}
}

func reading(node *doc.Node, read func(*doc.Node) doc.Value) Value {
	switch node.Kind {
	case doc.List:
		return Value{Kind: List, Items: readAll(node.Values, read)}
	case doc.Map:
		return Value{Kind: Dict, Keys: readAll(node.Keys, read), Items: readAll(node.Values, read)}
	}
	value := read(node)
	switch value.Type {
	case doc.TypeNull:
		return Value{Kind: None}
	case doc.TypeBool:
		return Value{Kind: Bool, True: value.Text == "True"}
	case doc.TypeInt:
		return Value{Kind: Int, Text: value.Text}
	case doc.TypeFloat:
		return Value{Kind: Float, Text: value.Text}
	case doc.TypeText:
		return Value{Kind: String, Text: value.Text}
	case doc.TypeTime:
		return Value{Kind: Date, Text: value.Text}
	default:
		return Value{Kind: Unreadable, Text: value.Text}
	}
}

func readAll(nodes []*doc.Node, read func(*doc.Node) doc.Value) []Value {
	var values []Value
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
	return repr(reading(node, (*doc.Node).Value12))
}

// spell writes a value in a file's format, to stand where like stands.
func spell(value Value, format doc.Format, like *doc.Node) (string, error) {
	switch value.Kind {
	case None:
		return doc.NullText(format)
	case Bool:
		return doc.BoolText(value.True), nil
	case Int:
		return doc.IntText(format, strings.TrimPrefix(value.Text, "+"))
	case Float:
		return doc.FloatText(format, strings.NewReplacer("NaN", "nan", "Infinity", "inf").Replace(value.Text))
	case String:
		return doc.StringText(format, value.Text, like)
	case Date:
		return value.Text, nil
	case List, Tuple:
		return spellList(value, format, like)
	default:
		return "", errors.New("a dict in this place is not written; change it by hand")
	}
}

// inList stands for the place of a list's item: between brackets, where a
// plain comma or colon would be read as something else.
var inList = &doc.Node{Flow: true}

func spellList(value Value, format doc.Format, like *doc.Node) (string, error) {
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

package doc

import (
	"bytes"
	"strings"
)

// maxMetricsBytes is far above any file of single numbers; per-step histories
// belong into plots.
const maxMetricsBytes = 16 << 20

// A Number is one metric of a metrics file.
type Number struct {
	Name  string // nested names joined by dots, as DVC joins them
	Value float64
	Text  string // as the file spells it
	Line  int
}

// A Skipped is a value of a metrics file that is no number.
type Skipped struct {
	Name string
	Why  string // "a string: \"0.9\"", "a list", …
	Line int
}

// ReadMetrics reads a DVC metrics file: numbers, in maps within maps. JSON may
// hold NaN, Infinity and -Infinity, which Python's json module writes. Strings,
// booleans, nulls and lists are no metrics and are told apart in skipped, so
// that nobody waits for a metric that is there as text. Names differ by case;
// one that is there twice is a *RefusedError, as is a file without any map.
// https://dvc.org/doc/command-reference/metrics
func ReadMetrics(format Format, data []byte) (numbers []Number, skipped []Skipped, err error) {
	var bare map[int]string
	if format == JSON {
		data, bare = maskBareWords(data)
	}
	root, err := Read(format, data, maxMetricsBytes)
	if err != nil {
		return nil, nil, err
	}
	if root.Kind != Map {
		return nil, nil, refuse(root.Line, "a %s where metrics have names", root.Kind)
	}
	if key := masked(root, bare); key != nil {
		return nil, nil, refuse(key.Line, "not JSON: %s for a name", bare[key.start])
	}
	seen := map[string]int{}
	root.Each(func(key []string, value *Node) {
		name := strings.Join(key, ".")
		if line, again := seen[name]; again && err == nil {
			err = refuse(value.Line, "the metric %s again: it stands on line %d already", shown(name), line)
		}
		seen[name] = value.Line
		text, read := value.Raw, value.Value12()
		if word, ok := bare[value.start]; ok {
			text, read = word, Resolve12(strings.ToLower(strings.Replace(strings.Replace(word, "NaN", ".nan", 1), "Infinity", ".inf", 1)))
		}
		if number, ok := read.Float(); ok {
			numbers = append(numbers, Number{name, number, text, value.Line})
			return
		}
		skipped = append(skipped, Skipped{name, notANumber(value, read), value.Line})
	})
	if err != nil {
		return nil, nil, err
	}
	return numbers, skipped, nil
}

func notANumber(value *Node, read Value) string {
	switch {
	case value.Kind == List:
		return "a list"
	case value.Kind == Map:
		return "empty"
	case read.Type == TypeText:
		return "a string: " + shown(value.Text)
	default:
		return read.Type.String()
	}
}

// maskBareWords puts strings of equal length in the place of NaN, Infinity and
// -Infinity, so that strict JSON parses and every offset stays. It gives the
// words by the offset where they stood; what is in quotes is left alone.
func maskBareWords(data []byte) ([]byte, map[int]string) {
	if !bytes.Contains(data, []byte("NaN")) && !bytes.Contains(data, []byte("Infinity")) {
		return data, nil
	}
	masked, words := bytes.Clone(data), map[int]string{}
	for i := 0; i < len(data); {
		if data[i] == '"' {
			end := quotedEnd(data, i, '"')
			if end < 0 {
				break
			}
			i = end
			continue
		}
		word := bareWord(data[i:])
		if word == "" {
			i++
			continue
		}
		copy(masked[i:], `"`+strings.Repeat("x", len(word)-2)+`"`)
		words[i] = word
		i += len(word)
	}
	return masked, words
}

// masked finds a name that only became a string by masking.
func masked(n *Node, words map[int]string) *Node {
	if len(words) == 0 {
		return nil
	}
	for _, key := range n.Keys {
		if words[key.start] != "" {
			return key
		}
	}
	for _, value := range n.Values {
		if key := masked(value, words); key != nil {
			return key
		}
	}
	return nil
}

func bareWord(data []byte) string {
	for _, word := range []string{"NaN", "Infinity", "-Infinity"} {
		if bytes.HasPrefix(data, []byte(word)) {
			return word
		}
	}
	return ""
}

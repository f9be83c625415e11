package doc

import (
	"bytes"
	"regexp"
	"strconv"
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
	Why  string // "a string: \"87 %\"", "a list", …
	Line int
}

// ReadMetrics reads a DVC metrics file: numbers, in maps within maps. JSON may
// hold NaN, Infinity and -Infinity, which Python's json module writes. true is 1
// and false 0, as MLflow logs them; a text that is a number and nothing else is
// that number. Other texts, nulls and lists are told apart in skipped, so that
// nobody waits for a metric that is there as text. Names differ by case; one can
// be there twice, as "a.b" and as "b" in "a". A file without any map is a
// *RefusedError.
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
	root.Each(func(key []string, value *Node) {
		name := strings.Join(key, ".")
		text, read := value.Raw, value.Value12()
		if word, ok := bare[value.start]; ok {
			text, read = word, Resolve12(strings.ToLower(strings.Replace(strings.Replace(word, "NaN", ".nan", 1), "Infinity", ".inf", 1)))
		}
		if number, ok := asNumber(value, read); ok {
			numbers = append(numbers, Number{name, number, text, value.Line})
			return
		}
		skipped = append(skipped, Skipped{name, notANumber(value, read), value.Line})
	})
	return numbers, skipped, nil
}

// asNumber gives what a value counts as.
func asNumber(value *Node, read Value) (float64, bool) {
	switch {
	case value.Kind != Scalar:
		return 0, false
	case read.Type == TypeBool && read.Text == "True":
		return 1, true
	case read.Type == TypeBool:
		return 0, true
	case read.Type == TypeText:
		return quotedNumber(value.Text)
	default:
		return read.Float()
	}
}

// plainNumber is a number with nothing before or after it.
var plainNumber = regexp.MustCompile(`^(?i:nan|[+-]?(inf|infinity|([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?))$`)

// quotedNumber reads a text that is a number, perhaps with blanks around it.
// dvclive writes "nan" and "inf" for what JSON has no word for.
func quotedNumber(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if !plainNumber.MatchString(text) {
		return 0, false
	}
	number, _ := strconv.ParseFloat(text, 64) // its only error is the range, and then number is what Python has
	return number, true
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

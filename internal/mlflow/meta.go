package mlflow

import (
	"strconv"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// meta is a meta.yaml or MLmodel: a YAML map of which single values are read,
// always as text. An id like 76541e098 stands there without quotes, and would
// be a float to who reads types.
type meta struct{ root *doc.Node }

func readMeta(data []byte) (meta, error) {
	root, err := doc.Read(doc.YAML, data, maxFile)
	return meta{root}, err
}

// text gives the value under a key; "" for null and for none.
func (m meta) text(key ...string) string {
	text, _ := m.root.Get(key...).Str()
	return text
}

// integer gives a whole number; 0 for none, and for what is no whole number.
func (m meta) integer(key string) int64 {
	n, _ := strconv.ParseInt(m.text(key), 10, 64)
	return n
}

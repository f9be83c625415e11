package doc_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// paramsFile writes a params file of about size bytes: sections of typed
// values with comments.
func paramsFile(size int) []byte {
	var b strings.Builder
	for section := 0; b.Len() < size; section++ {
		fmt.Fprintf(&b, "# what this section is for, who looks after it and where its values come from\nsection%d:   # a short note\n  learning_rate: 0.001\n  epochs: 10    # rounds\n  name: 'adam'\n  layers: [64, 32, 16]\n  stages:\n    - one\n    - two\n\n", section)
	}
	return []byte(b.String())
}

// BenchmarkSplice writes twelve params, as a run has them, into files of
// several sizes: parse, splice, parse again and compare.
func BenchmarkSplice(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"10kB", 10_000}, {"100kB", 100_000}, {"1MiB", 1<<20 - 300}} {
		b.Run(size.name, func(b *testing.B) {
			source := paramsFile(size.bytes)
			sections := strings.Count(string(source), "\nsection")
			var edits []doc.Edit
			for i := range 12 {
				key := fmt.Sprintf("section%d", i*(sections-1)/11)
				edits = append(edits, doc.Edit{Key: []string{key, "learning_rate"}, Text: "1.0e-05"})
			}
			b.SetBytes(int64(len(source)))
			b.ReportAllocs()
			for b.Loop() {
				parsed, err := doc.Parse(doc.YAML, source)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := parsed.Splice(edits); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRefuse is how long a file made to do harm is looked at.
func BenchmarkRefuse(b *testing.B) {
	for _, harm := range []struct{ name, text string }{
		{"100000keys", strings.ReplaceAll(manyKeys(100_000), ": 1", ":")},
		{"10001levels", "a: " + strings.Repeat("[", 10_001)},
		{"bomb", bomb()},
	} {
		b.Run(harm.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := doc.Parse(doc.YAML, []byte(harm.text)); err == nil {
					b.Fatal("not refused")
				}
			}
		})
	}
}

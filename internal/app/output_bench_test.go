package app

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/redact"
)

// BenchmarkOutput passes the lines of a training through all that stands between it
// and the terminal.
func BenchmarkOutput(b *testing.B) {
	secrets := new(redact.Redactor)
	secrets.Add("hunter2hunter2", "a-token-of-somebody")
	out := secrets.Writer(io.Discard)
	p := &progress.Printer{Out: out, Redact: secrets.Text}
	var lines []string
	for i := range 1000 {
		lines = append(lines, fmt.Sprintf("2026-11-20 10:00:%02d INFO train: epoch %d step %d loss=%.6f accuracy=%.4f lr=0.001 time=12.5s\n", i%60, i/100, i, 1/float64(i+1), float64(i)/1000))
	}
	whole := strings.Join(lines, "")
	b.Run("line by line", func(b *testing.B) {
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			for _, line := range lines {
				_, _ = p.Write([]byte(line))
			}
		}
	})
	b.Run("in pieces", func(b *testing.B) {
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			for rest := []byte(whole); len(rest) > 0; {
				piece := rest[:min(len(rest), 32<<10)]
				_, _ = p.Write(piece)
				rest = rest[len(piece):]
			}
		}
	})
}

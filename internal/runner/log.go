package runner

import (
	"io"
	"strings"
)

// A LogWriter keeps lines of text from being read as workflow commands: the runner
// takes a line that begins with :: for one, and ##[ anywhere in it.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
type LogWriter struct{ Out io.Writer }

func (g *LogWriter) Write(text []byte) (int, error) {
	var safe strings.Builder
	for line := range strings.Lines(string(text)) {
		if trimmed := strings.TrimLeft(line, " \t\r\v\f\u00a0\u0085"); strings.HasPrefix(trimmed, "::") {
			line = "| " + line
		}
		safe.WriteString(strings.ReplaceAll(line, "##[", "# #["))
	}
	if _, err := io.WriteString(g.Out, safe.String()); err != nil {
		return 0, err
	}
	return len(text), nil
}

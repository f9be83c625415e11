package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestProgress: on a terminal the last line says what is waited for and gives
// way to everything else; in a log each line is written once.
func TestProgress(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		live, silent, verbose bool
		want                  string
	}{
		"a log":        {false, false, false, "  | epoch 1\n  | epoch 2\n\n"},
		"told all":     {false, false, true, "  branch    reproduce/iris/v1\n  | epoch 1\n  | epoch 2\n\n  metrics   4\n"},
		"quiet":        {false, true, true, ""},
		"a terminal":   {true, false, false, "  training make, 0s\r\r\x1b[K\r  | epoch 1\n  training make, 0s\r\r\x1b[K\r  training make, 0s  50%\r\r\x1b[K\r  | epoch 2\n  training make, 0s\r\r\x1b[K\r\n"},
		"for machines": {true, true, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			p := &Printer{Out: &out, Redact: strings.TrimSpace, Live: tt.live, Quiet: tt.silent, Verbose: tt.verbose}
			p.Step("branch", "reproduce/iris/v1")
			p.Begin("training make")
			if _, err := p.Write([]byte("epoch 1\n")); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Write([]byte("50%\r")); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Write([]byte("epoch 2\r\n")); err != nil {
				t.Fatal(err)
			}
			p.End()
			p.End() // there is nothing to end any more
			p.Step("metrics", "4")
			if got := out.String(); got != tt.want {
				t.Errorf("written %q\nwant    %q", got, tt.want)
			}
		})
	}
}

// TestProgressInALog: a log is told once a minute that the wait goes on.
func TestProgressInALog(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	p := &Printer{Out: &out, Redact: strings.TrimSpace, status: "training make", since: start}
	for seconds := range 150 {
		p.draw(start.Add(time.Duration(seconds) * time.Second))
	}
	if got, want := out.String(), "  training make, still running after 1m0s\n  training make, still running after 2m0s\n"; got != want {
		t.Errorf("written %q\nwant    %q", got, want)
	}
}

// TestProgressStaysInOneLine: a status longer than the terminal is wide is cut,
// after the secrets went out of it.
func TestProgressStaysInOneLine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	hide := func(text string) string { return strings.ReplaceAll(text, "s3cret", "***") }
	p := &Printer{Out: &out, Live: true, Width: 40, Redact: hide, status: "training make run", since: time.Now()}
	if _, err := p.Write([]byte("downloading with s3cret from afar\r")); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "  training make run, 0s  downloading w…\r"; got != want {
		t.Errorf("written %q\nwant    %q", got, want)
	}
	out.Reset()
	p.Width = 44
	if _, err := p.Write([]byte("downloading with s3cret from afar\r")); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "s3") {
		t.Errorf("written %q: half of a secret", got)
	}
}

// A counter counts what is written to it and how often.
type counter struct {
	bytes.Buffer
	writes int
}

func (c *counter) Write(p []byte) (int, error) {
	c.writes++
	return c.Buffer.Write(p)
}

// TestProgressOfManyLines: what comes at once is written at once, and of its bars the
// last one stands on a terminal, where no line came after it.
func TestProgressOfManyLines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		live       bool
		text, want string
		writes     int
	}{
		{false, "1%\repoch 1\n2%\r3%\repoch 2\r\nepoch 3\n9%\r", "  | epoch 1\n  | epoch 2\n  | epoch 3\n", 1},
		{false, strings.Repeat("1%\r", 1000), "", 0},
		{true, "1%\repoch 1\n2%\r3%\r", "  | epoch 1\n  make, 0s\r\r\x1b[K\r  make, 0s  3%\r", 4},
		{true, "2%\r3%\repoch 1\n", "  | epoch 1\n  make, 0s\r", 2},
		{false, "a\n\nb", "  | a\n  | \n  | b\n", 1},
	} {
		var out counter
		p := &Printer{Out: &out, Redact: strings.Clone, Live: tt.live, status: "make", since: time.Now()}
		if n, err := p.Write([]byte(tt.text)); err != nil || n != len(tt.text) {
			t.Fatal(n, err)
		}
		if got := out.String(); got != tt.want || out.writes != tt.writes {
			t.Errorf("%.40q: written %q in %d\nwant %q in %d", tt.text, got, out.writes, tt.want, tt.writes)
		}
	}
}

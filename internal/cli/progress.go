package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A progress tells a waiting person what is going on: a line for each step
// and, while a training runs, its output and how long it has been going.
// Everything it writes goes to standard error.
type progress struct {
	mu      sync.Mutex
	w       io.Writer
	live    bool // a terminal: the last line is rewritten
	width   int  // of the terminal, in columns; 0 where nobody knows
	silent  bool
	hide    func(string) string // takes secrets out, before a line is cut or spelt otherwise
	verbose bool                // tell finished steps too; the report has them anyway
	status  string              // what is being waited for; "" for nothing
	bar     string              // what the training is about to overwrite: its own progress
	since   time.Time
	shown   bool // the status line stands on the screen
	told    time.Duration
	talked  bool // the training printed something
	stop    chan struct{}
	stopped sync.WaitGroup
}

// step tells one finished step.
func (p *progress) step(name, text string) {
	if p.verbose {
		p.line(fmt.Sprintf("  %-9s %s", name, text))
	}
}

// line prints one line above the status line.
func (p *progress) line(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.silent {
		return
	}
	p.erase()
	p.bar = ""
	fmt.Fprintln(p.w, text)
	p.draw(time.Now())
}

// Write takes a training's output. Each line is set off by a bar: it is
// somebody else's text, and inside a job no line of it may be a command. What
// ends in a carriage return is a progress bar's: it stands beside the status on
// a terminal, and nowhere in a log.
func (p *progress) Write(text []byte) (int, error) {
	p.mu.Lock()
	p.talked = p.talked || len(text) > 0
	p.mu.Unlock()
	for line := range strings.Lines(string(text)) {
		if bar, overwritten := strings.CutSuffix(line, "\r"); overwritten {
			p.mu.Lock()
			p.erase()
			p.bar = printable(p.hide(bar))
			p.draw(time.Now())
			p.mu.Unlock()
			continue
		}
		p.line("  | " + printable(p.hide(strings.TrimRight(line, "\r\n"))))
	}
	return len(text), nil
}

// begin starts to wait for something; end says it is over.
func (p *progress) begin(status string) {
	p.mu.Lock()
	p.status, p.since, p.told = status, time.Now(), 0
	p.stop = make(chan struct{})
	p.draw(p.since)
	p.mu.Unlock()
	p.stopped.Add(1)
	go p.tick(p.stop)
}

func (p *progress) end() {
	p.mu.Lock()
	if p.stop == nil {
		p.mu.Unlock()
		return
	}
	close(p.stop)
	p.stop = nil
	p.erase()
	p.status, p.bar = "", ""
	if p.talked && !p.silent {
		fmt.Fprintln(p.w) // set the report off from what the training said
	}
	p.talked = false
	p.mu.Unlock()
	p.stopped.Wait()
}

func (p *progress) tick(stop <-chan struct{}) {
	defer p.stopped.Done()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case now := <-ticker.C:
			p.mu.Lock()
			p.erase()
			p.draw(now)
			p.mu.Unlock()
		}
	}
}

// erase takes the status line off a terminal.
func (p *progress) erase() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K\r")
		p.shown = false
	}
}

// draw puts the status line on a terminal; elsewhere it says once a minute
// that the wait goes on.
func (p *progress) draw(now time.Time) {
	if p.status == "" || p.silent {
		return
	}
	elapsed := now.Sub(p.since).Round(time.Second)
	if p.live {
		line := fmt.Sprintf("  %s, %s", p.status, elapsed)
		if p.bar != "" {
			line += "  " + p.bar
		}
		fmt.Fprintf(p.w, "%s\r", p.cut(line))
		p.shown = true
		return
	}
	if minutes := elapsed.Truncate(time.Minute); minutes > p.told {
		p.told = minutes
		fmt.Fprintf(p.w, "  %s, still running after %s\n", p.status, minutes)
	}
}

// cut keeps the status in one line: of one that went on in the next the
// terminal would forget how to take it back.
func (p *progress) cut(line string) string {
	width := p.width
	if width <= 0 {
		width = 80
	}
	if runes := []rune(line); len(runes) >= width {
		return string(runes[:width-2]) + "…"
	}
	return line
}

// printable makes a foreign line safe for a terminal and for a job's log:
// control characters become visible and no line is longer than people read.
func printable(line string) string {
	const most = 2000
	var b strings.Builder
	for i, r := range line {
		if i > most {
			b.WriteString(" …")
			break
		}
		switch {
		case r == '\t':
			b.WriteString("    ")
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			fmt.Fprintf(&b, "\\x%02x", r)
		default:
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "##[", "# #[")
}

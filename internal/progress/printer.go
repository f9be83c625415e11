package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// A Printer tells a waiting person what is going on: a line for each step
// and, while a training runs, its output and how long it has been going.
// Everything it writes goes to standard error.
type Printer struct {
	mu          sync.Mutex
	Out         io.Writer
	Live        bool // a terminal: the last line is rewritten
	Width       int  // of the terminal, in columns; 0 where nobody knows
	Quiet       bool
	Redact      func(string) string // takes secrets out, before a line is cut or spelt otherwise
	Verbose     bool                // tell finished steps too; the report has them anyway
	status      string              // what is being waited for; "" for nothing
	trainingBar string              // what the training is about to overwrite: its own progress
	since       time.Time
	statusShown bool // the status line stands on the screen
	reported    time.Duration
	outputSeen  bool // the training printed something
	stop        chan struct{}
	stopped     sync.WaitGroup
}

// Step tells one finished step.
func (p *Printer) Step(name, text string) {
	if p.Verbose {
		p.Line(fmt.Sprintf("  %-9s %s", name, text))
	}
}

// Line prints one line above the status line.
func (p *Printer) Line(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines(text + "\n")
}

// lines prints whole lines above the status line, in one piece.
func (p *Printer) lines(text string) {
	if p.Quiet || text == "" {
		return
	}
	p.erase()
	p.trainingBar = ""
	fmt.Fprint(p.Out, text)
	p.draw(time.Now())
}

// Write takes a training's output. Each line is set off by a bar: it is
// somebody else's text, and inside a job no line of it may be a command. What
// ends in a carriage return is a progress bar's: it stands beside the status on
// a terminal, and nowhere in a log.
//
// What comes at once is printed at once, so that a training which prints much does
// not wait for us; of its bars the last one is shown.
func (p *Printer) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outputSeen = p.outputSeen || len(text) > 0
	if p.Quiet {
		return len(text), nil
	}
	var lines strings.Builder
	bar, barred := "", false
	for rest := string(text); rest != ""; {
		line, ending := rest, ""
		if end := strings.IndexAny(rest, "\r\n"); end >= 0 {
			line, ending = rest[:end], rest[end:end+1]
		}
		if strings.HasPrefix(rest[len(line):], "\r\n") {
			ending = "\r\n"
		}
		rest = rest[len(line)+len(ending):]
		if barred = ending == "\r"; barred {
			bar = line
			continue
		}
		lines.WriteString("  | ")
		lines.WriteString(printable.Line(p.Redact(line)))
		lines.WriteByte('\n')
	}
	p.lines(lines.String())
	if barred {
		p.erase()
		if p.Live {
			p.trainingBar = printable.Line(p.Redact(bar))
		}
		p.draw(time.Now())
	}
	return len(text), nil
}

// Begin starts to wait for something; end says it is over.
func (p *Printer) Begin(status string) {
	p.mu.Lock()
	p.status, p.since, p.reported = status, time.Now(), 0
	p.stop = make(chan struct{})
	p.draw(p.since)
	p.mu.Unlock()
	p.stopped.Add(1)
	go p.tick(p.stop)
}

// End says that the wait is over. Without one it does nothing.
func (p *Printer) End() {
	p.mu.Lock()
	if p.stop == nil {
		p.mu.Unlock()
		return
	}
	close(p.stop)
	p.stop = nil
	p.erase()
	p.status, p.trainingBar = "", ""
	if p.outputSeen && !p.Quiet {
		fmt.Fprintln(p.Out) // set the report off from what the training said
	}
	p.outputSeen = false
	p.mu.Unlock()
	p.stopped.Wait()
}

func (p *Printer) tick(stop <-chan struct{}) {
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
func (p *Printer) erase() {
	if p.statusShown {
		fmt.Fprint(p.Out, "\r\x1b[K\r")
		p.statusShown = false
	}
}

// draw puts the status line on a terminal; elsewhere it says once a minute
// that the wait goes on.
func (p *Printer) draw(now time.Time) {
	if p.status == "" || p.Quiet {
		return
	}
	elapsed := now.Sub(p.since).Round(time.Second)
	if p.Live {
		line := fmt.Sprintf("  %s, %s", p.status, elapsed)
		if p.trainingBar != "" {
			line += "  " + p.trainingBar
		}
		fmt.Fprintf(p.Out, "%s\r", p.cut(line))
		p.statusShown = true
		return
	}
	if minutes := elapsed.Truncate(time.Minute); minutes > p.reported {
		p.reported = minutes
		fmt.Fprintf(p.Out, "  %s, still running after %s\n", p.status, minutes)
	}
}

// cut keeps the status in one line: of one that went on in the next the
// terminal would forget how to take it back.
func (p *Printer) cut(line string) string {
	width := p.Width
	if width <= 0 {
		width = 80
	}
	if utf8.RuneCountInString(line) < width {
		return line
	}
	return printable.Clip(line, width-2)
}

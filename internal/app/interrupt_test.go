package app

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/redact"
)

// TestOutput: what is written is read, also after an interruption; a pipe that nobody reads
// holds nobody up then.
func TestOutput(t *testing.T) {
	t.Parallel()
	var read strings.Builder
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	out := newOutput(ctx, &read)
	for _, text := range []string{"one ", "two"} {
		if n, err := io.WriteString(out, text); n != len(text) || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		interrupt()
	}
	if read.String() != "one two" {
		t.Errorf("read %q", read.String())
	}
	_, pipe := io.Pipe()
	stuck := &output{ctx: ctx, to: pipe, grace: time.Nanosecond}
	for range 2 {
		if _, err := io.WriteString(stuck, "lost"); !errors.Is(err, errNobodyReads) {
			t.Errorf("%v", err)
		}
	}
}

// TestInterrupted: nothing more is read, and what a report is made of is not taken for all.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor), done: done}
	put(t, filepath.Join(a.Dir, "past", "report.json"), "{}", 0o644)
	for _, interrupted := range []bool{false, true} {
		if interrupted {
			close(done)
		}
		_, err := a.SavedReports([]string{"past", "past/report.json"})
		if errors.Is(err, context.Canceled) != interrupted {
			t.Errorf("%v", err)
		}
		_, gaps := a.HistoryReader(t.Context()).Read([]string{"past"})
		if said := strings.Contains(strings.Join(gaps.Notes, "\n"), "before the interruption"); said != interrupted || !gaps.Unread {
			t.Errorf("%v", gaps)
		}
	}
}

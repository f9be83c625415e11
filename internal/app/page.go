package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// StaleAfter is how old a check may be before it says nothing of today: a night may
// be left out. Where no interval is kept, a night is a day.
func StaleAfter(s settings.Settings) time.Duration {
	const night = 24 * time.Hour
	if s.MinInterval <= 0 {
		return 2 * night
	}
	return 2 * s.MinInterval
}

// Known is what pages, badges and the table of all models are made of.
func (a *App) Known(s settings.Settings, checks []repro.Check, gaps repro.HistoryGaps) page.Known {
	return page.Known{Checks: checks, Gaps: gaps, Now: a.Now(), Limit: StaleAfter(s)}
}

// WritePage writes the page and the badges that the settings name.
func (a *App) WritePage(s settings.Settings, known page.Known) error {
	var problems []error
	if s.Page != "" && !a.mayBePage(s.Page) {
		problems = append(problems, fmt.Errorf("write %s: the file there is no page; name another with --page, or remove it", s.Page))
	} else if s.Page != "" {
		problems = append(problems, a.saveFileBy(s.Page, func(w io.Writer) error {
			return page.Write(w, known, "reproduce "+Release())
		}))
	}
	if s.Badges != "" {
		for _, file := range page.Badges(known) {
			if err := a.saveFile(filepath.Join(s.Badges, filepath.FromSlash(file.Path)), file.Data); err != nil {
				problems = append(problems, err)
				break // the others would say the same
			}
		}
	}
	return errors.Join(problems...)
}

// pageBegin is how each page begins.
const pageBegin = "<!doctype html>"

// mayBePage says whether a page may be written to a path: where nothing is, or a page.
func (a *App) mayBePage(path string) bool {
	file, err := os.Open(a.absolute(path))
	if err != nil {
		return true // writing says what is wrong
	}
	defer file.Close()
	begin := make([]byte, len(pageBegin))
	n, _ := io.ReadFull(file, begin)
	return n == 0 || strings.EqualFold(string(begin[:n]), pageBegin)
}

// saveFile writes one file, whole or not at all, and the directories above it. Secrets
// were hidden in what it is made of: in a page's own script nothing may be changed.
func (a *App) saveFile(path string, data []byte) error {
	return a.saveFileBy(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// saveFileBy is saveFile for what is written in parts.
func (a *App) saveFileBy(path string, write func(io.Writer) error) error {
	path = a.absolute(path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := writeFileBy(path, 0o644, write); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	return page.NewKnown(checks, gaps, a.Now(), StaleAfter(s))
}

// CheckPage says why the page or the badges that the settings name may not or cannot be
// written.
func (a *App) CheckPage(s settings.Settings, known page.Known) error {
	return errors.Join(a.checkPage(s.Page), a.checkBadges(s.Badges, known))
}

func (a *App) checkPage(path string) error {
	if path == "" {
		return nil
	}
	if err := pageKind.mayWrite(a.absolute(path), path); err != nil || isStdout(path) {
		return err
	}
	if info, err := os.Stat(a.absolute(path)); err == nil && isStream(info.Mode()) {
		return nil // nothing is made beside it
	}
	if err := tryWriting(filepath.Dir(a.absolute(path))); err != nil {
		return fmt.Errorf("write %s: %w; name another with --page", path, err)
	}
	return nil
}

// WritePage writes the page and the badges that the settings name: no badge where one may
// not be written.
func (a *App) WritePage(s settings.Settings, known page.Known) error {
	return errors.Join(a.writePage(s.Page, known), a.writeBadges(s.Badges, known))
}

func (a *App) writePage(path string, known page.Known) error {
	if err := a.checkPage(path); err != nil || path == "" {
		return err
	}
	return a.saveFileBy(path, func(w io.Writer) error {
		return page.Write(w, known, "reproduce "+Release())
	})
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
	if isStdout(path) { // opened again, it would be written from its start
		return write(a.Stdout)
	}
	path = a.absolute(path)
	made, err := makeDirs(filepath.Dir(path))
	if err == nil {
		err = writeFileBy(path, 0o644, a.done, write)
	}
	if err != nil {
		removeDirs(made)
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/webhook"
)

// This file tells a chat once that a night did not run, however often that is reported: the
// history keeps when it was told.

// TellNoNight tells the chat, if the environment names one, that a night did not run, and
// why. It is told once: the next night has its own.
func (a *App) TellNoNight(ctx context.Context, s settings.Settings, why string) error {
	address := a.Getenv(WebhookVariable)
	if address == "" {
		return nil
	}
	a.Secrets.Add(address)
	file := ""
	if dirs := a.HistoryDirs(s); len(dirs) == 1 {
		dir := a.absolute(dirs[0])
		file = filepath.Join(dir, filepath.FromSlash(history.NightFile))
		if errors.Join(history.CheckNoLinks(dir, history.NightFile), outsideGit(dir)) != nil {
			file = ""
		} else if text, err := ReadBounded(file, 64); err == nil && a.toldThisNight(text) {
			return nil
		}
	}
	m := webhook.Message{Title: why, Text: why, Job: a.jobPage(), Changes: []page.StateChange{}}
	if m.Job != "" {
		m.Text += "\n" + m.Job
	}
	if err := a.send(ctx, s, address, m); err != nil || file == "" {
		return err
	}
	if err := nightKind.mayWrite(file, file); err != nil {
		return err
	}
	return a.saveFile(file, a.nightText())
}

func (a *App) nightText() []byte { return []byte(a.Now().UTC().Format(time.RFC3339) + "\n") }

func (a *App) toldThisNight(text []byte) bool {
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
	return err == nil && page.OfNight(repro.Past{At: at}, a.Now())
}

// NightTold says whether a branch knows that a chat was told of this night.
func (b HistoryBranch) NightTold(ctx context.Context, a *App) bool {
	head, err := b.Client.Ref(ctx, "heads/"+b.Name)
	if err != nil || head == "" {
		return false
	}
	file, err := b.Client.File(ctx, head, history.NightFile)
	return err == nil && a.toldThisNight(file.Data)
}

// KeepNightTold has a branch know it.
func (b HistoryBranch) KeepNightTold(ctx context.Context, a *App) error {
	err := b.amend(ctx, "The chat was told that a night did not run", func(string) ([]gitdata.NewFile, error) {
		return []gitdata.NewFile{{Path: history.NightFile, Data: a.nightText(), Replace: true}}, nil
	})
	if errors.Is(err, errMoving) {
		return fmt.Errorf("history-branch %s: %w", b.Name, err)
	}
	return err
}

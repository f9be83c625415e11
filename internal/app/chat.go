package app

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/retryafter"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/webhook"
)

// webhookVariable has the address that a chat gave for messages.
const webhookVariable = "REPRODUCE_WEBHOOK"

// maxTold is how many model versions one message tells of; the page has all.
const maxTold = 20

// TellChat tells the chat, if the environment names one, of the model versions whose
// state a night changed. all are the checks that are known, night is a part of them.
func (a *App) TellChat(ctx context.Context, s settings.Settings, all, night []repro.Check) error {
	address := a.Getenv(webhookVariable)
	if address == "" {
		return nil
	}
	a.Secrets.Add(address)
	body, err := webhook.ParseBody(cmp.Or(s.WebhookBody, webhook.DefaultBody))
	if err != nil {
		return err
	}
	changes := page.StateChanges(all, night, a.Now(), StaleAfter(s))
	if len(changes) == 0 {
		return nil
	}
	document, err := body.Render(redact.Copy(a.Secrets, message(changes, a.jobPage())))
	if err != nil {
		return err
	}
	return webhook.Send(ctx, address, document, a.sleep)
}

func message(changes []page.StateChange, job string) webhook.Message {
	told := changes[:min(len(changes), maxTold)]
	m := webhook.Message{Title: page.StateChangesTitle(changes), Job: job, Changes: told}
	lines := []string{m.Title}
	for _, change := range told {
		lines = append(lines, "• "+change.Text())
	}
	if len(changes) > maxTold {
		lines = append(lines, "and more, on the page")
	}
	if job != "" {
		lines = append(lines, job)
	}
	m.Text = strings.Join(lines, "\n")
	return m
}

// sleep waits, as the process does.
func (a *App) sleep(ctx context.Context, d time.Duration) error {
	if a.Sleep != nil {
		return a.Sleep(ctx, d)
	}
	return retryafter.Sleep(ctx, d)
}

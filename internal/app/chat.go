package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/retryafter"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/webhook"
)

// WebhookVariable has the address that a chat gave for messages.
const WebhookVariable = "REPRODUCE_WEBHOOK"

// maxTold is how many model versions one message tells of; the page has all.
const maxTold = 20

// TellChat tells the chat, if the environment names one, of the model versions whose
// state a night changed, and of those that it could not be told of before. all are the
// checks that are known, night is a part of them.
//
// keep keeps what is untold: before the first try, as a program that is killed tells nobody
// else, and less of it afterwards. An error of it is in kept, and one of telling in told.
func (a *App) TellChat(ctx context.Context, s settings.Settings, all, night []repro.Check, untold []byte, keep func([]byte) error) (told, kept error) {
	address := a.Getenv(WebhookVariable)
	before, lost := page.ReadUntold(untold)
	if address == "" || len(night)+len(before)+lost == 0 {
		return nil, nil
	}
	a.Secrets.Add(address)
	if lost > 0 {
		before = append(before, page.Unknown(all, a.Now(), StaleAfter(s))...)
	}
	changes := page.StateChanges(all, night, a.Now(), StaleAfter(s), before)
	if pending := page.Untold(redact.Copy(a.Secrets, changes), page.Claim{}); !bytes.Equal(pending, bytes.TrimLeft(untold, "\n")) {
		kept = keep(pending)
	}
	if len(changes) == 0 {
		return nil, kept
	}
	if told = a.send(ctx, s, address, message(changes, a.jobPage())); told == nil {
		kept = keep(nil)
	}
	return told, kept
}

// ToTell is what TellChat is going to tell, as it is kept until it was told; nil where no
// chat is named.
func (a *App) ToTell(s settings.Settings, all, night []repro.Check, untold []byte) []byte {
	before, lost := page.ReadUntold(untold)
	if a.Getenv(WebhookVariable) == "" {
		return nil
	}
	a.Secrets.Add(a.Getenv(WebhookVariable))
	if lost > 0 {
		before = append(before, page.Unknown(all, a.Now(), StaleAfter(s))...)
	}
	text := []byte{}
	if len(night)+len(before) > 0 {
		text = append(text, page.Untold(redact.Copy(a.Secrets, page.StateChanges(all, night, a.Now(), StaleAfter(s), before)), a.claim())...)
	}
	return text
}

// Owes says whether there is a chat, and news for it that it could not be told of: they are
// told with the next report, whatever that is of.
func (a *App) Owes(s settings.Settings) bool {
	return a.Getenv(WebhookVariable) != "" && len(bytes.TrimSpace(a.Untold(s))) > 0
}

// KeepNews keeps in the directory of the history what a chat is to be told of checks that
// are about to be added to it: whoever finds them there does not know that it was not told.
// load gives the checks, where there is a chat.
func (a *App) KeepNews(ctx context.Context, s settings.Settings, load func() []repro.Check) error {
	if len(a.HistoryDirs(s)) != 1 || a.Getenv(WebhookVariable) == "" {
		return nil
	}
	earlier, _ := a.HistoryReader(ctx).Read(s.History)
	added := slices.Clone(load())
	a.NameNew(s, added)
	type key struct {
		model, version, id string
		at                 time.Time
	}
	keyOf := func(c repro.Check) key { return key{c.Model, c.Version, c.ID, c.At.UTC()} }
	known := map[key]bool{}
	for _, c := range earlier {
		known[keyOf(c)] = true
	}
	night := slices.DeleteFunc(added, func(c repro.Check) bool { return known[keyOf(c)] })
	untold := a.Untold(s)
	text := a.ToTell(s, append(slices.Clone(earlier), night...), night, untold)
	if len(night) == 0 || len(text) == 0 || bytes.Equal(text, untold) {
		return nil
	}
	return a.KeepUntold(s, text)
}

// claim is this job's. The jobs of a matrix have one name, and a runner of their own each.
func (a *App) claim() page.Claim {
	run := a.Getenv("GITHUB_RUN_ID")
	if run == "" {
		return page.Claim{Asked: a.Now().UTC()}
	}
	attempt, _ := strconv.Atoi(a.Getenv("GITHUB_RUN_ATTEMPT"))
	return page.Claim{Teller: run, Attempt: attempt, Job: strings.TrimSpace(a.Getenv("GITHUB_JOB") + " " + a.Getenv("RUNNER_NAME")), Asked: a.Now().UTC()}
}

func (a *App) send(ctx context.Context, s settings.Settings, address string, m webhook.Message) error {
	body, err := webhook.ParseBody(cmp.Or(s.WebhookBody, webhook.DefaultBody))
	if err != nil {
		return err
	}
	document, err := body.Render(redact.Copy(a.Secrets, m))
	if err != nil {
		return err
	}
	return webhook.Send(ctx, address, document, a.sleep)
}

// Untold is what the chat could not be told of, as the directory of the history keeps it.
func (a *App) Untold(s settings.Settings) []byte {
	dirs := a.HistoryDirs(s)
	if len(dirs) != 1 {
		return nil
	}
	text, err := ReadBounded(filepath.Join(a.absolute(dirs[0]), history.UntoldFile), page.MaxUntold)
	if err != nil {
		return nil // none is there, or it is nobody's to read
	}
	return text
}

// KeepUntold keeps it there.
func (a *App) KeepUntold(s settings.Settings, text []byte) error {
	dirs := a.HistoryDirs(s)
	if len(dirs) != 1 {
		return nil
	}
	path := filepath.Join(a.absolute(dirs[0]), history.UntoldFile)
	if err := errors.Join(outsideGit(path), untoldKind.mayWrite(path, path)); err != nil {
		return err
	}
	if len(text) > 0 {
		return writeFile(path, text, 0o644)
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func message(changes []page.StateChange, job string) webhook.Message {
	told := changes[:min(len(changes), maxTold)]
	m := webhook.Message{Title: page.StateChangesTitle(changes), Job: job, Changes: told}
	lines := []string{m.Title}
	for _, change := range told {
		lines = append(lines, "• "+webhook.Plain(change.Text()))
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

package app

import (
	"crypto/rand"
	"encoding/hex"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// NewFlow puts a project and a registry together.
func (a *App) NewFlow(registry *mlflow.Registry, project train.Project, p *progress.Printer) *flow.Flow {
	return &flow.Flow{
		Registry: registry,
		Project:  project,
		Tool:     "reproduce " + Release(),
		Now:      a.Now,
		NewID:    newID,
		Step:     p.Step,
		Say:      func(text string) { p.Line(terminal.Hanging(text, a.Width)) },
		Begin:    p.Begin,
		End:      p.End,
		Hide:     a.Secrets.Text,
		Learn:    func(run repro.Run) { redact.Learn(a.Secrets, run) },
	}
}

// newID is a reproduce.id: sixteen random bytes, so that no other attempt has
// it and no run can be found by guessing.
func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(id[:])
}

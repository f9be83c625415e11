package page

import (
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// DueBy gives the model versions that are due by past checks alone, by their names: for a
// night whose plan came to nothing. limit is how old a check may be. It sorts checks.
func DueBy(checks []repro.Check, now time.Time, limit time.Duration) (due []repro.ModelVersion) {
	known := map[[2]string]bool{}
	for _, m := range Models(checks, now, limit) {
		name := [2]string{m.Name, m.Version}
		switch {
		case m.Past, known[name], m.Version == "", strings.HasPrefix(m.Name, "run "): // nobody checks it any more, or it has no name
		case m.Checked.IsZero(), m.lost(), !now.Before(m.Checked.Add(status.Stays(m.Checks, m.endedWell(), limit/2))):
			known[name] = true
			due = append(due, repro.ModelVersion{Name: m.Name, Version: m.Version})
		}
	}
	return due
}

// OfNight says whether a check counts for what is due now.
func OfNight(c repro.Past, now time.Time) bool {
	return now.Sub(c.At) < status.NightLasts && status.Credible(c.At, now)
}

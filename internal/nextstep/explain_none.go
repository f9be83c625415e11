//go:build nodesk

package nextstep

import (
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// The container trains nothing itself: no search is made from there, no commit changed, and there
// is no command to be made another.

func explainable(repro.Result, settings.Values) bool { return false }

func explainLine(repro.Result, settings.Values, string) string { return "" }

func changesLine(repro.Result) string { return "" }

func trainingAnew(repro.Result, settings.Values) string { return "" }

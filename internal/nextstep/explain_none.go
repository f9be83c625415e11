//go:build nodesk

package nextstep

import (
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// The container trains nothing itself: no search is made from there, and no commit changed.

func explainable(repro.Result, settings.Values) bool { return false }

func explainLine(repro.Result, settings.Values, string) string { return "" }

func changesLine(repro.Result) string { return "" }

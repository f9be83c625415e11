package report

import (
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A cut says how much of a body may be shown.
type cut struct {
	log       int  // lines of the training's log
	same      bool // the inputs that are the same, one by one
	evidence  bool // how it was checked
	rows      int  // rows of a table
	notes     int
	left      string // what this step leaves out, in words
	onlyFails bool   // of the metrics, those that failed
}

// shortenings is what goes first when a body is too long: each step leaves out more,
// and the verdict, its sentence and the metrics that failed go last.
var shortenings = []cut{
	{log: 20, same: true, evidence: true, rows: 1000, notes: 50},
	{log: 0, same: true, evidence: true, rows: 1000, notes: 50, left: "the end of the training's log"},
	{log: 0, same: false, evidence: true, rows: 1000, notes: 50, left: "the inputs that are the same"},
	{log: 0, same: false, evidence: true, rows: 100, notes: 20, left: "table rows after the first 100"},
	{log: 0, same: false, evidence: false, rows: 30, notes: 5, left: "how this was checked, table rows after the first 30"},
	{log: 0, same: false, evidence: false, rows: 10, notes: 1, left: "metrics that did not fail, rows after the first 10", onlyFails: true},
}

// fit renders with the first step of the shortenings that is short enough. The last
// step is bounded by construction: every foreign text in it is cut, and there
// are few.
func fit(r repro.Result, page Page, open bool, enough func(string) bool) (body string, left []string) {
	rows := tableRows(r.Comparison)
	for _, step := range shortenings {
		if step.left != "" {
			left = append(left, step.left)
		}
		d := &draft{r: r, rows: rows, page: page, open: open, cut: step}
		d.write(left)
		body = d.String()
		if enough(body) {
			return body, left
		}
	}
	return body, left
}

func runeCount(text string) int { return utf8.RuneCountInString(text) }

package report

import "github.com/reproduce-action/reproduce/internal/report/terminal"

// valueWidth is how much of a value is shown where no width is given.
const valueWidth = 80

// A screen is a report on a terminal.
type screen struct{ terminal.Screen }

func newScreen(style terminal.Style) *screen { return &screen{terminal.Screen{Style: style}} }

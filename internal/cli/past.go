package cli

import (
	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// past reads the earlier checks that the settings name. It is done before
// anything is written: the last report may be among them.
func (c *console) past(s action.Settings) (records []repro.Record, warnings []string) {
	reader := &history.Reader{Dir: c.Dir, Decode: report.Decode, Wanted: func(r repro.Result) bool {
		return s.Ref.Name == "" || r.Model().Name == s.Ref.Name
	}}
	return reader.Read(s.History)
}

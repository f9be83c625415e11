package app

import (
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// History reads the earlier checks that the settings name. It is done before
// anything is written: the last report may be among them.
func (a *App) History(s settings.Settings) (records []repro.Record, warnings []string) {
	reader := &history.Reader{Dir: a.Dir, Decode: reportjson.Decode, Wanted: func(r repro.Result) bool {
		return s.Ref.Name == "" || r.Model().Name == s.Ref.Name
	}}
	return reader.Read(s.History)
}

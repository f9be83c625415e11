package report

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestModelRow: the models' row stands in both reports, escaped; nothing is said where
// nobody asked.
func TestModelRow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		model *repro.ModelDelta
		want  string
	}{
		"nobody asked": {nil, ""},
		"the same":     {&repro.ModelDelta{State: repro.StateIdentical, Values: 6, Tolerance: "exact", Notes: []string{"the same content: model.onnx"}}, "Model: both models predict the same for the input example (6 values). The same content: model.onnx."},
		"reported":     {&repro.ModelDelta{State: repro.StateReported, Values: 6, Different: 2, Difference: "0.5"}, "Model: 2 of 6 predictions for the input example differ, by up to 0.5. This is only reported."},
		"outside":      {&repro.ModelDelta{State: repro.StateOutside, Values: 1, Different: 1, Tolerance: "exact"}, "Model: 1 of 1 prediction for the input example differ. The tolerance is exact."},
		"not compared": {&repro.ModelDelta{State: repro.StateUndecided, Notes: []string{"no module\x1b[31m @ada <b>"}}, "Model: the models were not compared: no module"},
	} {
		r := reporttest.ReproducedResult()
		r.Comparison.Model = tt.model
		screen := strings.Join(strings.Fields(Terminal(r, terminal.Style{Width: 100})), " ")
		page, _ := Summary(r, Page{})
		for where, text := range map[string]string{"terminal": screen, "page": strings.ReplaceAll(page, "`", "")} {
			if tt.want == "" && strings.Contains(text, "Model:") || !strings.Contains(text, tt.want) {
				t.Errorf("%s, %s: %q is not in\n%s", name, where, tt.want, text)
			}
		}
		if strings.Contains(screen, "\x1b[31m") || strings.Contains(page, "@ada") || !strings.Contains(page, "`<b>`") && tt.model != nil && tt.model.State == repro.StateUndecided {
			t.Errorf("%s: not escaped\n%s\n%s", name, screen, page)
		}
	}
}

package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// NoVerdict is the job summary of a step that ended before there was anything to judge: why
// is what its error says.
func NoVerdict(why string) string {
	return "### No verdict\n\n" + markdown.Prose(wording.Capital(strings.TrimSuffix(why, "."))) + ".\n\nNothing was compared, so nothing was found out about the model.\n"
}

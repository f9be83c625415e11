package page

import (
	"strings"
	"text/tabwriter"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// Terminal is how all models stand, as lines for a terminal.
func Terminal(k Known) string {
	now := k.Now
	models := Models(k.Checks, now, k.Limit)
	var b strings.Builder
	for _, sentence := range gapWords(k.Gaps) {
		b.WriteString(sentence + "\n")
	}
	for _, note := range k.Gaps.Notes {
		b.WriteString(printable.OneLine(note, maxNote) + "\n")
	}
	if last := lastChecked(models); k.late(models) && !last.IsZero() {
		b.WriteString(lateWords + "\n" + asOf(last, now) + " ")
	}
	b.WriteString(lead(models) + "\n")
	if len(models) == 0 {
		return b.String()
	}
	b.WriteString("\n")
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(cells ...string) {
		_, _ = table.Write([]byte(strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n")) // a builder takes all
	}
	sources, place := sourcesOf(models)
	head, several := []string{"MODEL", "VERSION", "STATE", "SINCE", "OUTSIDE"}, len(sources) > 1
	if several {
		head = append(head, "REPOSITORY")
	}
	row(head...)
	for _, m := range models {
		text, _ := latestOutside(m)
		cells := []string{printable.OneLine(m.Name, 60), strings.TrimSpace(printable.OneLine(m.Version, 20) + " " + m.ofRun()), stateAndBefore(m, now), began(m, now), text}
		if several {
			cells = append(cells, printable.OneLine(sources[place[m.Repository]-1].Name, 80))
		}
		row(cells...)
	}
	_ = table.Flush()
	for _, m := range models {
		if text := m.widened(); text != "" {
			of := ""
			if several {
				of = " of " + sources[place[m.Repository]-1].Name
			}
			b.WriteString("\n" + printable.OneLine(m.Label()+of+": "+text, maxNote) + "\n")
		}
	}
	return b.String()
}

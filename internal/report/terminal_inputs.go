package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// inputs says what is the same, what differs and what nobody recorded.
func (s *screen) inputs(r repro.Result) {
	in := sortInputs(r.Inputs)
	in.differs = foldLent(foldUnread(in.differs, r.Causes), r.Causes, r.Diagnosis)
	if len(in.differs) > 0 {
		heading := "Differs from " + otherSide(r) + ":"
		if r.Verdict == repro.Drifted && r.Diagnosis == "" && !tested(r.Causes) {
			heading = "Differs from " + otherSide(r) + " (not tested separately):"
			if len(in.differs) == 1 {
				heading = "Differs from " + otherSide(r) + " (not tested):"
			}
		}
		s.Line("%s", heading)
		s.differences(in.differs, r)
	}
	if rest := loose(r.Inputs, r.Causes); len(rest) > 0 && r.Verdict != repro.Reproduced {
		s.Line("Could contribute:")
		for _, cause := range rest {
			s.Paragraph("  ", "    ", printable.Middle(causeName(cause), terminal.NameWidth)+": "+weighed(cause, "; "))
		}
	}
	if r.Diagnosis != "" {
		s.Gap()
		s.Paragraph("", "", r.Diagnosis)
		s.Gap()
	}
	if len(in.same) > 0 {
		s.Paragraph("", "  ", "Same "+strings.Join(few(brief(in.same), 10), ", ")+".")
	}
	for _, sentence := range in.aside(r, 5) {
		s.Paragraph("", "  ", sentence)
	}
	for _, sentence := range in.unknown(r, 10, func(names []string) string { return strings.Join(names, ", ") }) {
		s.Paragraph("", "  ", sentence)
	}
	s.Paragraph("", "  ", wording.Capital(earlier(r)))
	s.Paragraph("", "  ", caveat(r))
}

// differences lists what differs, the evidence below each.
func (s *screen) differences(differs []repro.Input, r repro.Result) {
	width := 0
	for _, input := range differs {
		width = max(width, terminal.Width(printable.Middle(inputName(input), s.Names(40))))
	}
	for i, input := range differs {
		if i == tableLimit {
			s.Line("  and %s; the report file has all", wording.Count(len(differs)-i, "more difference", "more differences"))
			return
		}
		name := printable.Middle(inputName(input), s.Names(40))
		before, after := bothValues(input)
		pad := strings.Repeat(" ", width-terminal.Width(name))
		s.Line("  %s%s  %s -> %s", name, pad, printable.Text(before), printable.Text(after))
		s.Paragraph("  "+strings.Repeat(" ", width+2), "  "+strings.Repeat(" ", width+2), strings.Join(remarks(input, r.Causes, r.Diagnosis), "; "))
	}
}

// bothValues gives an input's two values, short, and different if they are.
func bothValues(input repro.Input) (before, after string) {
	if inTrees(input) {
		return inTree(input.Original), inTree(input.Now)
	}
	if before, after = shortCommit(input.Original), shortCommit(input.Now); input.Kind != repro.KindCode || before == after && input.Original != input.Now {
		before, after = shortPair(input.Original, input.Now)
	}
	before, after = printable.Pair(printable.Text(before), printable.Text(after), valueWidth)
	return orUnknown(before), orUnknown(after)
}

func orUnknown(text string) string {
	if text == "" {
		return inputNotRecorded
	}
	return text
}

// remarks is all that is known of a difference, each once: evidence that the
// conclusion has told is not told again.
func remarks(input repro.Input, causes []repro.Cause, conclusion string) []string {
	texts := []string{input.Evidence, input.Note}
	if inTrees(input) {
		texts = texts[1:] // the values say it
	}
	if cause, ok := explained(input, causes); ok {
		if strings.Contains(conclusion, cause.Evidence) {
			cause.Evidence = ""
		}
		if cause.Evidence = strings.TrimPrefix(cause.Evidence, input.Evidence+"; "); cause.Evidence == input.Evidence {
			cause.Evidence = ""
		}
		switch cause.Strength {
		case repro.Established, repro.Isolated:
			texts = append(texts, string(cause.Strength)+" by experiment"+withText(": ", cause.Evidence))
		case repro.ConsistentWith:
			texts = append(texts, "consistent with the drift"+withText(": ", cause.Evidence))
		default:
			texts = append(texts, cause.Evidence)
		}
	}
	texts = append(texts, inFile(input, causes))
	var unique []string
	for _, text := range texts {
		if text != "" && !contains(unique, text) {
			unique = append(unique, text)
		}
	}
	return unique
}

func contains(list []string, text string) bool {
	for _, item := range list {
		if item == text {
			return true
		}
	}
	return false
}

func withText(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

func causeName(cause repro.Cause) string {
	if cause.Name == "" {
		return cause.Factor
	}
	return cause.Factor + " " + cause.Name
}

// caveat is what the number of runs does not allow to say. Two recorded runs
// have another: nobody trained.
func caveat(r repro.Result) string {
	if compareOnly(r) {
		return "Nothing was trained: this compares recorded metrics."
	}
	return judge.Caveat(r)
}

// registry says what the training did to the registry, before anything else.
func (s *screen) registry(r repro.Result) {
	changes, more := registryChanges(r, tableLimit)
	for _, text := range changes {
		s.Note("Registry: ", text)
	}
	if more > 0 {
		s.Line("%s in the report file.", wording.Count(more, "more change", "more changes"))
	}
	s.Gap()
}

// registryChanges gives the first changes of the registry, each once, and how many there are besides.
func registryChanges(r repro.Result, most int) (changes []string, more int) {
	for _, text := range r.Registry {
		if text != "" && !contains(changes, text) {
			changes = append(changes, text)
		}
	}
	shown := min(len(changes), most)
	return changes[:shown], len(changes) - shown
}

// notes numbers the warnings.
func (s *screen) notes(r repro.Result) {
	s.numbered(warnings(r))
}

// warnings is every doubt in a result, each once, in the order of the steps, but for
// what the registry's changes said at the top.
func warnings(r repro.Result) []string {
	var all []string
	for _, group := range [][]string{r.Plan.Warnings, r.Comparison.Warnings, r.Warnings, r.Truncated} {
		for _, text := range group {
			if text != "" && !contains(all, text) && !contains(r.Registry, text) {
				all = append(all, text)
			}
		}
	}
	return all
}

// next is one step, as a line to paste.
func (s *screen) next(r repro.Result) {
	if r.Next != "" {
		s.Command("Next: ", r.Next)
	}
}

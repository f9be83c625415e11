package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Sweep is what a nightly has to tell besides its results.
type Sweep struct {
	At      time.Time
	Missing []repro.ModelVersion // were to be checked, and there is no result
	NotDue  int                  // versions that were checked recently enough
	Never   int                  // versions that were never checked, and not this time either
	NoList  bool                 // what is due could not be listed: Missing is by past checks alone
	Widened []string             // where a wider tolerance alone ended a drift, in sentences
	Page    Page                 // of the whole: its Repository bounds the links
	Pages   map[string]Pages
	Earlier map[string][]repro.Past // earlier checks by model label, oldest first
}

// Pages are the addresses of one result, by its model's label.
type Pages struct {
	Job   string // workflow run of the check
	Issue string
}

// stripLength is how many checks a row shows.
const stripLength = 10

// Swept gives the table of many results: what needs somebody first, and counts
// of everything, the versions that were not looked at too. At most SummaryBytes
// long; left says what was left out.
func Swept(results []Outline, sweep Sweep) (body string, left []string) {
	for _, limit := range []int{2000, 500, 100, 20} {
		body = swept(results, sweep, limit)
		if len(results) > limit {
			left = []string{wording.Count(len(results)-limit, "row", "rows") + " of the table"}
		}
		if len(body) <= SummaryBytes {
			break
		}
	}
	return body, left
}

func swept(results []Outline, sweep Sweep, limit int) string {
	parts := []string{"### " + SweepTitle(results, sweep)}
	rows := [][]string{}
	for _, r := range sweep.sorted(results) {
		rows = append(rows, sweptRow(*r, sweep))
	}
	// As in the comment about several models: a phone shows the first three of them.
	header, sides := []string{"Verdict", "Model", "Outside", "Since", "Last " + strconv.Itoa(stripLength), "Links"}, "llrlll"
	if len(sweep.Earlier) == 0 { // nothing to tell of earlier checks
		header, sides = slices.Delete(header, 3, 5), "llrl"
		for i := range rows {
			rows[i] = slices.Delete(rows[i], 3, 5)
		}
	}
	left := max(len(rows)-limit, 0)
	if rows = rows[:len(rows)-left]; len(rows) > 0 {
		parts = append(parts, markdown.Table(sides, header, rows))
	} else if !sweep.NoList {
		parts = append(parts, "No model version was due for a check.")
	}
	if sweep.NoList {
		text := NoNight + " By past checks, " + dueByPast(len(sweep.Missing)) + "."
		parts = append([]string{parts[0], text}, parts[1:]...)
	}
	if left > 0 {
		parts = append(parts, "_"+wording.Count(left, "more row", "more rows")+" left out here to fit; the saved reports have all._")
	}
	for _, text := range sweep.Widened[:min(len(sweep.Widened), maxWidened)] {
		parts = append(parts, markdown.Prose(printable.Middle(text, 500)))
	}
	if text := sweep.legend(len(rows) > 0, Worst(results, sweep)); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// maxWidened is how many of those sentences a table has; the page has all.
const maxWidened = 20

// SweepTitle counts the verdicts in one line: "Reproducibility, 23 Nov 2026: 3
// reproduced, 1 drifted".
func SweepTitle(results []Outline, sweep Sweep) string {
	counts := map[repro.Verdict]int{}
	for _, r := range results {
		counts[known3(r.Verdict)]++
	}
	parts := []string{}
	for _, c := range []struct {
		n     int
		words string
	}{{counts[repro.Reproduced], "reproduced"}, {counts[repro.Drifted], "drifted"}, {counts[repro.Unverified], "could not be verified"}, {len(sweep.Missing), "not checked"}} {
		if c.n > 0 {
			parts = append(parts, strconv.Itoa(c.n)+" "+c.words)
		}
	}
	text := "Reproducibility" + withText(", ", day(sweep.At)) + ": "
	if len(parts) == 0 {
		return text + "nothing was checked"
	}
	return text + strings.Join(parts, ", ")
}

// Worst is the verdict of a sweep as a whole: what was to be checked and was not
// could not be verified. "" where there was nothing to check.
func Worst(results []Outline, sweep Sweep) repro.Verdict {
	all := sweep.sorted(results)
	if len(all) == 0 {
		return ""
	}
	return known3(all[0].Verdict)
}

// NoNight says that a night came to nothing before it began.
const NoNight = "The night did not run: the job that lists what is due failed, and its log says why."

// dueByPast says how many versions were due where nobody could list them.
func dueByPast(n int) string {
	if n == 0 {
		return "no version was due"
	}
	return wording.Count(n, "version was", "versions were") + " due"
}

// An Outline is what a table shows of a result: ten thousand whole ones would fill the
// memory.
type Outline struct {
	At              time.Time
	Verdict         repro.Verdict
	Reason          repro.Reason
	Model, Version  string
	Run             string // what there is to say where no registry has the model
	Training        string // its address
	Judged, Outside int    // metrics
}

// OutlineOf outlines a result.
func OutlineOf(r repro.Result) Outline {
	o := Outline{At: r.CheckedAt, Verdict: r.Verdict, Reason: r.Reason, Model: r.Model().Name, Version: r.Model().Version, Training: r.Execution.URL,
		Judged: len(r.Comparison.Judged()), Outside: len(r.Comparison.In(repro.StateOutside))}
	if o.Model == "" {
		o.Run = label(r)
	}
	return o
}

// Outlines outlines results.
func Outlines(results []repro.Result) (outlines []Outline) {
	for _, r := range results {
		outlines = append(outlines, OutlineOf(r))
	}
	return outlines
}

// sorted puts what needs somebody first, with a stand-in for each result that
// is missing.
func (s Sweep) sorted(results []Outline) []*Outline {
	all := make([]*Outline, 0, len(results)+len(s.Missing))
	for i := range results {
		all = append(all, &results[i])
	}
	for _, version := range s.Missing {
		all = append(all, &Outline{Verdict: repro.Unverified, Reason: notChecked, Model: version.Name, Version: version.Version})
	}
	order.Stable(all, func(a, b *Outline) int {
		return cmp.Or(cmp.Compare(urgency(a.Verdict), urgency(b.Verdict)), cmp.Compare(a.Model, b.Model), cmp.Compare(a.Version, b.Version))
	})
	return all
}

// notChecked stands for the reason where nobody left a result.
const notChecked repro.Reason = "not checked: there is no result"

// known3 counts a verdict that nobody knows as not verified.
func known3(v repro.Verdict) repro.Verdict {
	if v == repro.Reproduced || v == repro.Drifted {
		return v
	}
	return repro.Unverified
}

func urgency(v repro.Verdict) int {
	return map[repro.Verdict]int{repro.Drifted: 0, repro.Unverified: 1, repro.Reproduced: 2}[known3(v)]
}

func sweptRow(r Outline, sweep Sweep) []string {
	key := repro.ModelVersion{Name: r.Model, Version: r.Version}.Label()
	words, ratio := sweptWords(r)
	links := []string{}
	pages := sweep.Pages[key]
	for _, l := range []struct{ text, address string }{{"issue", pages.Issue}, {"check", pages.Job}, {"training", sweep.Page.inRepository(r.Training)}} {
		if url, ok := printable.URL(l.address); ok {
			links = append(links, markdown.Link(l.text, url))
		}
	}
	past := append(sweep.Earlier[key][:len(sweep.Earlier[key]):len(sweep.Earlier[key])], repro.Past{At: r.At, Verdict: r.Verdict})
	model := markdown.Cell(cmp.Or(r.Model, r.Run), markdown.NameWidth)
	if r.Version != "" {
		model += " v" + versionCell(r.Version)
	}
	return []string{r.Verdict.Symbol() + " " + markdown.ProseCell(words), model, ratio, since(past, sweep.At), strip(past), orDash(strings.Join(links, " · "))}
}

// sweptWords is a result in three words, and how many of its metrics failed.
func sweptWords(r Outline) (words, ratio string) {
	judged := strconv.Itoa(r.Judged)
	ratio = strconv.Itoa(r.Outside) + " / " + judged
	switch known3(r.Verdict) {
	case repro.Reproduced:
		switch r.Reason {
		case repro.Identical:
			return "reproduced, identical", ratio
		case repro.WithinNoise:
			return "reproduced, within noise", ratio
		}
		return "reproduced", ratio
	case repro.Drifted:
		return "drifted", ratio
	}
	if judged == "0" {
		return reasonWords(r.Reason), "–"
	}
	return reasonWords(r.Reason), "– / " + judged
}

// versionCell is a version as a table shows it: a number needs no code span.
func versionCell(version string) string {
	switch {
	case version == "":
		return "–"
	case markdown.IsNumber(version):
		return version
	}
	return markdown.Cell(version, 20)
}

// since is the day of the first check of the unbroken row of the same verdict
// that ends today.
func since(past []repro.Past, now time.Time) string {
	last := len(past) - 1
	first := last
	for first > 0 && known3(past[first-1].Verdict) == known3(past[last].Verdict) {
		first--
	}
	if at := past[first].At.UTC(); !at.IsZero() && at.Year() == now.UTC().Year() {
		return at.Format("2 Jan")
	}
	return orDash(day(past[first].At))
}

// strip shows the last checks, one shape each.
func strip(past []repro.Past) string {
	text := "`"
	for _, p := range past[max(0, len(past)-stripLength):] {
		text += map[repro.Verdict]string{repro.Reproduced: "●", repro.Drifted: "○", repro.Unverified: "?"}[known3(p.Verdict)]
	}
	return text + "`"
}

func (s Sweep) legend(table bool, worst repro.Verdict) string {
	sentences := []string{}
	if s.Page.Full != "" && table && worst != repro.Reproduced {
		sentences = append(sentences, "What differs, and what to do about it, is in "+s.Page.Full+".")
	}
	if table && len(s.Earlier) > 0 {
		sentences = append(sentences, "● reproduced ○ drifted ? not verified, oldest first.")
	}
	if s.NotDue > 0 {
		sentences = append(sentences, wording.Count(s.NotDue, "more version was", "more versions were")+" checked recently and not due.")
	}
	if s.Never > 0 {
		sentences = append(sentences, wording.Count(s.Never, "version has", "versions have")+" never been checked.")
	}
	return strings.Join(sentences, " ")
}

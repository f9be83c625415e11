package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Sweep is what a nightly has to tell besides its results.
type Sweep struct {
	At      time.Time
	NotDue  int  // versions that were checked recently enough
	Never   int  // versions that were never checked, and not this time either
	Page    Page // of the whole: its Repository bounds the links
	Pages   map[string]Pages
	Earlier map[string][]Past // earlier checks by model label, oldest first
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
func Swept(results []repro.Result, sweep Sweep) (body string, left []string) {
	for _, limit := range []int{2000, 500, 100, 20} {
		body = swept(results, sweep, limit)
		if len(results) > limit {
			left = []string{count(len(results)-limit, "row", "rows") + " of the table"}
		}
		if len(body) <= SummaryBytes {
			break
		}
	}
	return body, left
}

func swept(results []repro.Result, sweep Sweep, limit int) string {
	counts := map[repro.Verdict]int{}
	for _, r := range results {
		counts[known3(r.Verdict)]++
	}
	heading := "### Reproducibility" + withText(", ", day(sweep.At)) + ": " + strconv.Itoa(counts[repro.Reproduced]) + " reproduced, " +
		strconv.Itoa(counts[repro.Drifted]) + " drifted, " + strconv.Itoa(counts[repro.Unverified]) + " could not be verified"
	parts := []string{heading}
	ordered := slices.Clone(results)
	slices.SortStableFunc(ordered, func(a, b repro.Result) int {
		return cmp.Or(cmp.Compare(urgency(a.Verdict), urgency(b.Verdict)), cmp.Compare(a.Model().Name, b.Model().Name))
	})
	rows := [][]string{}
	for i, r := range ordered {
		if i == limit {
			break
		}
		rows = append(rows, sweptRow(r, sweep))
	}
	if len(rows) > 0 {
		parts = append(parts, mdTable("lrlrlll", []string{"Model", "Version", "Verdict", "Outside / compared", "Since", "Last " + strconv.Itoa(stripLength), "Links"}, rows))
	} else {
		parts = append(parts, "No model version was due for a check.")
	}
	if len(ordered) > limit {
		parts = append(parts, "_"+count(len(ordered)-limit, "more row", "more rows")+" left out here to fit; the saved reports have all._")
	}
	if text := sweep.legend(len(rows) > 0); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

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

func sweptRow(r repro.Result, sweep Sweep) []string {
	model := r.Model()
	key := model.Label()
	judged := strconv.Itoa(len(r.Comparison.Judged()))
	ratio := strconv.Itoa(len(r.Comparison.In(repro.StateOutside))) + " / " + judged
	var words string
	switch known3(r.Verdict) {
	case repro.Reproduced:
		switch r.Reason {
		case repro.Identical:
			words = "reproduced, identical"
		case repro.WithinNoise:
			words = "reproduced, within noise"
		default:
			words = "reproduced"
		}
	case repro.Drifted:
		words = "drifted"
	default:
		words, ratio = proseCell(reasonWords(r.Reason)), "– / "+judged
		if judged == "0" {
			ratio = "–"
		}
	}
	version := "–"
	if model.Version != "" {
		version = cell(model.Version, 20)
		if isNumber(model.Version) {
			version = model.Version
		}
	}
	links := []string{}
	pages := sweep.Pages[key]
	for _, l := range []struct{ text, address string }{{"issue", pages.Issue}, {"check", pages.Job}, {"training", sweep.Page.ours(r.Execution.URL)}} {
		if url, ok := safeURL(l.address); ok {
			links = append(links, link(l.text, url))
		}
	}
	past := append(sweep.Earlier[key][:len(sweep.Earlier[key]):len(sweep.Earlier[key])], Past{r.CheckedAt, r.Verdict})
	name := model.Name
	if name == "" {
		name = label(r)
	}
	return []string{cell(name, mdName), version, symbol(r) + " " + words, ratio, since(past, sweep.At), strip(past), orDash(strings.Join(links, " · "))}
}

// since is the day of the first check of the unbroken row of the same verdict
// that ends today.
func since(past []Past, now time.Time) string {
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
func strip(past []Past) string {
	text := "`"
	for _, p := range past[max(0, len(past)-stripLength):] {
		text += map[repro.Verdict]string{repro.Reproduced: "●", repro.Drifted: "○", repro.Unverified: "?"}[known3(p.Verdict)]
	}
	return text + "`"
}

func (s Sweep) legend(table bool) string {
	sentences := []string{}
	if table {
		sentences = append(sentences, "● reproduced ○ drifted ? not verified, oldest first.")
	}
	if s.NotDue > 0 {
		sentences = append(sentences, count(s.NotDue, "more version was", "more versions were")+" checked recently and not due.")
	}
	if s.Never > 0 {
		sentences = append(sentences, count(s.Never, "version has", "versions have")+" never been checked.")
	}
	return strings.Join(sentences, " ")
}

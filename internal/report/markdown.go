package report

import (
	"net/url"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Page says what stands around a result in Markdown. The zero Page is right
// for a file.
type Page struct {
	Marker     string         // hidden first line, by which a comment is found again; "" for none
	Again      string         // what to comment to check again: "/reproduce churn 7"; "" where nobody listens
	Next       repro.NextStep // what to do where the result was met, in place of the result's own command line
	Job        string         // address of the workflow run that checked; running it again checks again
	Repository string         // address of the repository: commits link to it, and nothing on another host of that kind is linked
	Tracking   string         // address of the tracking server: no run elsewhere is linked; "" for any
	Full       string         // where the whole report is, in words of the caller: "the job summary"
	Trained    bool           // to say first which commit was trained: another one is looked at here, or may be
	Head       string         // that other one, a pull request's head; "" where it is not known
}

// stepSentence is a next step in a sentence.
func stepSentence(s repro.NextStep) string {
	text := s.Before
	if s.Code != "" {
		text = strings.TrimSpace(text + " " + markdown.Shell(s.Code))
	}
	return text + s.After
}

// inRepository gives an address on the repository's host, and "" for one elsewhere: a
// saved result is a file that anybody may have touched.
func (p Page) inRepository(address string) string { return on(p.Repository, address) }

func on(home, address string) string {
	if home != "" && host(home) != host(address) {
		return ""
	}
	return address
}

// host is scheme, name and port of an address; "" for what is none.
func host(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(parsed.Scheme + "://" + parsed.Host)
}

// Limits of GitHub: a comment has 65,536 characters at most, a step's summary
// 1 MiB. Both refuse the whole text when it is longer.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const (
	CommentRunes = 65_000
	SummaryBytes = 1_000_000
)

// Comment gives the body of a pull request comment, at most CommentRunes long,
// and what was left out to make it fit.
func Comment(r repro.Result, page Page) (body string, left []string) {
	return fit(r, page, false, func(body string) bool { return runeCount(body) <= CommentRunes })
}

// Summary gives the text of a job summary, at most SummaryBytes long, and what
// was left out to make it fit. Its details are open and it has no marker.
func Summary(r repro.Result, page Page) (body string, left []string) {
	page.Marker = ""
	return fit(r, page, true, func(body string) bool { return len(body) <= SummaryBytes })
}

// A draft is one attempt at a body.
type draft struct {
	r     repro.Result
	rows  []row // of the metrics table
	page  Page
	open  bool // details are open
	cut   cut
	parts []string
}

// add puts a block; blocks are parted by an empty line, which ends whatever
// Markdown stood before.
func (d *draft) add(block string) {
	if block != "" {
		d.parts = append(d.parts, block)
	}
}

func (d *draft) String() string { return strings.Join(d.parts, "\n\n") + "\n" }

func (d *draft) write(left []string) {
	d.add(strings.ReplaceAll(d.page.Marker, "\n", " "))
	d.add("### " + symbol(d.r) + " " + title(d.r) + ": " + d.label())
	d.add(d.registry())
	d.add(d.sentence())
	if d.unjudged() {
		d.steps()
	}
	d.metrics()
	d.add(markdown.Prose(modelRow(d.r)))
	d.causes()
	d.experiment()
	d.add(d.notes())
	d.add(d.next())
	d.log()
	d.checked()
	if len(left) > 0 {
		d.add("_Left out here to fit: " + markdown.Prose(list(left)) + "._" + d.whereAll())
	}
	d.add(d.footer())
}

func (d *draft) unjudged() bool {
	return d.r.Verdict != repro.Reproduced && d.r.Verdict != repro.Drifted
}

func (d *draft) whereAll() string {
	if d.page.Full == "" {
		return " The saved report has all of it."
	}
	return " All of it is in " + markdown.Prose(d.page.Full) + "."
}

// label is the model's name as a code span, and its version beside it.
func (d *draft) label() string {
	model := d.r.Model()
	if compareOnly(d.r) || model.Name == "" {
		return markdown.Code(label(d.r), markdown.NameWidth)
	}
	if model.Version == "" {
		return markdown.Code(model.Name, markdown.NameWidth)
	}
	if markdown.IsNumber(model.Version) {
		return markdown.Code(model.Name, markdown.NameWidth) + " v" + model.Version
	}
	return markdown.Code(model.Name, markdown.NameWidth) + " " + markdown.Code(model.Version, markdown.NameWidth)
}

func symbol(r repro.Result) string { return r.Verdict.Symbol() }

func (d *draft) sentence() string {
	names := map[string]bool{}
	for _, delta := range d.r.Comparison.Deltas {
		names[delta.Name] = true
	}
	return strings.TrimSpace(trainedCode(d.r, d.page) + " " + markdown.ProseOf(Sentence(d.r), names))
}

// details is a block that is folded where there is little room.
func (d *draft) details(title, body string) { d.fold(d.open, title, body) }

// fold is a block that can be folded. Its title is ours.
func (d *draft) fold(open bool, title, body string) {
	if body == "" {
		return
	}
	tag := "<details>"
	if open {
		tag = "<details open>"
	}
	d.add(tag + "<summary>" + title + "</summary>\n\n" + body + "\n\n</details>")
}

// registry lists what the training did to the registry.
func (d *draft) registry() string {
	changes, more := registryChanges(d.r, d.cut.notes)
	if len(changes) == 0 {
		return ""
	}
	lines := make([]string, 0, len(changes)+1)
	for _, text := range changes {
		lines = append(lines, "- "+markdown.Prose(wording.Capital(text)))
	}
	if more > 0 {
		lines = append(lines, "- "+wording.Count(more, "more change", "more changes")+" in the saved report.")
	}
	return markdown.Bold("Changed in the model registry:") + "\n\n" + strings.Join(lines, "\n")
}

// notes numbers the warnings.
func (d *draft) notes() string {
	all := warnings(d.r)
	lines := []string{}
	for i, text := range all {
		if i == d.cut.notes {
			lines = append(lines, wording.Count(len(all)-i, "more note", "more notes")+" in the saved report.")
			break
		}
		lines = append(lines, countText(i+1)+". "+markdown.Prose(text))
	}
	switch {
	case len(all) == 0:
		return ""
	case len(all) == 1:
		return "Note: " + markdown.Prose(all[0])
	default:
		return "Notes:\n\n" + strings.Join(lines, "\n")
	}
}

// next is one step, and how to look again.
func (d *draft) next() string {
	if d.page.Next != (repro.NextStep{}) {
		if d.page.Next.Lines != "" {
			return "Next: " + stepSentence(d.page.Next) + ":\n\n" + markdown.Fenced(strings.Split(d.page.Next.Lines, "\n"))
		}
		return "Next: " + stepSentence(d.page.Next) + "."
	}
	if d.r.Next == "" {
		return ""
	}
	text := "Next: " + markdown.Shell(d.r.Next)
	if d.unjudged() && d.page.Again != "" {
		text += ", then comment " + markdown.Shell(d.page.Again) + "."
	}
	return text
}

func (d *draft) footer() string {
	parts := []string{}
	if when := moment(d.r.CheckedAt); when != "" {
		parts = append(parts, "Checked "+when)
	}
	job, hosted := printable.URL(d.page.Job)
	rerun := hosted && d.page.Again == "" && d.r.Reason != repro.ForkWithoutSecrets // which would say the same
	if hosted && !rerun {
		parts = append(parts, markdown.Link("workflow run", job))
	}
	if url, ok := printable.URL(d.page.inRepository(d.r.Execution.URL)); ok {
		parts = append(parts, markdown.Link("training run", url))
	}
	if url, ok := printable.URL(on(d.page.Tracking, d.r.Model().URL)); ok {
		parts = append(parts, markdown.Link("model version", url))
	}
	switch {
	case d.page.Again != "":
		parts = append(parts, "to check again, comment "+markdown.Shell(d.page.Again))
	case rerun:
		parts = append(parts, "to check again, re-run "+markdown.Link("the workflow run", job))
	case d.r.Again != "" && !hosted:
		parts = append(parts, "to check again: "+markdown.Shell(d.r.Again))
	}
	if d.r.Tool != "" {
		parts = append(parts, markdown.Prose(d.r.Tool))
	}
	if len(parts) == 0 {
		return ""
	}
	return "<sub>" + strings.Join(parts, " · ") + "</sub>"
}

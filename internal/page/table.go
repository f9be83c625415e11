package page

import (
	_ "embed" // the page's parts
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/status"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file writes the head of the page and its table.

//go:embed assets/icons.svg
var icons markup

func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// unix is a time to sort by; "" for none.
func unix(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprint(t.Unix())
}

func (d document) page(v view) {
	d.put(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="reproduce">
<meta http-equiv="Content-Security-Policy" content="{}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Model reproducibility</title>
<link rel="icon" href="data:,">
<style>`, v.Policy)
	d.whole(markup(style))
	d.put(`</style>
</head>
<body>
`)
	d.whole(icons)
	d.put(`<header>
<h1>Model reproducibility</h1>
<p class="lead">`)
	if v.Checks > 0 {
		d.put(`<span id="asof"`)
		d.hidden(!v.Late)
		d.put(`>{}</span> `, asOf(v.Last, v.Made))
	}
	d.put("{}</p>\n", v.Lead)
	d.gaps(v)
	if len(v.Rows) > 0 {
		d.when(v)
	}
	d.put("</header>\n<main>\n")
	if len(v.Rows) > 0 {
		d.tools(v)
		d.table(v)
		d.put(`<section aria-label="Each model">
<p class="key">In the charts <span class="item"><svg viewBox="0 0 24 18" class="mark wide" aria-hidden="true"><path class="original" d="M0 9h24"/></svg>the original</span> <span class="item"><svg viewBox="0 0 24 18" class="mark wide" aria-hidden="true"><path class="band" d="M0 2h24v14H0z"/></svg>what is allowed</span> <span class="item"><svg viewBox="0 0 12 18" class="mark" aria-hidden="true"><path class="in" d="M6 9h0"/></svg>inside</span> <span class="item"><svg viewBox="0 0 12 18" class="mark" aria-hidden="true"><path class="out" d="M6 9h0"/></svg>outside</span> <span class="item"><svg viewBox="0 0 12 18" class="mark" aria-hidden="true"><path class="beyond" d="M1.5 6l4.5 8l4.5-8z"/></svg>far outside</span> <span class="item"><svg viewBox="0 0 10 18" class="mark" aria-hidden="true"><path class="gap" d="M5 6v6"/></svg>no value.</span></p>
`)
		for _, r := range v.Rows {
			d.card(newCard(r, v.Made), v.Several)
		}
		d.put(`</section>`)
	} else {
		d.put(`<p class="empty">Add the first check to the history: <code>reproduce run MODEL --run-command "make run"</code>, then <code>reproduce report --history DIR --page FILE reproduce-report</code>.</p>`)
	}
	d.put("\n</main>\n<footer><p>Made {} by {}.</p></footer>\n<script>", moment(v.Made), v.Tool)
	d.whole(markup(script))
	d.put("</script>\n</body>\n</html>\n")
}

// gaps says what the page does not have.
func (d document) gaps(v view) {
	for _, sentence := range v.Missing {
		d.put("<p class=\"late\">{}</p>\n", sentence)
	}
	if len(v.Notes) == 0 {
		return
	}
	d.put(`<ul class="gaps">`)
	for _, note := range v.Notes {
		d.put("<li>{}</li>", printable.OneLine(note, maxNote))
	}
	d.put("</ul>\n")
}

// bothDays is how wide a chart is, in pixels, that has room for a day below each end.
const bothDays = 170

// when says how old the page's checks are, and shows its nights.
func (d document) when(v view) {
	d.put(`<p class="when">`)
	if v.Checks > 0 {
		d.put(`Last check <time id="last" datetime="{}"`, iso(v.Last))
		if next := v.Nights.Next; !next.IsZero() {
			d.put(` data-due="{}"`, iso(next))
		}
		d.put(`>{}</time><span id="age">, {} when this page was made</span>. {} since {}.`, moment(v.Last), v.Ago, wording.Count(v.Checks, "check", "checks"), day(v.First))
	}
	for _, s := range v.Sources {
		if s.URL != "" {
			d.put(" ")
			d.linked(link(s.URL), s.Name)
		}
	}
	d.put("</p>\n<p class=\"late\" id=\"late\"")
	d.hidden(!v.Late)
	d.put(">{}</p>\n", lateWords)
	chart := v.Nights.Chart
	if chart.Width == 0 {
		return
	}
	d.put(`<figure class="nights"><figcaption>Checks a night`)
	if v.Nights.Absent > 0 {
		d.put("; {} did not run", wording.Count(v.Nights.Absent, "night", "nights"))
	}
	d.put(`</figcaption>
<svg width="{}" height="42" viewBox="0 0 {} 42" role="img" aria-label="{}"><defs><pattern id="h" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M1 0v4" class="hatch"/></pattern></defs>`, chart.Width, chart.Width, chart.Words)
	d.where(chart.Reproduced, `<path class="f-reproduced" d="{}"/>`)
	d.where(chart.Drifted, `<path class="f-drifted" d="{}"/>`)
	d.where(chart.Others, `<path class="f-unverified" d="{}"/>`)
	d.where(chart.Missed, `<path fill="url(#h)" d="{}"/>`)
	d.where(chart.Absent, `<path class="l-missed" d="{}"/>`)
	d.put("</svg>\n<p class=\"dates\">")
	switch {
	case chart.From.Equal(chart.To):
		d.put("<span>{}</span>", day(chart.To))
	case chart.Width < bothDays:
		d.put("<span>{} to {}</span>", day(chart.From), day(chart.To))
	default:
		d.put("<span>{}</span><span>{}</span>", day(chart.From), day(chart.To))
	}
	d.put("</p></figure>\n")
}

// hidden leaves a part for the script to show.
func (d document) hidden(hide bool) {
	if hide {
		d.put(" hidden")
	}
}

// linked writes a text, as a link where there is an address.
func (d document) linked(address, text string) {
	if address == "" {
		d.put("{}", text)
		return
	}
	d.put(`<a href="{}">{}</a>`, address, text)
}

// tools is what finds and filters; the script shows it.
func (d document) tools(v view) {
	d.put(`<form id="tools" hidden>
<input type="search" id="find" placeholder="Find a model" aria-label="Find a model" autocomplete="off" spellcheck="false">
<div class="chips" role="group" aria-label="Show only">`)
	for _, s := range v.States {
		d.put(`<button type="button" aria-pressed="false" data-state="{}" title="{}">`, s.State, s.Meaning)
		d.icon(s.State)
		d.put(`{} <b>{}</b></button>`, s.Word, s.Count)
	}
	d.put("</div>\n")
	d.sources(v)
	d.put("<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n")
}

// sources choose one of several repositories.
func (d document) sources(v view) {
	if !v.Several {
		return
	}
	d.put(`<select id="from" aria-label="Repository"><option value="">All {} repositories</option>`, len(v.Sources))
	for i, s := range v.Sources {
		d.put(`<option value="{}">{}</option>`, i+1, s.Name)
	}
	d.put("</select>\n")
}

func (d document) icon(state status.State) {
	d.put(`<svg class="i s-{}" aria-hidden="true"><use href="#i-{}"/></svg>`, state, state)
}

func (d document) table(v view) {
	d.put(`<table id="models" role="table">
<caption>Model versions, what needs somebody first. Each row leads to its metrics, its inputs and the cause.</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" data-sort="state">State</th><th scope="col" role="columnheader" data-sort="name">Model</th><th scope="col" role="columnheader" data-sort="since">Since</th><th scope="col" role="columnheader"><span class="strip">Last {} checks</span></th><th scope="col" role="columnheader" class="r" data-sort="out">Outside</th><th scope="col" role="columnheader" class="r" data-sort="checked">Checked</th></tr></thead>
<tbody role="rowgroup">
`, stripChecks)
	for _, r := range v.Rows {
		d.row(r, v.Several)
	}
	d.put(`</tbody>
</table>
<p class="key"><span class="item"><svg viewBox="0 0 10 18" class="mark" aria-hidden="true"><path class="l-reproduced" d="M1 9h6"/></svg>reproduced</span> <span class="item"><svg viewBox="0 0 12 18" class="mark" aria-hidden="true"><path class="l-drifted" d="M6 9h0"/></svg>drifted</span> <span class="item"><svg viewBox="0 0 10 18" class="mark" aria-hidden="true"><path class="l-unverified" d="M2 4.5h5v9h-5z"/></svg>not verified</span> <span class="item"><svg viewBox="0 0 10 18" class="mark" aria-hidden="true"><path class="l-missed" d="M1 9h6"/></svg>did not run.</span> Oldest at the left.</p>
`)
}

// row is one version in the table; several says that its repository is told.
func (d document) row(r row, several bool) {
	d.put(`<tr role="row" data-state="{}" data-out="{}" data-since="{}" data-checked="{}"`, r.State, r.OutsideN, unix(r.Since), unix(r.Checked))
	if several {
		d.put(` data-from="{}"`, r.From)
	}
	d.put(`><td role="cell" class="c-state"><span class="state s-{}">`, r.State)
	d.icon(r.State)
	d.put(`{}</span></td><th role="rowheader" scope="row" class="c-name"><a href="#m{}">{}</a>`, r.Word, r.ID, r.Name)
	if r.Version+r.Run+r.Stage != "" {
		d.put(`<span class="v">`)
		d.where(r.Version, " v{}")
		d.where(r.ofRun(), " {}")
		d.where(r.Stage, " {}")
		d.put("</span>")
	}
	if several {
		d.put(`<span class="v from"> {}</span>`, r.Source)
	}
	d.put(`</th><td role="cell" class="c-since">{}`, r.Began)
	d.where(r.Before, `<span class="v"> {}</span>`)
	d.put(`</td><td role="cell" class="c-strip">`)
	d.strip(r.Strip)
	d.put(`</td><td role="cell" class="c-out r">{}</td><td role="cell" class="c-checked r">`, r.Outside)
	if r.Checked.IsZero() {
		d.put("never")
	} else {
		d.put("{}", r.CheckedDay)
	}
	d.put("</td></tr>\n")
}

func (d document) strip(s Strip) {
	d.put(`<svg class="strip" viewBox="0 0 {} 18" role="img" aria-label="{}">`, s.Width, s.Words)
	d.where(s.Reproduced, `<path class="l-reproduced" d="{}"/>`)
	d.where(s.Drifted, `<path class="l-drifted" d="{}"/>`)
	d.where(s.Unverified, `<path class="l-unverified" d="{}"/>`)
	d.where(s.Lacks, `<path class="l-missed" d="{}"/>`)
	d.put("</svg>")
}

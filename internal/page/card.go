package page

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file writes what is below the table: each model with its metrics, its inputs
// and its checks. There are many of each: a space between two elements stands inside of
// the second, for between them it would be a node of its own.

// card is one version; several says that its repository is told.
func (d document) card(r card, several bool) {
	d.put(`<details><summary>`)
	d.icon(r.State)
	d.put(`<span class="title">{}`, r.Name)
	d.where(r.Version, " v{}")
	d.where(r.ofRun(), " {}")
	if several {
		d.put(`</span><span class="v"> {}`, r.Source)
	}
	d.put(`</span><b class="state s-{}"> {}</b><span class="v"> {}`, r.State, r.Word, r.SinceWords)
	d.where(r.Before, "; {}")
	d.put(`</span></summary><div class="card" id="m{}">`, r.ID)
	if r.Latest == nil {
		d.put(`<p class="sum">No check of this version has run.</p>`)
	} else {
		numbers, unknown := numbersFirst(r.Latest.Summary)
		d.put(`<p class="sum">{}`, numbers)
		d.where(strings.TrimSuffix(unsaid(r.Latest.Detail, r.Latest.Summary), "."), " {}.")
		d.put("</p>")
		d.where(r.Doubt, `<p class="sum">{}</p>`)
		d.where(r.widened(), `<p class="sum">{}</p>`)
		d.where(unsaid(r.Latest.Cause, r.Latest.Summary+" "+r.Latest.Detail), `<p class="cause"><b>Cause</b> {}</p>`)
		d.where(unknown, `<p class="v">{}</p>`)
	}
	d.charts(r)
	d.put(`<div class="cols">`)
	d.changes(r)
	d.recent(r.Recent)
	d.put("</div>")
	d.where(r.Commit, `<p class="v n">Code {}</p>`)
	if r.Latest != nil {
		d.links(link(r.Latest.Links.Model), link(r.Latest.Links.Original))
	}
	d.older(r.Older)
	d.put("</div></details>\n")
}

func (d document) links(model, original string) {
	if model+original == "" {
		return
	}
	d.put(`<p class="links">`)
	d.where(model, `<a href="{}">Model version</a> `)
	d.where(original, `<a href="{}">Original run</a>`)
	d.put("</p>")
}

func (d document) charts(r card) {
	if len(r.Charts) == 0 {
		return
	}
	d.put(`<h2>Metrics of the {}</h2><div class="charts">`, r.Charted)
	for _, c := range r.Charts {
		d.chart(c)
	}
	d.put("</div>")
	if r.ChartsLeft > 0 {
		d.put(`<p class="v">{} in the reports.</p>`, wording.Count(r.ChartsLeft, "more metric is", "more metrics are"))
	}
}

func (d document) chart(c Chart) {
	d.put(`<figure><figcaption><b>{}</b>`, c.Metric)
	switch {
	case c.Outside && c.State == repro.StateMissing:
		d.put(`<span class="flag"> missing</span>`)
	case c.Outside:
		d.put(`<span class="flag"> outside</span>`)
	}
	d.put(`</figcaption><svg viewBox="0 0 352 84" role="img" aria-label="{}">`, c.Words)
	if c.BandTop != "" {
		d.put(`<rect class="band" width="300" y="{}" height="{}"/>`, c.BandTop, c.BandHeight)
	}
	d.where(c.OriginalY, `<path class="original" d="M0 {}h300"/>`)
	if c.Whole {
		d.where(c.Line, `<path class="line in" d="{}"/>`)
	} else {
		d.where(c.Line, `<path class="line" d="{}"/>`)
		d.where(c.Inside, `<path class="in" d="{}"/>`)
	}
	d.where(c.Gaps, `<path class="gap" d="{}"/>`)
	d.where(c.Other, `<path class="other" d="{}"/>`)
	d.where(c.Out, `<path class="out" d="{}"/>`)
	d.where(c.Beyond, `<path class="beyond" d="{}"/>`)
	for _, l := range []Label{c.High, c.Low} {
		if l.Y != "" {
			d.put(`<text x="305" y="{}">{}</text>`, l.Y, l.Text)
		}
	}
	if c.OriginalY != "" {
		d.put(`<text class="o" x="305" y="{}" dy="3">{}</text>`, c.OriginalY, c.Original)
	}
	d.put(`</svg><p>{} → {}`, c.Original, c.Now)
	d.where(c.Diff, `<i> {}</i>`)
	d.where(c.Tolerance, `<i> allowed {}</i>`)
	d.put("</p></figure>")
}

func (d document) changes(r card) {
	d.put("<div><h2>Inputs that changed</h2>")
	if len(r.Changes) == 0 {
		d.put(`<p class="v">None between the checks that are known.</p>`)
	} else {
		d.put(`<ol class="changes">`)
		for _, c := range r.Changes {
			d.put(`<li><i>{}</i><span> {} <b>{}</b> {} → {}`, day(c.At), c.Kind, c.Name, c.From, c.To)
			if c.First {
				d.put(` <span class="v">original → first check</span>`)
			}
			d.put("</span></li>")
		}
		d.put("</ol>")
	}
	if r.Left > 0 {
		d.put(`<p class="v">{} left out.</p>`, wording.Count(r.Left, "older change is", "older changes are"))
	}
	d.put("</div>")
}

func (d document) recent(checks []recent) {
	d.put(`<div><h2>Latest checks, and how the SHA-256 of each report begins</h2><ol class="checks">`)
	for _, c := range checks {
		d.put(`<li><i>{}</i><b class="w-{}"> {}</b>`, c.When, c.Verdict, c.Word)
		d.where(c.Outside, `<i> {} outside</i>`)
		d.where(link(c.Links.Run), `<a href="{}"> run</a>`)
		d.where(link(c.Links.Workflow), `<a href="{}"> training</a>`)
		d.where(link(c.Links.Job), `<a href="{}"> job</a>`)
		d.where(c.Digest, `<i> {}</i>`)
		d.put("</li>")
	}
	d.put("</ol></div>")
}

// older tells of versions that others have taken the place of.
func (d document) older(models []Model) {
	if len(models) == 0 {
		return
	}
	d.put(`<p class="v">Earlier versions: `)
	for i, m := range models {
		if i > 0 {
			d.put(", ")
		}
		verdict := string(m.Verdict)
		if verdict == "" {
			verdict = "never verified"
		}
		d.put("v{}", m.Version)
		d.where(m.ofRun(), " {}")
		d.put(" {}", verdict)
		if !m.Checked.IsZero() {
			d.put(", last checked {}", day(m.Checked))
		}
	}
	d.put(".</p>")
}

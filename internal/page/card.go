package page

import "github.com/reproduce-action/reproduce/internal/repro"

// This file writes what is below the table: each model with its metrics, its inputs
// and its checks.

func (d document) card(r row) {
	d.put(`<details data-i="{}">
<summary>`, r.ID)
	d.icon(r.State)
	d.put(`<span class="title">{}`, r.Name)
	d.where(r.Version, " v{}")
	d.put(`</span> <span class="state s-{}">{}</span> <span class="v">{}`, r.State, r.Word, r.SinceWords)
	d.where(r.Before, "; {}")
	d.put("</span></summary>\n<div class=\"card\" id=\"m{}\">\n", r.ID)
	if r.Latest == nil {
		d.put("<p class=\"sum\">No check of this version has run.</p>\n")
	} else {
		d.put(`<p class="sum">{}`, r.Latest.Summary)
		d.where(r.Latest.Detail, " {}.")
		d.put("</p>\n")
		d.where(r.Latest.Cause, `<p class="cause"><b>Cause</b> {}</p>`)
		d.put("\n")
	}
	if len(r.Charts) > 0 {
		d.put("<div class=\"charts\">\n")
		for _, c := range r.Charts {
			d.chart(c)
			d.put("\n")
		}
		d.put("</div>")
	}
	d.put("\n")
	if r.ChartsLeft > 0 {
		d.put(`<p class="v">{} more metrics are in the reports.</p>`, r.ChartsLeft)
	}
	d.put("\n<div class=\"cols\">\n")
	d.changes(r)
	d.recent(r.Recent)
	d.put("</div>\n")
	d.where(r.Commit, `<p class="v n links">Code {}</p>`)
	d.put("\n")
	if r.Latest != nil {
		d.put(`<p class="links">`)
		d.where(link(r.Latest.Links.Model), `<a href="{}">Model version</a> `)
		d.where(link(r.Latest.Links.Original), `<a href="{}">Original run</a>`)
		d.put("</p>")
	}
	d.put("\n")
	d.older(r.Older)
	d.put("\n</div>\n</details>\n")
}

func (d document) chart(c Chart) {
	d.put("<figure class=\"chart\">\n<figcaption><b>{}</b>", c.Metric)
	switch {
	case c.Outside && c.State == repro.StateMissing:
		d.put(` <span class="flag">missing</span>`)
	case c.Outside:
		d.put(` <span class="flag">outside</span>`)
	}
	d.put("</figcaption>\n<svg viewBox=\"0 0 352 102\" role=\"img\" aria-label=\"{}\">", c.Words)
	if c.BandTop != "" {
		d.put(`<rect class="band" width="300" y="{}" height="{}"/>`, c.BandTop, c.BandHeight)
	}
	d.where(c.OriginalY, `<path class="original" d="M0 {}h300"/>`)
	d.where(c.Line, `<path class="line" d="{}"/>`)
	d.where(c.Gaps, `<path class="gap" d="{}"/>`)
	d.where(c.Inside, `<path class="in" d="{}"/>`)
	d.where(c.Other, `<path class="other" d="{}"/>`)
	d.where(c.Out, `<path class="out" d="{}"/>`)
	d.where(c.Beyond, `<path class="out" d="{}"/>`)
	for _, l := range []Label{c.High, c.Low} {
		if l.Y != "" {
			d.put(`<text x="305" y="{}">{}</text>`, l.Y, l.Text)
		}
	}
	if c.OriginalY != "" {
		d.put(`<text class="o" x="305" y="{}" dy="3">{}</text>`, c.OriginalY, c.Original)
	}
	d.put(`<text y="99">{}</text><text class="e" x="300" y="99">{}</text></svg>
<p><span class="n">{}</span> → <span class="n">{}</span>`, day(c.From), day(c.To), c.Original, c.Now)
	d.where(c.Diff, ` <span class="n d">{}</span>`)
	d.where(c.Tolerance, ` <span class="t">allowed {}</span>`)
	d.put("</p>\n</figure>")
}

func (d document) changes(r row) {
	d.put("<div><h3>Inputs that changed</h3>\n")
	if len(r.Changes) == 0 {
		d.put(`<p class="v">None between the checks that are known.</p>`)
	} else {
		d.put(`<ol class="changes">`)
		for _, c := range r.Changes {
			d.put(`<li><i>{}</i> <span>{} <b>{}</b> <span class="n">{} → {}</span>`, day(c.At), c.Kind, c.Name, c.From, c.To)
			if c.First {
				d.put(` <span class="v">original → first check</span>`)
			}
			d.put("</span></li>")
		}
		d.put("</ol>")
	}
	d.put("\n")
	if r.Left > 0 {
		d.put(`<p class="v">{} older changes are left out.</p>`, r.Left)
	}
	d.put("</div>\n")
}

func (d document) recent(checks []recent) {
	d.put("<div><h3>Latest checks, and how the SHA-256 of each report begins</h3>\n<ol class=\"checks\">")
	for _, c := range checks {
		d.put(`<li><i>{}</i> <span class="w-{}">{}</span>`, c.When, c.Verdict, c.Word)
		d.where(c.Outside, ` <span class="n v">{} outside</span>`)
		d.where(link(c.Links.Run), ` <a href="{}">run</a>`)
		d.where(link(c.Links.Workflow), ` <a href="{}">training</a>`)
		d.where(link(c.Links.Job), ` <a href="{}">job</a>`)
		d.where(c.Digest, ` <span class="v n">{}</span>`)
		d.put("</li>")
	}
	d.put("</ol></div>\n")
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
		d.put("v{} {}", m.Version, verdict)
		if !m.Checked.IsZero() {
			d.put(", last checked {}", day(m.Checked))
		}
	}
	d.put(".</p>")
}

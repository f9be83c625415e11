package page

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
	"github.com/reproduce-action/reproduce/internal/wording"
)

//go:embed assets/page.css
var style string

//go:embed assets/page.js
var script string

// Limits of one model's part of the page.
const (
	maxCharts  = 12
	maxChanges = 12
	maxChecks  = 6
)

// A view is what the page shows.
type view struct {
	Policy  string
	Tool    string
	Made    time.Time
	Lead    string
	Ago     string
	Late    bool // the next night should be over
	Last    time.Time
	First   time.Time
	Checks  int
	Nights  Nights
	States  []stateCount
	Several bool // repositories
	Sources []source
	Rows    []row
	Digest  bool
	Notes   []string // what could not be read
	Missing []string // sentences about what could not be read
}

type stateCount struct {
	State   status.State
	Word    string
	Meaning string
	Count   int
}

// A row is one model version, in the table and below it.
type row struct {
	Model
	ID         int
	Word       string
	Began      string // for the table
	CheckedDay string
	Commit     string
	SinceWords string
	Before     string
	Strip      Strip
	Outside    string
	OutsideN   int
	Source     string
	From       int // its place among the page's sources, from 1 on
	Latest     *repro.Check
	Stage      string
}

// A card is what is below the table of a version. It is made as it is written: the
// charts of a thousand models are larger than their checks.
type card struct {
	row
	Charts     []Chart
	Charted    string // which checks the charts are of
	ChartsLeft int
	Changes    []Change
	Left       int // changes
	Recent     []recent
}

type recent struct {
	*repro.Check
	Word, Outside, When, Digest string
}

// Known is what a page is made of.
type Known struct {
	Checks []repro.Check // they are sorted by it
	Gaps   repro.HistoryGaps
	Now    time.Time     // when it is made
	Limit  time.Duration // how old a check may be
}

// NewKnown leaves out the checks of the future, and says so: nobody has made them, and no
// model stands by them.
func NewKnown(checks []repro.Check, gaps repro.HistoryGaps, now time.Time, limit time.Duration) Known {
	k := Known{Gaps: gaps, Now: now, Limit: limit}
	first, left := "", 0
	for _, c := range checks {
		if status.Credible(c.At, now) {
			k.Checks = append(k.Checks, c)
			continue
		}
		if left++; left == 1 {
			first = printable.OneLine(c.From, 200)
		}
	}
	if left > 0 {
		note := "history: left out " + wording.Count(left, "check", "checks") + " of the future"
		if first != "" {
			note += ", the first " + first
		}
		k.Gaps.Notes, k.Gaps.Unread = append(slices.Clone(gaps.Notes), note+"; each counts from its time on; set the clock of the machine that made it"), true
	}
	return k
}

// Write writes the page of all models.
func Write(w io.Writer, k Known, tool string) error {
	v := newView(k)
	v.Tool = tool
	v.Policy = "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script) + "'; img-src data:; base-uri 'none'; form-action 'none'"
	buffer := bufio.NewWriterSize(w, 1<<16)
	document{buffer}.page(v)
	if err := buffer.Flush(); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// head is how each page begins, and those of before began: they had no generator.
var head = regexp.MustCompile(`^<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n(?:<meta name="generator" content="reproduce">|` +
	`<meta http-equiv="Content-Security-Policy" content="default-src [^"\n]*">\n(?:<meta name="[a-z-]+" content="[^"\n]*">\n)+<title>Model reproducibility</title>)\n`)

// IsPage says of how a file begins whether it is a page that Write made.
func IsPage(begin []byte) bool { return head.Match(begin) }

func newView(k Known) view {
	checks, now := k.Checks, k.Now
	models := Models(checks, now, k.Limit)
	v := view{Made: now, Lead: lead(models), Nights: nightsOf(checks, models, now, k.Limit/2), Notes: k.Gaps.Notes, Missing: gapWords(k.Gaps)}
	counts := map[status.State]int{}
	sources, place := sourcesOf(models)
	v.Sources, v.Several = sources, len(sources) > 1
	for i, m := range models {
		counts[m.State]++
		r := newRow(i, m, now)
		r.From = place[m.Repository]
		r.Source = sources[r.From-1].Name
		v.Rows = append(v.Rows, r)
	}
	for _, state := range status.States {
		if counts[state] > 0 {
			v.States = append(v.States, stateCount{state, stateWords[state], meanings[state], counts[state]})
		}
	}
	for _, c := range checks {
		if v.First.IsZero() || c.At.Before(v.First) {
			v.First = c.At
		}
		if c.Verdict == repro.Missed {
			continue
		}
		v.Checks++
		if c.At.After(v.Last) {
			v.Last = c.At
		}
	}
	v.Ago = ago(now.Sub(v.Last))
	v.Late = v.Nights.Late(now)
	return v
}

func newRow(id int, m Model, now time.Time) row {
	r := row{Model: m, ID: id, Word: stateWords[m.State], Began: began(m, now), CheckedDay: soon(m.Checked, now), SinceWords: since(m), Before: before(m, now), Strip: stripOf(m.Checks),
		Latest: m.Latest()}
	r.Outside, r.OutsideN = latestOutside(m)
	if r.Latest != nil {
		r.Stage, r.Commit = stage(*r.Latest), first(r.Latest.Commit, 7)
	}
	return r
}

func newCard(of row, now time.Time) card {
	r := card{row: of, Charts: chartsOf(of.Checks), Charted: charted(of.Checks, now)}
	if r.ChartsLeft = max(0, len(r.Charts)-maxCharts); r.ChartsLeft > 0 {
		r.Charts = r.Charts[:maxCharts]
	}
	r.Changes = changesOf(r.Checks)
	if r.Left = max(0, len(r.Changes)-maxChanges); r.Left > 0 {
		r.Changes = r.Changes[:maxChanges]
	}
	for i := len(r.Checks) - 1; i >= 0 && len(r.Recent) < maxChecks; i-- {
		c := &r.Checks[i]
		text, n := outside(c)
		if n == 0 && c.Verdict == repro.Reproduced || c.Verdict == repro.Unverified { // which the word says; nothing was judged
			text = ""
		}
		r.Recent = append(r.Recent, recent{c, verdictWord(*c), text, clock(c.At, now), first(c.Report, 8)})
	}
	return r
}

// stage is what the version is used for, as the registry had it at its check.
func stage(c repro.Check) string {
	var words []string
	for _, alias := range c.Aliases {
		words = append(words, "@"+alias)
	}
	if c.Stage != "" && len(words) == 0 {
		words = append(words, c.Stage)
	}
	return strings.Join(words, " ")
}

// link gives an address that a person may follow; "" for any other.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil // a password is nobody's to read
	return u.String()
}

// first gives the first n digits of a digest.
func first(digest string, n int) string { return digest[:min(n, len(digest))] }

// hash is how a policy names a text.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

package pullrequest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Row is what a comment about several models says of one of them.
type Row struct {
	Key     string        `json:"key"` // model and version
	Verdict repro.Verdict `json:"verdict"`
	At      time.Time     `json:"at"`   // of the check
	Line    string        `json:"line"` // of the table, as Markdown
	Title   string        `json:"title"`
	Asked   string        `json:"asked,omitempty"` // which version was asked for, in words
	Run     string        `json:"run,omitempty"`   // of the workflow that checked
	None    bool          `json:"none,omitempty"`  // the check came to no verdict: its version may not be known

	details string // the whole report, which stands below the row's own marker
}

const (
	rowOpen  = "<!-- reproduce-row "
	rowClose = " -->"

	rowLimit   = 4 << 10 // bytes of a row's marker
	mostRows   = 60      // of one comment; the oldest make room
	foldOpen   = "<details><summary>"
	foldClose  = "</details>"
	elsewhere  = "The report is in the job summary of its check."
	roomToEdit = 536 // characters below GitHub's limit
)

// same says whether two rows are about the very same check.
func (r Row) same(other Row) bool {
	return r.Key == other.Key && r.At.Equal(other.At) && r.Verdict == other.Verdict
}

// replaces says that another row of the same model gives way, though the version in its key is
// another: where a check came to no verdict, what an earlier one found does not stand as
// the latest, and a verdict takes the place of none. What other jobs of the same workflow
// run found of other versions stays.
func (r Row) replaces(other Row) bool {
	same := r.model() == other.model()
	switch {
	case other.At.After(r.At):
		return false
	case other.None && r.Run != other.Run: // of a name that was mistyped too
		return same || !r.None && r.Asked == other.Asked
	}
	return (r.None || other.None) && same && (r.Run != other.Run || r.Asked == other.Asked)
}

// model is the name in a row's key.
func (r Row) model() string { return r.Key[:max(0, strings.LastIndex(r.Key, "/"))] }

// rank orders verdicts, the worst last.
var rank = map[repro.Verdict]int{"": 0, repro.Reproduced: 1, repro.Unverified: 2, repro.Drifted: 3}

// worst is the verdict of rows as a whole.
func worst(rows []Row) (verdict repro.Verdict) {
	for _, row := range rows {
		if rank[row.Verdict] > rank[verdict] {
			verdict = row.Verdict
		}
	}
	return verdict
}

// rowsOf reads the rows of a comment of ours: a marker each, and the report below it. What
// somebody edited so that it cannot be read is left out.
func rowsOf(body string) (rows []Row) {
	var row *Row
	var text strings.Builder
	end := func() {
		if row != nil {
			row.details = unfold(strings.TrimSpace(text.String()))
			rows = append(rows, *row)
		}
		row = nil
		text.Reset()
	}
	for line := range strings.Lines(strings.ReplaceAll(body, "\r\n", "\n")) {
		if marker, ok := strings.CutPrefix(line, rowOpen); ok {
			end()
			marker, ok = strings.CutSuffix(strings.TrimRight(marker, "\n"), rowClose)
			var read Row
			if ok && len(marker) <= rowLimit && json.Unmarshal([]byte(marker), &read) == nil && read.Key != "" && !read.At.IsZero() && !strings.ContainsAny(read.Line+read.Title, "\r\n") {
				row = &read
			}
			continue
		}
		if row != nil {
			text.WriteString(line)
		}
	}
	end()
	return rows
}

func unfold(text string) string {
	if !strings.HasPrefix(text, foldOpen) {
		return text
	}
	_, text, _ = strings.Cut(text, "\n")
	return strings.TrimSpace(strings.TrimSuffix(text, foldClose))
}

// merge gives of all comments' rows the newest of each model, and ours; the newest
// first by key where there are too many.
func merge(existing []*ownComment, ours Row) []Row {
	newest := map[string]Row{ours.Key: ours}
	for _, comment := range existing {
		for _, row := range rowsOf(comment.body) {
			if ours.replaces(row) {
				continue
			}
			if now, there := newest[row.Key]; !there || row.At.After(now.At) {
				newest[row.Key] = row
			}
		}
	}
	rows := make([]Row, 0, len(newest))
	for _, row := range newest {
		rows = append(rows, row)
	}
	order.By(rows, func(a, b Row) int { return b.At.Compare(a.At) })
	if len(rows) > mostRows {
		rows = rows[:mostRows]
	}
	order.By(rows, func(a, b Row) int { return strings.Compare(a.Key, b.Key) })
	return rows
}

// compose writes the whole comment: one model's report as it is, those of several folded
// below a table. Where it is too long, reports give way, what came back and the oldest
// first; ours is written shorter last.
func (p *posting) compose(line string, rows []Row) string {
	ours := slices.IndexFunc(rows, func(row Row) bool { return row.Key == p.comment.Row.Key })
	giveWay := []int{}
	for i := range rows {
		if i != ours {
			giveWay = append(giveWay, i)
		}
	}
	order.Stable(giveWay, func(a, b int) int {
		if x, y := rows[a].Verdict == repro.Reproduced, rows[b].Verdict == repro.Reproduced; x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return rows[a].At.Compare(rows[b].At)
	})
	for _, body := range p.comment.Bodies {
		written := slices.Clone(rows)
		if ours >= 0 && written[ours].same(p.comment.Row) {
			written[ours].details = body
		}
		for next := 0; ; next++ {
			if text := line + "\n" + p.layOut(written); utf8.RuneCountInString(text) <= bodyRunes-roomToEdit {
				return text
			}
			if next == len(giveWay) {
				break
			}
			written[giveWay[next]].details = elsewhere
		}
	}
	return ""
}

func (p *posting) layOut(rows []Row) string {
	var out strings.Builder
	if len(rows) > 1 {
		out.WriteString(p.comment.Head(rows) + "\n")
		rows = slices.Clone(rows)
		order.Stable(rows, func(a, b Row) int { return rank[b.Verdict] - rank[a.Verdict] }) // as the table
	}
	for _, row := range rows {
		marker, err := json.Marshal(row)
		if err != nil || len(marker) > rowLimit {
			continue // five short texts always encode
		}
		out.WriteString(rowOpen + string(marker) + rowClose + "\n")
		if len(rows) > 1 {
			out.WriteString(foldOpen + row.Title + "</summary>\n\n" + strings.TrimSpace(row.details) + "\n\n" + foldClose + "\n\n")
		} else {
			out.WriteString(strings.TrimSpace(row.details) + "\n")
		}
	}
	return out.String()
}

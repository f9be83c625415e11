package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A View is what is known of a model version before anything is trained.
type View struct {
	Plan    repro.Plan // with the edits that the version's params ask for
	Lineage repro.Lineage
	Refused string       // why a params file cannot be edited, with its line; a warning of the plan as well
	Below   bool         // a params file is in a folder below this one, which may be the project
	Updated bool         // the edits were made in the working tree
	Holds   string       // the file that has a key for params which have no place, and that nobody named; "" for none
	Train   string       // the command that trains here; "" where nobody knows
	Hydra   string       // the command that passes all params to the program of Hydra that it starts; "" for none
	Called  string       // the command line that the original was trained by, as record saw it; "" where nobody knows
	Changes string       // the command that gets the changes which nobody committed; "" where none are kept
	Earlier []repro.Past // checks of the version that are known, oldest first

	// Flags gives the flags that were typed as a command takes them, so that what
	// is suggested next can be pasted. nil: none were.
	Flags func(command string) string
}

// Show gives a view in the order in which a person asks: which version and
// run, its params, its metrics, what of its lineage is known, the edit to the
// params file, and what to do next.
func Show(v View, style terminal.Style) string {
	s := newScreen(style)
	s.identity(v.Plan)
	s.Gap()
	if v.Refused != "" {
		s.Paragraph("", "  ", "The params file is refused, so no param has a place yet: "+v.Refused)
		s.Gap()
	}
	s.params(v)
	s.Gap()
	s.values(v.Plan.Original)
	s.Gap()
	s.lineage(v.Lineage)
	s.Gap()
	if text := earlier(repro.Result{Earlier: v.Earlier}); text != "" {
		s.Paragraph("", "", wording.Capital(text))
		s.Gap()
	}
	s.edits(v.Plan.Files, v.Updated)
	has := func(statuses ...repro.ParamStatus) bool {
		return slices.ContainsFunc(v.Plan.Params, func(e repro.ParamEdit) bool { return slices.Contains(statuses, e.Status) })
	}
	if len(v.Plan.Files) == 0 && has(repro.ParamUnchanged) && !has(repro.ParamAmbiguous, repro.ParamRefused) {
		s.Line("No file to change: every param that has a key holds its value already.")
		s.Gap()
	}
	s.numbered(slices.DeleteFunc(slices.Clone(v.Plan.Warnings), func(text string) bool { return v.Refused != "" && text == v.Refused }))
	s.Gap()
	s.commands("Next:", v.next())
	return s.String()
}

// ShowPage gives the same as Markdown, for a job summary.
func ShowPage(v View) string {
	title := &draft{r: repro.Result{Plan: v.Plan, Original: v.Plan.Original}}
	return "### " + title.label() + "\n\n" + markdown.Fenced(strings.Split(strings.TrimRight(Show(v, terminal.Style{}), "\n"), "\n")) + "\n"
}

// identity says which version and which run.
func (s *screen) identity(plan repro.Plan) {
	s.Line("%s", modelLine(plan))
	run := plan.Original
	rows := [][]string{}
	add := func(name string, texts ...string) {
		kept := []string{}
		for _, text := range texts {
			if text != "" {
				kept = append(kept, printable.Middle(text, terminal.TextWidth))
			}
		}
		if len(kept) > 0 {
			rows = append(rows, []string{"  " + name, strings.Join(kept, ", ")})
		}
	}
	length := ""
	if !run.Started.IsZero() && run.Ended.After(run.Started) {
		length = "trained in " + span(run.Ended.Sub(run.Started))
	}
	deleted := ""
	if run.Deleted {
		deleted = "deleted"
	}
	add("run", run.ID, string(run.Status), deleted, length)
	if from := plan.Model.RunFrom; from != "" && from != repro.RunFromVersion {
		add("found by", from)
	}
	for _, address := range []string{plan.Model.URL, run.URL} {
		if url, ok := printable.URL(address); ok {
			add("page", url)
			break
		}
	}
	s.Table(rows, "")
}

// params lists every param and what becomes of it.
func (s *screen) params(v View) {
	edits, unlogged, keyless := []repro.ParamEdit{}, []string{}, []string{}
	for _, edit := range v.Plan.Params {
		if edit.Status == repro.ParamNotRecorded {
			unlogged = append(unlogged, strings.Join(edit.Key, "."))
			continue
		}
		if edit.Status == repro.ParamLoggedOnly && edit.Note == "" {
			keyless = append(keyless, assigned(edit))
		}
		edits = append(edits, edit)
	}
	// What autologging adds has no key in any file. Where others have one, they
	// are the ones to look at.
	apart := len(keyless) > 3 && len(keyless) < len(edits)
	if apart {
		edits = slices.DeleteFunc(edits, func(e repro.ParamEdit) bool { return e.Status == repro.ParamLoggedOnly && e.Note == "" })
	}
	if len(edits) == 0 { // nobody looked at a file: the params are still worth seeing
		for _, param := range v.Plan.Original.Params {
			edits = append(edits, repro.ParamEdit{Name: param.Name, Logged: param.Value})
		}
	}
	if len(edits) == 0 {
		s.none("Params", v.Plan.Original.From)
		return
	}
	named := map[string]int{}
	for _, edit := range edits {
		named[edit.Name]++
	}
	rows := [][]string{{"  PARAM", "LOGGED", "IN FILE", ""}}
	for i, edit := range edits {
		if i == paramsLimit {
			rows = append(rows, []string{"  and " + wording.Count(len(edits)-i, "more param", "more params") + " (--json has all)"})
			break
		}
		name := edit.Name
		if named[name] > 1 && len(edit.Key) > 0 { // of a section that was logged as one
			name = strings.Join(edit.Key, ".")
		}
		rows = append(rows, []string{"  " + printable.Middle(name, s.Names(50)), printable.Middle(edit.Logged, 30), dash(printable.Middle(edit.Old, 30)), printable.Middle(fate(edit, v.Updated), terminal.TextWidth)})
	}
	s.Table(rows, "")
	if apart {
		s.keyless("  ", keyless)
	}
	if len(unlogged) > 0 {
		s.Paragraph("  ", "    ", "Not logged by the run, so left as they are: "+strings.Join(few(unlogged, 8), ", "))
	}
}

// none says that the run, or the file that tells of it, has nothing of a kind.
func (s *screen) none(kind, file string) {
	if file != "" {
		s.Line("%s: %s has none.", kind, printable.OneLine(file, 80))
		return
	}
	s.Line("%s: the run logged none.", kind)
}

const paramsLimit = 200

// fate says what becomes of one param.
func fate(edit repro.ParamEdit, updated bool) string {
	place := edit.File
	if edit.Line > 0 {
		place += ":" + strconv.Itoa(edit.Line)
	}
	verb := "goes to "
	if updated {
		verb = "written to "
	}
	var text string
	switch edit.Status {
	case repro.ParamWritten:
		text = verb + place
	case repro.ParamAssumed:
		text = verb + place + ", type assumed"
	case repro.ParamUnchanged:
		text = "unchanged"
	case "":
		return ""
	default:
		text = string(edit.Status)
	}
	return text + withText(": ", edit.Note)
}

// values lists the metrics exactly as recorded.
func (s *screen) values(original repro.Run) {
	metrics := original.Metrics
	if len(metrics) == 0 {
		s.none("Metrics", original.From)
		return
	}
	rows := [][]string{{"  METRIC", "RECORDED"}}
	for i, metric := range metrics {
		if i == tableLimit {
			rows = append(rows, []string{"  and " + wording.Count(len(metrics)-i, "more metric", "more metrics") + " (--json has all)"})
			break
		}
		rows = append(rows, []string{"  " + printable.Middle(metric.Name, s.Names(30)), shortest(metric.Value)})
	}
	s.Table(rows, "lr")
}

// lineage says what was recorded, by whom, and what was not.
func (s *screen) lineage(l repro.Lineage) {
	rows := [][]string{}
	add := func(name, value, from, note string) {
		text := inputNotRecorded
		if value != "" {
			text = printable.Middle(value, valueWidth) + withText(", from ", from) + withText("; ", note)
		}
		rows = append(rows, []string{"  " + name, printable.Middle(text, terminal.TextWidth)})
	}
	fact := func(name string, f repro.Fact) { add(name, f.Value, f.From, f.Note) }
	fact("commit", l.Commit)
	if l.Uncommitted.Known() {
		fact("uncommitted", l.Uncommitted)
	}
	if l.Repository.Known() {
		fact("repository", l.Repository)
	}
	if l.Branch.Known() {
		fact("branch", l.Branch)
	}
	for i, data := range l.Data {
		if i == lineageLimit {
			rows = append(rows, []string{"  data", wording.Count(len(l.Data)-i, "more input", "more inputs")})
			break
		}
		hash := data.Hash
		if hash == "" {
			hash = "version not recorded"
		}
		add("data", printable.Middle(data.Path, terminal.NameWidth)+"  "+hash, data.From, data.Note)
	}
	if len(l.Data) == 0 {
		add("data", "", "", "")
	}
	fact("python", l.Python)
	if number, from := packaging.Listed(l.Packages); number > 0 {
		add("packages", wording.Count(number, "package", "packages"), from, "")
	} else {
		add("packages", "", "", "")
	}
	for _, seed := range l.Seeds[:min(len(l.Seeds), lineageLimit)] {
		fact("seed", seed)
	}
	if len(l.Seeds) == 0 {
		add("seed", "", "", "")
	}
	fact("command", l.Command)
	if l.Called.Known() {
		fact("command line", l.Called)
	}
	if l.Threads.Known() {
		fact("threads", l.Threads)
	}
	fact("hardware", l.Hardware)
	s.Line("Lineage")
	s.Wrapped(rows)
}

const lineageLimit = 20

// edits prints the change to the params files, at the margin, so that it can be
// taken out and applied.
func (s *screen) edits(files []repro.FileEdit, updated bool) {
	for _, file := range files {
		if updated {
			s.Line("Changed in %s:", printable.Middle(file.Path, terminal.NameWidth))
		} else {
			s.Line("Change to %s:", printable.Middle(file.Path, terminal.NameWidth))
		}
		s.Gap()
		for _, line := range unified(file) {
			s.Line("%s", line)
		}
		s.Gap()
	}
}

package page

import (
	"encoding/json"
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Badge is one line about one model or about all.
type Badge struct {
	Message string
	Color   Color
}

// A Color is a colour's name at Shields.
type Color string

const (
	green  Color = "brightgreen"
	orange Color = "orange"
	yellow Color = "yellow"
	grey   Color = "lightgrey"
)

// badgeLabel stands at the left of each.
const badgeLabel = "reproducible"

// BadgeOf tells of one model version.
func BadgeOf(m Model) Badge {
	switch m.State {
	case status.Reproduced:
		return Badge{"reproduced " + day(m.Checked), green}
	case status.Recovered:
		return Badge{"recovered " + day(m.Since), green}
	case status.Widened:
		return Badge{"reproduced " + day(m.Checked) + m.wider(), yellow}
	case status.Drifted:
		if m.Unsure {
			return Badge{"drifted " + day(m.Decided) + "; " + m.unsure(), orange}
		}
		text, _ := outside(m.Judged())
		return Badge{strings.TrimSpace("drifted " + strings.ReplaceAll(text, " ", "")), orange}
	case status.Flaky:
		return Badge{"flaky since " + day(m.Since), yellow}
	case status.Unverified:
		if m.lost() {
			return Badge{"a newer check is damaged", grey}
		}
		return Badge{"not verified", grey}
	case status.Stale:
		if m.Verdict == repro.Drifted { // which nothing has ended
			return Badge{"drifted " + day(m.Decided) + ", stale", orange}
		}
		return Badge{"stale since " + day(m.Since), grey}
	}
	return Badge{"not checked", grey}
}

// unless makes a badge that is green one that is not, and says why.
func (b Badge) unless(bad bool, why string) Badge {
	if bad {
		b.Message += ", " + why
	}
	if bad && b.Color == green {
		b.Color = grey
	}
	return b
}

// lacking makes a badge say that a part of the checks is not known.
func (b Badge) lacking(g repro.HistoryGaps) Badge {
	return b.unless(g.Lost, "a result not read").unless(g.Unread, "history not read")
}

// BadgeOfAll counts, and says of when it is.
func BadgeOfAll(models []Model) Badge {
	good, bad, wider, by := 0, 0, 0, "by"
	for _, m := range models {
		switch m.wider() {
		case "":
		case perhapsWider:
			by = "perhaps by"
			wider++
		default:
			wider++
		}
		switch {
		case m.State == status.Reproduced, m.State == status.Recovered:
			good++
		case m.State == status.Drifted, m.State == status.Flaky, m.State == status.Stale && m.Verdict == repro.Drifted:
			bad++
		}
	}
	of := ""
	if noun(models) != "models" {
		of = " versions"
	}
	b := Badge{fmt.Sprintf("%d of %d%s reproduced", good, len(models), of), grey}
	if last := lastChecked(models); !last.IsZero() { // nobody renews it where no night runs
		b.Message += " " + day(last)
	}
	if wider > 0 {
		b.Message += fmt.Sprintf(", %d %s a wider tolerance", wider, by)
	}
	switch {
	case len(models) == 0:
		b.Message = "not checked"
	case good == len(models):
		b.Color = green
	case bad > 0:
		b.Color = orange
	}
	return b
}

// JSON is the badge for Shields, which draws it.
// https://shields.io/badges/endpoint-badge
func (b Badge) JSON() []byte {
	text, err := json.Marshal(struct {
		SchemaVersion int    `json:"schemaVersion"`
		Label         string `json:"label"`
		Message       string `json:"message"`
		Color         Color  `json:"color"`
	}{1, badgeLabel, b.Message, b.Color})
	if err != nil {
		panic(err) // strings and a number
	}
	return append(text, '\n')
}

// UnknownBadge is the file, by its ending, of the badge of a model of which no check is known
// any more.
func UnknownBadge(ending string) []byte {
	b := Badge{"no check is known", grey}
	if ending == ".svg" {
		return b.SVG()
	}
	return b.JSON()
}

// IsBadge says whether a file is a badge as JSON or SVG writes it: of any time, and with
// nothing added.
func IsBadge(text []byte) bool {
	return len(text) <= maxBadge && (badgeJSON.Match(text) || badgeSVG.Match(text))
}

const maxBadge = 8 << 10

var (
	badgeJSON = regexp.MustCompile(`^\{"schemaVersion":1,"label":"` + badgeLabel + `","message":"(?:[^"\\]|\\.)*","color":"[a-z]+"\}\n$`)
	badgeSVG  = regexp.MustCompile(`^<svg xmlns="http://www\.w3\.org/2000/svg" width="\d+" height="20" role="img" aria-label="` + badgeLabel + `: [^"<>]*"><title>` + badgeLabel + `: [^<>]*</title><clipPath id="r">[^\n]*</svg>\n$`)
)

// hex are the colours of a badge that is drawn here: white text has 4.5 to 1 on each.
var hex = map[Color]string{green: "#1a7f37", orange: "#b54708", yellow: "#8a6100", grey: "#57606a"}

// SVG is the badge by itself, for where Shields may not read.
func (b Badge) SVG() []byte {
	left, right := textWidth(badgeLabel)+12, textWidth(b.Message)+12
	message := html.EscapeString(b.Message) // a version is somebody else's text
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="20" role="img" aria-label="%[2]s: %[3]s"><title>%[2]s: %[3]s</title>`+
		`<clipPath id="r"><rect width="%[1]d" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><path fill="#3d444d" d="M0 0h%[4]dv20H0z"/><path fill="%[5]s" d="M%[4]d 0h%[6]dv20H%[4]dz"/></g>`+
		`<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11"><text x="6" y="14" textLength="%[7]d">%[2]s</text><text x="%[8]d" y="14" textLength="%[9]d">%[3]s</text></g></svg>`+"\n",
		left+right, badgeLabel, message, left, hex[b.Color], right, left-12, left+6, right-12)
}

// textWidth is about how wide a text of our own is in Verdana, 11 pixels high; a drawing
// stretches it to fit.
func textWidth(text string) int {
	width := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune("ijl/ .", r):
			width += 3.6
		case strings.ContainsRune("ftr", r):
			width += 4.6
		case r == 'm' || r == 'w' || r >= 'A' && r <= 'Z':
			width += 8.6
		default:
			width += 6.8
		}
	}
	return int(width + 0.5)
}

// A File is one file of several, by its path with slashes.
type File struct {
	Path string
	Data []byte
}

// Badges are the files of all badges: all.json and all.svg, models/NAME/VERSION.json and
// .svg for each version, and models/NAME for the version of each model that needs
// somebody first.
func Badges(k Known) []File {
	models := Models(k.Checks, k.Now, k.Limit)
	files := badgeFiles("all", BadgeOfAll(models).unless(k.late(models), "a night did not run").lacking(k.Gaps))
	for _, m := range models { // the worst first
		files = append(files, badgeFiles("models/"+badgeName(m.Name), badgeOfModel(m).lacking(k.Gaps))...)
		for _, version := range append([]Model{m}, m.Older...) {
			files = append(files, badgeFiles("models/"+badgeName(m.Name)+"/"+badgeName(version.Version), BadgeOf(version).lacking(k.Gaps))...)
		}
	}
	seen := map[string]bool{} // of one name in two repositories, the one that needs somebody first
	return slices.DeleteFunc(files, func(f File) bool {
		twice := seen[f.Path]
		seen[f.Path] = true
		return twice
	})
}

// badgeOfModel tells of a model by one of its versions, and of which.
func badgeOfModel(m Model) Badge {
	b := BadgeOf(m)
	if m.State == status.Drifted && !m.Unsure {
		b.Message += " " + day(m.Decided)
	}
	if m.Version != "" {
		b.Message = "v" + printable.OneLine(m.Version, 20) + " " + b.Message
	}
	return b
}

// badgeName is a name in the path of a badge. A capital is its small letter after a "~",
// which no file name has else: some file systems take names that differ in case alone
// for one. So is the point of an ending that a badge itself has: the directory of one model
// is never the badge of another.
func badgeName(name string) string {
	name = wording.FileName(name)
	ending := -1
	if ext := path.Ext(name); strings.EqualFold(ext, ".json") || strings.EqualFold(ext, ".svg") {
		ending = len(name) - len(ext)
	}
	var b strings.Builder
	for i, r := range name {
		if i == ending {
			b.WriteByte('~')
		}
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('~')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func badgeFiles(name string, b Badge) []File {
	return []File{{name + ".json", b.JSON()}, {name + ".svg", b.SVG()}}
}

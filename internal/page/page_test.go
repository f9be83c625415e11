package page

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const fortnight = 14 * 24 * time.Hour

// made is the morning after the last night of reporttest.Checks.
var made = reporttest.At("2026-11-23T07:41:07Z")

func write(t testing.TB, checks []repro.Check) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, Known{Checks: checks, Now: made, Limit: fortnight}, "reproduce v1.0.0"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// withoutParts leaves the style and the script out, which are files of their own, and
// begins a line with each part of a row or a card, of which the page makes none.
func withoutParts(text string) string {
	text = strings.NewReplacer(style, "…", script, "…", hash(style), "…", hash(script), "…").Replace(text)
	return regexp.MustCompile(`>(<(?:td|th|p|div|h2|figure|ol|li|svg|path|rect|text)\b)`).ReplaceAllString(text, ">\n$1")
}

// TestWrite has three models: one that reproduces, one that drifted, one whose last
// check did not run.
func TestWrite(t *testing.T) {
	t.Parallel()
	var checks []repro.Check
	for _, c := range reporttest.Checks(7, 6) {
		if c.Model == "churn-classifier" || c.Model == "demand-forecast" || c.Model == "churn-classifier-001" {
			checks = append(checks, c)
		}
	}
	reporttest.Golden(t, "page.html", withoutParts(write(t, checks)))
	reporttest.Golden(t, "empty.html", withoutParts(write(t, nil)))
}

// hostile is what a tracking server may call a model, a metric or an input.
const hostile = `"'></script><script>alert(1)</script><img src=x onerror=alert(1)> &amp; {{.}} ` + "`\x00\u202e</style></title><!--"

// hostileChecks are of one model that drifted, with such texts wherever one is somebody
// else's.
func hostileChecks() []repro.Check {
	c := reporttest.Checks(2, 12)[12:]
	for i := range c {
		c[i].Model, c[i].Version, c[i].Stage, c[i].Aliases = hostile, hostile, hostile, []string{hostile}
		c[i].Summary, c[i].Detail, c[i].Cause, c[i].Report, c[i].Commit = hostile, hostile, hostile, hostile, hostile
		c[i].Links = repro.CheckLinks{Model: "javascript:alert(1)", Original: "https://user:secret@mlflow.example/" + hostile, Run: "//evil.example/x", Workflow: "data:text/html,x", Job: "https://" + hostile}
		for k := range c[i].Metrics {
			c[i].Metrics[k].Name, c[i].Metrics[k].Tolerance, c[i].Metrics[k].State = hostile+fmt.Sprint(k), hostile, repro.State(hostile)
		}
		for k := range c[i].Inputs {
			c[i].Inputs[k].Name, c[i].Inputs[k].Now = hostile+fmt.Sprint(k), hostile+fmt.Sprint(i)
		}
	}
	return c
}

func nan() float64 { return math.NaN() }

// TestWriteHostile: somebody else's text adds no element, no attribute and no
// address.
func TestWriteHostile(t *testing.T) {
	t.Parallel()
	plain, got := write(t, reporttest.Checks(2, 12)[12:]), write(t, hostileChecks())
	tags := regexp.MustCompile(`</?(script|style|img|title|iframe|link|meta|base|form|input)\b`)
	if a, b := tags.FindAllString(got, -1), tags.FindAllString(plain, -1); strings.Join(a, " ") != strings.Join(b, " ") {
		t.Errorf("the elements are %q, want %q", a, b)
	}
	for _, address := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(got, -1) {
		if !regexp.MustCompile(`^(#|data:,$|https://(github\.example|mlflow\.example)/)`).MatchString(address[1]) || strings.Contains(address[1], "secret") {
			t.Errorf("it links to %q", address[1])
		}
	}
	for _, attribute := range regexp.MustCompile(`\son\w+=`).FindAllString(tagsOnly(got), -1) {
		t.Errorf("an element has %q", attribute)
	}
	if strings.Contains(got, "<!--") {
		t.Error("it has a comment")
	}
}

// tagsOnly leaves what is between elements out, and the values of attributes.
func tagsOnly(text string) string {
	text = strings.NewReplacer(style, "", script, "").Replace(text)
	return strings.Join(regexp.MustCompile(`<[^>]*>`).FindAllString(regexp.MustCompile(`"[^"]*"`).ReplaceAllString(text, `""`), -1), "")
}

// TestWriteAsksForNothing: the page is one file, and its own policy says so.
func TestWriteAsksForNothing(t *testing.T) {
	t.Parallel()
	got := write(t, reporttest.Checks(12, 30))
	if asks := regexp.MustCompile(`\s(src|srcset|poster|action|ping|background)=|@import|url\((?:[^#)]|#[^hp])|<(iframe|object|embed|img|video|audio|base)\b|fetch\(|XMLHttp|import\(`).FindAllString(got, -1); asks != nil {
		t.Errorf("it asks for %q", asks)
	}
	for _, link := range regexp.MustCompile(`<link[^>]*>`).FindAllString(got, -1) {
		if link != `<link rel="icon" href="data:,">` {
			t.Errorf("it has %s", link)
		}
	}
	between := func(open, end string) string {
		_, rest, _ := strings.Cut(got, open)
		text, _, _ := strings.Cut(rest, end)
		return text
	}
	policy := strings.ReplaceAll(between(`http-equiv="Content-Security-Policy" content="`, `"`), "&#39;", "'")
	for _, want := range []string{"default-src 'none'", "style-src '" + hash(between("<style>", "</style>")) + "'", "script-src '" + hash(between("<script>", "</script>")) + "'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("its policy is %q, want %q", policy, want)
		}
	}
	if strings.Contains(got, "style=\"") {
		t.Error("an element has a style of its own, which the policy refuses")
	}
	if strings.Contains(regexp.MustCompile(`d="[^"]*"`).FindString(got), "NaN") || strings.Contains(got, "ZgotmplZ") {
		t.Error("a value did not come through")
	}
}

// TestWriteManyIsSmall: a thousand models with ten checks each.
func TestWriteManyIsSmall(t *testing.T) {
	t.Parallel()
	got := write(t, reporttest.Checks(1000, 10))
	if size := len(got); size > 5_700_000 {
		t.Errorf("the page has %d bytes", size)
	} else {
		t.Logf("%d bytes", size)
	}
}

// TestColours: text has 4.5 to 1 against its paper and marks have 3 to 1, light and
// dark and printed.
func TestColours(t *testing.T) {
	t.Parallel()
	variable := regexp.MustCompile(`--([a-z]+):(#[0-9a-f]{3,6})`)
	blocks := regexp.MustCompile(`:root\{([^}]*)\}`).FindAllStringSubmatch(style, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d sets of colours", len(blocks))
	}
	for i, block := range blocks {
		colours := map[string]string{}
		for _, v := range variable.FindAllStringSubmatch(block[1], -1) {
			colours[v[1]] = v[2]
		}
		for _, text := range []string{"ink", "muted", "accent", "reproduced", "recovered", "drifted", "flaky", "unverified", "stale", "new"} {
			for _, paper := range []string{"paper", "raised"} {
				if ratio := contrast(t, colours[text], colours[paper]); ratio < 4.5 {
					t.Errorf("set %d: %s on %s has %.2f to 1", i, text, paper, ratio)
				}
			}
		}
		for _, mark := range []string{"reproduced", "drifted", "muted", "ink"} {
			if ratio := contrast(t, colours[mark], colours["band"]); ratio < 3 {
				t.Errorf("set %d: %s on the band has %.2f to 1", i, mark, ratio)
			}
		}
		if ratio := contrast(t, colours["ink"], colours["warn"]); ratio < 4.5 {
			t.Errorf("set %d: a warning has %.2f to 1", i, ratio)
		}
	}
}

// contrast is the ratio of WCAG 2.
// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(colour string) float64 {
		digits := strings.TrimPrefix(colour, "#")
		if len(digits) == 3 {
			digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
		}
		var rgb [3]int
		if _, err := fmt.Sscanf(digits, "%2x%2x%2x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
			t.Fatalf("colour %q: %v", colour, err)
		}
		sum := 0.0
		for i, share := range []float64{0.2126, 0.7152, 0.0722} {
			c := float64(rgb[i]) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += share * c
		}
		return sum
	}
	x, y := light(a), light(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// TestWrite_visible: a name that would turn a line's direction, or drive a terminal that the
// page is printed on, shows what it is.
func TestWrite_visible(t *testing.T) {
	t.Parallel()
	c := told(18, "a 1 D")
	c.Model, c.Version, c.Summary, c.Cause, c.Original = "safe\u202e detfird\x1b[31m", "1\u2066", "out\u200bside\x00", "\u202ebecause", "\u202eabc"
	c.Metrics = []repro.CheckedMetric{{Name: "f1\u202e", Original: 1, Reproduced: 2, Low: 0, High: 1.5, Tolerance: "1\u202e", State: repro.StateOutside}}
	var page strings.Builder
	if err := Write(&page, NewKnown([]repro.Check{c}, repro.HistoryGaps{}, night19, 48*time.Hour), "reproduce"); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexAny(page.String(), "\u202e\u2066\u200b\x1b\x00"); i >= 0 {
		t.Errorf("%q", page.String()[max(0, i-60):i+10])
	}
	if !strings.Contains(page.String(), `safe\u202e detfird`) {
		t.Error("the name does not show")
	}
}

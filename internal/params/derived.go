package params

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Known is what is known of a training beside its params: by it a value that
// the training worked out for itself is told from one that it was given.
type Known struct {
	Run     repro.Run
	Commits []string // full names of the commits it may call its own
	Branch  string   // "" where not known
	Roots   []string // directories that its checkout may have lain in
}

// Derived says in words why two values of one param may differ though both
// trainings were given the same: each names what only its own training has. ""
// is that nothing shows it. The list is closed:
//
//	a text in which nothing differs but the run's own id, commit, checkout,
//	  temporary directory, time of day or an object's address
//	the run's own value of MLflow's tags for user, source, commit and branch
//	a count that stands in the profile of a dataset that the run logged
//	a digest under a name that says so: data_version, …_md5, …_sha256
//	the version of Python or of a library, by name; the host and the platform
//	seconds, by name, no more than the run took
//	best_… of a search of scikit-learn, which its autologging adds
func Derived(name, original, reproduced string, a, b Known) string {
	for _, rule := range []struct {
		text string
		fits func(name, value string, known Known) bool
	}{
		{"the run's own tag", ownTag},
		{"a digest of data", dataDigest},
		{"the environment's", ofEnvironment},
		{"a duration", ownDuration},
		{"found by the search", ofSearch},
	} {
		if rule.fits(name, original, a) && rule.fits(name, reproduced, b) {
			return rule.text
		}
	}
	if countOf(original, reproduced, a.Run.Datasets, b.Run.Datasets) {
		return "a count of the run's own dataset"
	}
	if general(original, a) == general(reproduced, b) || general(rootless(original, a.Roots), a) == general(rootless(reproduced, b.Roots), b) {
		return "it names the run itself"
	}
	return ""
}

// ownTags are those that MLflow's client sets by itself.
var ownTags = []string{"mlflow.user", "mlflow.source.name", "mlflow.source.git.commit", "mlflow.source.git.branch"}

func ownTag(_, value string, known Known) bool {
	return value != "" && (value == known.Branch || slices.ContainsFunc(ownTags, func(tag string) bool { return known.Run.Tags[tag] == value }))
}

var counts = regexp.MustCompile(`[0-9]+`)

// countOf says whether both values stand at one place of the profiles of one
// dataset, where the two runs' datasets are of other sizes.
func countOf(original, reproduced string, before, after []repro.Dataset) bool {
	for _, a := range before {
		for _, b := range after {
			if a.Name != b.Name || a.Context != b.Context || max(len(a.Profile), len(b.Profile)) > maxLiteral {
				continue
			}
			x, y := counts.FindAllString(a.Profile, -1), counts.FindAllString(b.Profile, -1)
			for i := range min(len(x), len(y)) {
				if len(x) == len(y) && x[i] == original && y[i] == reproduced {
					return true
				}
			}
		}
	}
	return false
}

var (
	digestName  = regexp.MustCompile(`(?i)^data_version$|_(md5|sha1|sha256|digest|checksum)$`)
	digestValue = regexp.MustCompile(`(?i)^([a-z0-9]+[: ])?[0-9a-f]{8,128}(\.dir)?$`)
)

func dataDigest(name, value string, _ Known) bool {
	return digestName.MatchString(name) && digestValue.MatchString(value)
}

var (
	versionName  = regexp.MustCompile(`(?i)^(python|mlflow|dvc|numpy|scipy|pandas|polars|sklearn|scikit[-_]learn|xgboost|lightgbm|catboost|torch|pytorch|lightning|tensorflow|tf|keras|jax|transformers|cuda|cudnn)[._-]?version$`)
	versionValue = regexp.MustCompile(`^[0-9]+(\.[0-9A-Za-z+]+)+`)
	hostName     = regexp.MustCompile(`(?i)^host_?name$`)
	platform     = regexp.MustCompile(`^(Linux|Darwin|macOS|Windows)[-_ ][0-9]`)
)

func ofEnvironment(name, value string, _ Known) bool {
	return versionName.MatchString(name) && versionValue.MatchString(value) || hostName.MatchString(name) || name == "platform" && platform.MatchString(value)
}

var durationName = regexp.MustCompile(`(?i)^((train|training|fit|fitting|wall|run|execution|elapsed)_?)?(time|duration|elapsed)(_elapsed)?(_(s|sec|secs|seconds))?$`)

func ownDuration(name, value string, known Known) bool {
	took := known.Run.Ended.Sub(known.Run.Started)
	seconds, err := strconv.ParseFloat(value, 64)
	return err == nil && durationName.MatchString(name) && took > 0 && seconds >= 0 && seconds <= took.Seconds()+1
}

func ofSearch(name, _ string, known Known) bool {
	return strings.HasPrefix(name, "best_") && strings.HasSuffix(known.Run.Tags["estimator_name"], "SearchCV")
}

// general writes a value as every training would, its own names replaced.
func general(value string, known Known) string {
	if known.Run.ID != "" {
		value = strings.ReplaceAll(value, known.Run.ID, "<run>")
	}
	value = address.ReplaceAllString(value, " at <address>")
	value = commitName.ReplaceAllStringFunc(value, func(token string) string {
		for _, commit := range known.Commits {
			if len(token) <= len(commit) && strings.HasPrefix(commit, token) {
				return "<commit>"
			}
		}
		return token
	})
	value = temporary.ReplaceAllString(value, "<temporary>")
	return moment.ReplaceAllStringFunc(value, func(text string) string {
		if within(text, known.Run) {
			return "<time>"
		}
		return text
	})
}

var (
	commitName = regexp.MustCompile(`\b[0-9a-f]{7,64}\b`)
	// What Python's tempfile makes, in a system's directory for it or another.
	temporary = regexp.MustCompile(`(?:^(?:/private)?/var/folders/[^/]+/[^/]+/T|^/var/tmp|^/tmp)?/tmp[a-z0-9_]{8}\b`)
	moment    = regexp.MustCompile(`\b[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T _/-]?[0-9]{2}[:.-]?[0-9]{2}[:.-]?[0-9]{2}(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?\b|\b[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]+)?\b`)
)

// rootless takes the directory of the checkout off a path.
func rootless(value string, roots []string) string {
	longest := ""
	for _, root := range roots {
		root = strings.TrimRight(root, "/")
		if len(root) > len(longest) && (value == root || strings.HasPrefix(value, root+"/")) {
			longest = root
		}
	}
	if longest == "" {
		return value
	}
	return "<checkout>" + value[len(longest):]
}

// zone is how far a clock without a time zone may be from ours.
const zone = 14 * time.Hour

// within says whether a text is a time of day while the run's program ran. A
// date alone is none: it may be an input, the last day of the data.
func within(text string, run repro.Run) bool {
	if run.Started.IsZero() {
		return false
	}
	from, to := run.Started.Add(-2*time.Hour), run.Ended.Add(5*time.Minute)
	if run.Ended.IsZero() {
		to = run.Started.Add(24 * time.Hour)
	}
	at, zoned, ok := clock(text)
	if !zoned {
		from, to = from.Add(-zone), to.Add(zone)
	}
	return ok && at.After(from) && at.Before(to)
}

// clock reads a moment: digits alone are seconds or milliseconds since 1970, or
// a date and a time run together.
func clock(text string) (at time.Time, zoned, ok bool) {
	whole, _, _ := strings.Cut(text, ".")
	if n, err := strconv.ParseInt(whole, 10, 64); err == nil && len(whole) == 10 {
		return time.Unix(n, 0), true, true
	} else if err == nil && len(whole) == 13 {
		return time.UnixMilli(n), true, true
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	if len(digits) < 14 {
		return time.Time{}, false, false
	}
	at, err := time.Parse("20060102150405", digits[:14])
	midnight := at.Equal(at.Truncate(24 * time.Hour))
	return at, strings.HasSuffix(text, "Z"), err == nil && !midnight
}

// Same says whether a param came to the new run as the original had it: the
// same value, or one that each training worked out for itself.
func Same(name, original, reproduced string, a, b Known) bool {
	return sameValue(original, reproduced) || Derived(name, original, reproduced, a, b) != ""
}

// sameSet compares the reprs of two sets of plain values: Python prints a set
// of texts in another order in every process.
func sameSet(a, b string) bool {
	x, ok := elements(a)
	y, alike := elements(b)
	return ok && alike && slices.Equal(x, y)
}

func elements(text string) ([]string, bool) {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "frozenset("), ")")
	if !strings.HasPrefix(text, "{") || !strings.HasSuffix(text, "}") {
		return nil, false
	}
	list, err := ParsePython("[" + text[1:len(text)-1] + "]")
	if err != nil {
		return nil, false // a dict, or what no literal tells
	}
	found := make([]string, len(list.Items))
	for i, item := range list.Items {
		if isContainer(item) {
			return nil, false
		}
		found[i] = repr(item)
	}
	slices.Sort(found)
	return found, true
}

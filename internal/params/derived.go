package params

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Known is what is known of a training beside its params: by it a value that
// the training worked out for itself is told from one that it was given.
type Known struct {
	Run     repro.Run
	Commits []string // full names of the commits it may call its own
	Branch  string   // "" where not known
	Host    string   // of the machine that it runs on; "" where not known
	Roots   []string // directories that its checkout may have lain in

	// Rows are how many rows the data may have that it was seen to read, with and without a
	// header; none for a param that a program takes. It may be nil.
	Rows func(param string) []int
}

// Derived says in words why two values of one param may differ though both
// trainings were given the same: each names what only its own training has. ""
// is that nothing shows it. The list is closed:
//
//	a text in which nothing differs but the run's own id, commit, checkout,
//	  temporary directory, time of day or an object's address
//	the run's own value of MLflow's tags for user, source, commit and branch
//	a count that stands in the profile of a dataset that the run logged, or that the
//	  data has which the new run's training was seen to read, under the name of a count
//	a digest under a name that says so: data_version, data_hash, …_md5, …_sha256
//	the version of Python or of a library, by name; the host and the platform
//	seconds, by name, no more than the run took
//	a day, under a name of the run's own, on which its run began; ids of processes
//	  and of sessions, and random ids, by name
//	the new run's branch, host by name, or commit where the original's is not known
//	what an observed training has more in PYTHONPATH and in its environment
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
		{"of one process", ofOneProcess},
		{"the day of the run", ownDate},
	} {
		if rule.fits(name, original, a) && rule.fits(name, reproduced, b) {
			return rule.text
		}
	}
	if countOfRows(name, original, reproduced, b) {
		return "a count of the data that was read"
	}
	if countOf(original, reproduced, a.Run.Datasets, b.Run.Datasets) {
		return "a count of the run's own dataset"
	}
	if ownOfOne(name, original, reproduced, a, b) {
		return "it is the new run's own"
	}
	if original == "" && unhooked(reproduced) == "None" || sameEnviron(original, reproduced, a, b) {
		return "it is the environment's"
	}
	if general(original, a) == general(reproduced, b) || general(allRootless(original, a.Roots), a) == general(allRootless(reproduced, b.Roots), b) {
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
			if a.Name != b.Name || a.Context != b.Context || max(len(a.Profile), len(b.Profile)) > literal.MaxLength {
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
	dataHash    = regexp.MustCompile(`(?i)(?:^|[_./-])(?:data(?:set)?|train(?:ing)?|test|val(?:id(?:ation)?)?|inputs?|features?|files?|csv|table|raw)[\w./-]*[_./-](?:sha\d*|hash|etag|fingerprint)$`)
	ofSettings  = regexp.MustCompile(`(?i)conf|param|settings|code|script|model`) // whose digest tells of the original's params or code
	digestValue = regexp.MustCompile(`(?i)^([a-z0-9]+[: ])?[0-9a-f]{8,128}(\.dir)?$`)
)

func dataDigest(name, value string, _ Known) bool {
	return (digestName.MatchString(name) || dataHash.MatchString(name) && !ofSettings.MatchString(name)) && digestValue.MatchString(value)
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
	value = unhooked(value)
	value = described.ReplaceAllStringFunc(value, func(text string) string {
		hash := described.FindStringSubmatch(text)[1]
		if slices.ContainsFunc(known.Commits, func(commit string) bool { return strings.HasPrefix(commit, hash) }) {
			return "-<described>"
		}
		return text
	})
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
	moment    = regexp.MustCompile(`\b[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T _/-]?[0-9]{2}[:.-]?[0-9]{2}(?:[:.-]?[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?\b|\b(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2}[ _]?[ 0-9][0-9][ _-][0-9]{2}[:-][0-9]{2}[:-][0-9]{2}(?: [0-9]{4})?(?:_[\w.-]+)?|\b[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]+)?\b`)
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

// allRootless does so with each entry of a list of directories, as PYTHONPATH is one.
func allRootless(value string, roots []string) string {
	entries := strings.Split(unhooked(value), ":")
	for i, entry := range entries {
		entries[i] = rootless(entry, roots)
	}
	return strings.Join(entries, ":")
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
	list, err := literal.Parse("[" + text[1:len(text)-1] + "]")
	if err != nil {
		return nil, false // a dict, or what no literal tells
	}
	found := make([]string, len(list.Items))
	for i, item := range list.Items {
		if literal.IsContainer(item) {
			return nil, false
		}
		found[i] = literal.Repr(item)
	}
	slices.Sort(found)
	return found, true
}

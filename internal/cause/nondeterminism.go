package cause

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A chance is one way in which a training can differ from itself: what in the
// lineage shows it, what it may do, and what to do about it. It could
// contribute; only a repeat shows that it does.
type chance struct {
	name      string
	seen      func(facts) (what string, seen bool)
	statement string
	fix       string
	holds     string // for which versions; "" for all that we know
	source    string // where the rule is written down
}

// chances is the table, in the order in which they are shown.
var chances = []chance{
	{
		name: "unseeded estimator", seen: seedIsNone,
		statement: "the estimator used NumPy's global random state, which differs in every process unless it is seeded", fix: "set an integer and log it",
		source: "https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness",
	}, {
		name: "unseeded framework", seen: func(f facts) (string, bool) {
			name := f.first("torch", "pytorch", "tensorflow", "keras", "jax")
			return name + " and no seed recorded", name != "" && len(f.seeds) == 0
		},
		statement: "no seed was recorded; one may be set in code", fix: "seed python, numpy and the framework, and log the seed",
		source: "https://pytorch.org/docs/stable/notes/randomness.html",
	}, {
		name: "seed gone", seen: seedGone,
		statement: "the original was trained with a fixed seed, and this run recorded none", fix: "set and log the seed again",
		source: "https://scikit-learn.org/stable/glossary.html#term-random_state",
	}, {
		name: "threads", seen: threadsDiffer,
		statement: "sums are added up in another order on another number of threads or cores", fix: "fix n_jobs, OMP_NUM_THREADS, OPENBLAS_NUM_THREADS and MKL_NUM_THREADS",
		source: "https://github.com/scikit-learn/scikit-learn/issues/18790",
	}, {
		name: "all cores", seen: func(f facts) (string, bool) {
			name, value := f.param(func(name, value string) bool {
				return (name == "n_jobs" || name == "nthread" || name == "num_threads") && strings.HasPrefix(value, "-")
			})
			return name + " = " + value, name != ""
		},
		statement: "the number of threads is that of the machine, which was not recorded", fix: "set it to 1 for a test",
		source: "https://github.com/scikit-learn/scikit-learn/issues/10237",
	}, {
		name: "LightGBM's choice of layout", seen: func(f facts) (string, bool) {
			return "lightgbm without deterministic, force_row_wise or force_col_wise",
				f.has("lightgbm") && !f.isTrue("deterministic") && !f.isTrue("force_row_wise") && !f.isTrue("force_col_wise")
		},
		statement: "LightGBM tries row-wise and column-wise and keeps what was faster", fix: "deterministic=true with force_row_wise or force_col_wise, and a fixed num_threads",
		source: "https://lightgbm.readthedocs.io/en/latest/Parameters.html#deterministic",
	}, {
		name: "LightGBM on a GPU", seen: func(f facts) (string, bool) {
			return "device = gpu", f.has("lightgbm") && (f.is("device", "gpu") || f.is("device_type", "gpu")) && !f.isTrue("gpu_use_dp")
		},
		statement: "sums are kept in 32 bits", fix: "gpu_use_dp=true, or train on the CPU",
		source: "https://lightgbm.readthedocs.io/en/latest/Parameters.html#gpu_use_dp",
	}, {
		name: "XGBoost's threads", seen: func(f facts) (string, bool) {
			return "xgboost without a single thread", f.has("xgboost", "xgboost-cpu") && !f.is("nthread", "1") && !f.is("n_jobs", "1")
		},
		statement: "slightly different sums from run to run", fix: "nthread=1 for a test, and the same operating system",
		source: "https://xgboost.readthedocs.io/en/stable/faq.html",
	}, {
		name: "CUDA kernels", seen: func(f facts) (string, bool) {
			return "torch on a GPU", f.has("torch") && f.gpu() && !f.isTrue("deterministic") && !f.isTrue("use_deterministic_algorithms")
		},
		statement: "atomic additions and the choice of algorithm vary", fix: "torch.use_deterministic_algorithms(True), cudnn.benchmark = False",
		source: "https://pytorch.org/docs/stable/notes/randomness.html",
	}, {
		name: "TensorFlow's kernels", seen: func(f facts) (string, bool) {
			version, known := f.versions["tensorflow"]
			return "tensorflow on a GPU", known && f.gpu() && !f.isTrue("enable_op_determinism") && !packaging.OlderThan(version, "2.8")
		},
		statement: "operations may vary from run to run; in deterministic mode they repeat only on the same hardware", fix: "tf.config.experimental.enable_op_determinism() and tf.keras.utils.set_random_seed",
		holds:  "TensorFlow 2.8 and later",
		source: "https://www.tensorflow.org/api_docs/python/tf/config/experimental/enable_op_determinism",
	}, {
		name: "loader workers", seen: func(f facts) (string, bool) {
			name, value := f.param(func(name, value string) bool {
				n, err := strconv.Atoi(value)
				return (name == "num_workers" || name == "dataloader_num_workers") && err == nil && n > 0
			})
			return name + " = " + value, name != "" && f.has("torch")
		},
		statement: "each worker has a random state of its own", fix: "worker_init_fn and a seeded generator",
		source: "https://pytorch.org/docs/stable/notes/randomness.html#dataloader",
	}, {
		name: "another machine", seen: func(f facts) (string, bool) {
			return f.hardware[0] + ", now " + f.hardware[1], f.hardware[0] != "" && f.hardware[1] != "" && f.hardware[0] != f.hardware[1]
		},
		statement: "results are not promised across hardware, even with equal seeds", fix: "train on the same class of machine",
		source: "https://pytorch.org/docs/stable/notes/randomness.html",
	}, {
		name: "TF32", seen: func(f facts) (string, bool) {
			what, crossed := f.crosses("torch", "1.12")
			return what, crossed && f.gpu()
		},
		statement: "the default precision of matrix products changed", fix: "set torch.backends.cuda.matmul.allow_tf32 explicitly",
		holds:  "torch from before 1.12 to after, on Ampere and later",
		source: "https://pytorch.org/docs/stable/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices",
	}, {
		name: "floats read from CSV", seen: func(f facts) (string, bool) { return f.crosses("pandas", "3.1") },
		statement: "the default of read_csv reads many floats one unit in the last place off before 3.1, and exactly since", fix: "pin pandas, or read with the same float_precision",
		holds:  "pandas from before 3.1 to after",
		source: "https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html",
	}, {
		name: "rows that a Polars seed draws", seen: func(f facts) (string, bool) { return f.crosses("polars", "1.32") },
		statement: "sample and shuffle draw other rows from the same seed", fix: "pin polars, or draw row numbers with NumPy's RandomState",
		holds:  "Polars from before 1.32 to after",
		source: "https://docs.pola.rs/api/python/stable/reference/dataframe/api/polars.DataFrame.sample.html",
	}, {
		name: "codes of Polars categories", seen: func(f facts) (string, bool) { return f.crosses("polars", "1.32") },
		statement: "the numbers behind a Categorical go by its column alone before 1.32, and since then by what the process read first, too", fix: "pin polars, or use an Enum",
		holds:  "Polars from before 1.32 to after",
		source: "https://docs.pola.rs/user-guide/expressions/categorical-data-and-enums/",
	}, {
		name: "trials that an Optuna seed proposes", seen: func(f facts) (string, bool) { return f.crosses("optuna", "4.9", "5") },
		statement: "the TPE sampler proposes other trials from the same seed after its random start", fix: "pin optuna, or train with the params of the best trial",
		holds:  "Optuna from before 4.9 to after, and from 4 to 5",
		source: "https://optuna.readthedocs.io/en/stable/reference/samplers/generated/optuna.samplers.TPESampler.html",
	}, {
		name: "NumPy's streams", seen: func(f facts) (string, bool) {
			a, b := f.versions["numpy"], f.now["numpy"]
			change, _ := packaging.VersionChange(a, b)
			return "numpy " + a + ", now " + b, a != "" && b != "" && change != packaging.VersionSame
		},
		statement: "default_rng promises the same stream only within one version", fix: "pin numpy; RandomState has a frozen stream",
		source: "https://numpy.org/doc/stable/reference/random/compatibility.html",
	},
}

// facts are what the table looks at: the params of both runs by the last part
// of their names, in lower case, the packages by normal name.
type facts struct {
	params   [2]map[string]string
	seeds    map[string][2]string // by param; "" where a side has none
	versions map[string]string
	now      map[string]string
	hardware [2]string
	threads  [2]string
}

func factsOf(original, now repro.Lineage, before, after repro.Params) facts {
	f := facts{seeds: map[string][2]string{}, versions: map[string]string{}, now: map[string]string{}}
	for side, params := range []repro.Params{before, after} {
		f.params[side] = map[string]string{}
		for _, param := range params {
			name := strings.ToLower(param.Name)
			f.params[side][name[strings.LastIndexAny(name, "./")+1:]] = param.Value
			f.params[side][name] = param.Value
			if at := strings.LastIndex(name, "__"); at >= 0 { // a step of a scikit-learn pipeline
				f.params[side][name[at+2:]] = param.Value
			}
		}
	}
	for side, lineage := range []repro.Lineage{original, now} {
		for _, seed := range lineage.Seeds {
			name, value, _ := strings.Cut(seed.Value, " = ")
			both := f.seeds[name]
			both[side] = value
			f.seeds[name] = both
		}
		f.hardware[side], f.threads[side] = lineage.Hardware.Value, lineage.Threads.Value
	}
	for name, p := range packaging.ByPackage(original.Packages) {
		f.versions[name] = p.Version
	}
	observed := now.Python.From == repro.SeenInTraining
	for name, p := range packaging.ByPackage(now.Packages) {
		if observed && p.Declared { // it was not imported
			continue
		}
		f.now[name] = p.Version
	}
	return f
}

// crosses says whether one side is older than one of the versions of a package and the other is not.
func (f facts) crosses(name string, versions ...string) (what string, crossed bool) {
	a, b := f.versions[name], f.now[name]
	return name + " " + a + ", now " + b, a != "" && b != "" && slices.ContainsFunc(versions, func(version string) bool {
		return packaging.OlderThan(a, version) != packaging.OlderThan(b, version)
	})
}

func (f facts) has(names ...string) bool { return f.first(names...) != "" }

func (f facts) first(names ...string) string {
	for _, name := range names {
		if _, ok := f.versions[name]; ok {
			return name
		}
	}
	return ""
}

// param finds a param of the original by what it is called and holds.
func (f facts) param(want func(name, value string) bool) (name, value string) {
	for _, name := range slices.Sorted(maps.Keys(f.params[0])) {
		if want(name, f.params[0][name]) {
			return name, f.params[0][name]
		}
	}
	return "", ""
}

func (f facts) is(name, value string) bool { return strings.EqualFold(f.params[0][name], value) }

func (f facts) isTrue(name string) bool { return f.is(name, "true") || f.is(name, "1") }

// gpu says whether anything recorded names one.
func (f facts) gpu() bool {
	if strings.Contains(strings.ToLower(f.hardware[0]), "gpu") || strings.Contains(strings.ToLower(f.hardware[0]), "cuda") {
		return true
	}
	name, _ := f.param(func(name, value string) bool {
		value = strings.ToLower(value)
		return slices.Contains([]string{"device", "accelerator", "tree_method", "device_type"}, name) && (strings.Contains(value, "cuda") || strings.Contains(value, "gpu"))
	})
	return name != ""
}

func seedIsNone(f facts) (string, bool) {
	for _, name := range slices.Sorted(maps.Keys(f.seeds)) {
		if f.seeds[name] == [2]string{"None", "None"} || f.seeds[name] == [2]string{"None", ""} {
			return name + " = None", true
		}
	}
	return "", false
}

func seedGone(f facts) (string, bool) {
	for _, name := range slices.Sorted(maps.Keys(f.seeds)) {
		none := len(f.params[1]) == 0 // nothing was recorded of the new run, so that nothing is gone
		if both := f.seeds[name]; both[0] != "" && both[0] != "None" && (both[1] == "" && !none || both[1] == "None") {
			return fmt.Sprintf("%s was %s", name, both[0]), true
		}
	}
	return "", false
}

func threadsDiffer(f facts) (string, bool) {
	for _, name := range []string{"n_jobs", "nthread", "num_threads", "omp_num_threads"} {
		a, inA := f.params[0][name]
		b, inB := f.params[1][name]
		if inA && inB && a != b {
			return fmt.Sprintf("%s is %s, was %s", name, b, a), true
		}
	}
	return fmt.Sprintf("%s, now %s", f.threads[0], f.threads[1]), f.threads[0] != "" && f.threads[1] != "" && f.threads[0] != f.threads[1]
}

// couldContribute ends the evidence of what nothing speaks for but the table.
const couldContribute = "; could contribute"

// chancesOf gives the rows of the table that the lineages show. Their strength
// is that of something nobody recorded; what speaks for one may raise it.
func chancesOf(f facts) []repro.Cause {
	var causes []repro.Cause
	for _, row := range chances {
		what, seen := row.seen(f)
		if !seen {
			continue
		}
		evidence := what + ": " + row.statement
		if row.holds != "" {
			evidence += " (" + row.holds + ")"
		}
		evidence += couldContribute
		causes = append(causes, repro.Cause{Factor: repro.FactorChance, Name: row.name, Strength: repro.NotRecorded, Evidence: evidence, Next: row.fix})
	}
	return causes
}

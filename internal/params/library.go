package params

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// libraryNames are the names by which params files and runs call a library of
// machine learning, without case, blanks and signs.
var libraryNames = map[string]string{
	"xgboost": "xgboost", "xgb": "xgboost", "xgbclassifier": "xgboost", "xgbregressor": "xgboost", "xgbranker": "xgboost",
	"lightgbm": "lightgbm", "lgbm": "lightgbm", "lgb": "lightgbm", "lgbmclassifier": "lightgbm", "lgbmregressor": "lightgbm", "lgbmranker": "lightgbm",
	"catboost": "catboost", "catboostclassifier": "catboost", "catboostregressor": "catboost",
	"sklearn": "sklearn", "scikitlearn": "sklearn",
	"keras": "keras", "tensorflow": "keras", "tf": "keras",
	"pytorch": "pytorch", "torch": "pytorch", "lightning": "pytorch", "pytorchlightning": "pytorch",
	"statsmodels": "statsmodels", "spark": "spark", "pyspark": "spark", "prophet": "prophet", "fastai": "fastai",
}

// libraryParams are params that one of those libraries has and no other.
var libraryParams = map[string]string{
	"tree_method": "xgboost", "max_delta_step": "xgboost", "colsample_bynode": "xgboost", "colsample_bylevel": "xgboost", "num_parallel_tree": "xgboost", "validate_parameters": "xgboost",
	"num_leaves": "lightgbm", "min_data_in_leaf": "lightgbm", "feature_fraction": "lightgbm", "bagging_fraction": "lightgbm", "boosting_type": "lightgbm", "min_child_samples": "lightgbm", "subsample_for_bin": "lightgbm", "min_split_gain": "lightgbm",
	"l2_leaf_reg": "catboost", "bagging_temperature": "catboost", "random_strength": "catboost", "od_wait": "catboost",
	"ccp_alpha": "sklearn", "min_samples_split": "sklearn", "min_weight_fraction_leaf": "sklearn", "intercept_scaling": "sklearn", "fit_intercept": "sklearn",
	"steps_per_epoch": "keras", "validation_steps": "keras", "optimizer_learning_rate": "keras",
}

// libraries are the libraries that a run trained with, as far as it says, and
// whether the files have sections for several.
type libraries struct {
	used    map[string]bool
	several bool
}

var letters = regexp.MustCompile(`[A-Za-z0-9]+`)

// findLibraries goes by what the run's tags say, then by params that only one
// library has, or that name one.
func findLibraries(texts []string, logged repro.Params, files *places) libraries {
	l := libraries{used: map[string]bool{}}
	for _, text := range texts {
		for _, word := range letters.FindAllString(text, maxLibraryWords) {
			if name := libraryNames[strings.ToLower(word)]; name != "" {
				l.used[name] = true
			}
		}
	}
	if len(l.used) == 0 {
		for _, param := range logged {
			for _, name := range []string{libraryParams[param.Name], libraryOf(param.Value)} {
				if name != "" {
					l.used[name] = true
				}
			}
		}
	}
	sections := map[string]bool{}
	for _, p := range files.all {
		if name := libraryOf(p.key[len(p.key)-1]); name != "" && p.section() {
			sections[name] = true
		}
	}
	l.several = len(sections) > 1
	return l
}

// maxLibraryWords bounds the words of one tag that are looked at.
const maxLibraryWords = 1000

func libraryOf(name string) string {
	if len(name) > 40 {
		return ""
	}
	return libraryNames[strings.ToLower(strings.Join(letters.FindAllString(name, -1), ""))]
}

// own leaves out the places in sections of libraries that the run did not use.
// Where it does not say which it used, and the files know several, such a
// section is nobody's until a person says so.
func (l libraries) own(found []*place) (own []*place, foreign *place) {
	own = keep(found, func(p *place) bool {
		return !slices.ContainsFunc(p.key[:len(p.key)-1], func(part string) bool {
			name := libraryOf(part)
			return name != "" && !l.used[name] && (len(l.used) > 0 || l.several)
		})
	})
	if len(own) == 0 && len(found) > 0 {
		foreign = found[0]
	}
	return own, foreign
}

// says names the libraries that the run used.
func (l libraries) says() string {
	var names []string
	for name := range l.used {
		names = append(names, name)
	}
	slices.Sort(names)
	if len(names) == 0 {
		return "and the run does not say which library it used"
	}
	return "and the run used " + strings.Join(names, " and ")
}

package challenge

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// An Input is a param with another value.
type Input struct {
	Name string
	Old  string // as logged
	New  string // as Python would print it
}

// Most is how many inputs are tried before a challenge is given up.
const Most = 3

// fitted are names of params that steer how a model is fitted, in the spellings
// of scikit-learn, XGBoost, LightGBM, Keras and PyTorch's examples: they are the likeliest
// to move the numbers.
var fitted = []string{
	"n_estimators", "num_boost_round", "max_iter", "n_iter", "iterations", "epochs", "num_epochs", "max_epochs", "max_steps", "steps",
	"max_depth", "depth", "num_leaves", "max_leaf_nodes", "min_samples_leaf", "min_samples_split", "min_child_weight",
	"learning_rate", "lr", "eta", "eta0", "alpha", "c", "gamma", "reg_alpha", "reg_lambda", "lambda", "l1", "l2", "weight_decay",
	"hidden_size", "hidden_units", "units", "dropout", "n_neighbors", "n_components", "n_clusters", "ccp_alpha", "subsample", "momentum", "batch_size",
}

// caps are names of how many rounds a fit may take until it has converged.
var caps = map[string]bool{"max_iter": true, "max_iters": true, "max_iterations": true, "maxiter": true, "max_fun": true, "max_epochs": true, "max_steps": true}

// rounds are names of how many rounds a fit may take. One that ends early never comes to half of
// what it may.
var rounds = map[string]bool{
	"n_estimators": true, "num_boost_round": true, "num_round": true, "num_rounds": true, "num_iterations": true, "iterations": true, "n_iter": true, "max_iter": true,
	"epochs": true, "num_epochs": true, "n_epochs": true, "nb_epoch": true, "nb_epochs": true, "max_epochs": true, "max_steps": true, "num_train_epochs": true,
}

// Fewest is an input that counts rounds with one round; ok is false for any other, and where it
// has one.
func (i Input) Fewest() (fewest Input, ok bool) {
	_, last := sections(i.Name)
	whole, err := strconv.ParseInt(i.Old, 10, 64)
	if !rounds[last] || err != nil || whole < 2 || i.New == "1" {
		return i, false
	}
	i.New = "1"
	return i, true
}

// Inputs are the params of a plan that a challenge may change, the likeliest to
// move the numbers first, at most Most. asked is the only one where it is not "". fits
// leaves those out that move the scores of an old model as well. Those that should leave
// every number as it is are never taken unless asked for: to stay says nothing of them.
func Inputs(edits []repro.ParamEdit, asked string, fits bool) []Input {
	inputs := slices.DeleteFunc(Changeable(edits), func(input Input) bool {
		if asked != "" {
			return input.Name != asked || fits && !input.Fits(true)
		}
		return input.idle() || fits && !input.Fits(false)
	})
	return inputs[:min(len(inputs), Most)]
}

// Changeable are all of them. Only what has a place in a params file, or in the run
// command, can be changed.
func Changeable(edits []repro.ParamEdit) []Input {
	var inputs []Input
	for _, edit := range edits {
		if edit.Name == "" || !edit.Status.Given() {
			continue
		}
		if value, numeric := other(edit.Logged); numeric {
			if _, last := sections(edit.Name); caps[last] && edit.Logged != "1" {
				value = "1" // a fit that ends before half of what it may take stays the same
			}
			inputs = append(inputs, Input{edit.Name, edit.Logged, value})
		}
	}
	order.Stable(inputs, func(a, b Input) int { return cmp.Compare(rank(a.Name), rank(b.Name)) })
	return inputs
}

// rank puts params that a model is fitted with first and seeds last: a seed may
// move the numbers of an old model too, by splitting its test data anew.
func rank(name string) int {
	_, last := sections(name)
	switch i := slices.Index(fitted, last); {
	case i >= 0:
		return i
	case repro.IsSeed(name):
		return len(fitted) + 1
	default:
		return len(fitted)
	}
}

// other gives another value of a logged number, near enough to be accepted: half
// of it, as less costs less, one more than a seed or a one.
func other(logged string) (text string, numeric bool) {
	if whole, err := strconv.ParseInt(logged, 10, 64); err == nil {
		switch {
		case whole <= 1 && whole > math.MinInt32:
			return strconv.FormatInt(whole+1, 10), true
		case whole > math.MaxInt32:
			return "", false
		}
		return strconv.FormatInt((whole+1)/2, 10), true
	}
	v, err := strconv.ParseFloat(logged, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v == 0 || v/2 == 0 {
		return "", false
	}
	text = strconv.FormatFloat(v/2, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text, true
}

// mostValues bounds the values of one input that are thought of.
const mostValues = 12

// Unused is the input with the first other value that no run has yet, if there is
// one: a program that looks for a run with its params would find that run.
func (i Input) Unused(used func(value string) bool) Input {
	for _, value := range append([]string{i.New}, values(i.Old)...) {
		if !used(value) {
			i.New = value
			break
		}
	}
	return i
}

// values are other values of a logged number: each half of the one before, and those
// next above it where it is whole.
func values(logged string) []string {
	var found []string
	for value, numeric := other(logged); numeric && value != logged && !slices.Contains(found, value) && len(found) < mostValues/2; value, numeric = other(value) {
		found = append(found, value)
	}
	for whole, err := strconv.ParseInt(logged, 10, 64); err == nil && len(found) < mostValues; {
		whole++
		if value := strconv.FormatInt(whole, 10); !slices.Contains(found, value) {
			found = append(found, value)
		}
	}
	return found
}

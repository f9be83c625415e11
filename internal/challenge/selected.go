package challenge

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// general are sections that no value selects: every model is trained by them.
var general = strings.Fields("train training trainer fit fitting loop optimizer optimiser optim opt sgd adam adamw rmsprop adagrad lion solver scheduler schedule lr base common default defaults global shared data dataset model models hparam hparams hp hyper params hyperparams hyperparameters config conf cfg args settings experiment run main")

// choosing are words of params that name the model to be trained, and those that come with them:
// the name of a loss or of a data set chooses no model.
var (
	choosing = strings.Fields("model estimator classifier clf regressor algorithm algo learner method architecture arch network net backbone")
	byName   = strings.Fields("name type kind class")
)

// Unselected says whether a param is in a section of another model than the one that a logged
// text names, as nn.lr where model is ridge and ridge.alpha is logged too: it may stay unused
// by an honest training.
func Unselected(name string, logged repro.Params) bool {
	own := firstSection(name)
	if own == "" || slices.Contains(general, own) {
		return false
	}
	selects := func(section string) bool {
		return section != "" && slices.ContainsFunc(logged, func(param repro.Param) bool {
			value, _, _ := strings.Cut(strings.ToLower(param.Value), ":")
			return firstSection(param.Name) != section && strings.Trim(value, `"' `) == section && (section == own || chooses(param.Name))
		})
	}
	return !selects(own) && slices.ContainsFunc(logged, func(param repro.Param) bool {
		other := firstSection(param.Name)
		return !slices.Contains(general, other) && selects(other)
	})
}

// chooses says whether a param names the model: model, model.name, net_type, classifier.
func chooses(name string) bool {
	section, last := sections(name)
	naming := func(word string) bool { return slices.Contains(choosing, word) }
	return slices.ContainsFunc(strings.Split(section+last, "_"), naming) && !slices.ContainsFunc(strings.Split(last, "_"), func(word string) bool {
		return !naming(word) && !slices.Contains(byName, word)
	})
}

// firstSection is the first part of a name that has several, in small letters; "" for none.
func firstSection(name string) string {
	return strings.ToLower(name[:max(strings.IndexAny(name, "./:"), 0)])
}

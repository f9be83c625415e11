package challenge

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Which inputs show by numbers that move that a model was fitted. Most show no more than
// that something was computed: the scores of a model that was fitted long ago follow the
// split of the data, the size of a batch, a penalty in the loss, and how many of its trees
// are asked.

// onlyFitting are params that nothing but fitting has a use for: how an optimizer steps and
// how a tree grows.
var onlyFitting = strings.Fields("learning_rate lr eta0 momentum epochs num_epochs max_epochs n_epochs max_iter max_depth num_leaves max_leaf_nodes min_samples_leaf min_samples_split min_child_weight min_data_in_leaf hidden_size hidden_units")

// scoring finds words of params that choose what a model is trained or scored on, or how
// its answers are taken and read.
var scoring = regexp.MustCompile(`(?:^|_)(?:(?:batch|eval|valid|test|infer|predict|scor|metric|bootstrap|quantile|threshold|cutoff|shuffle|split|fold|sampl)[a-z]*|val|rows?|limit|fraction|ratio|temperature|beams?|top|k|window|horizon|train_(?:size|frac))\d*(?:_|$)`)

// Fits says whether other numbers with another value of an input show that a model was
// fitted, and not scored only. Where somebody named it, it need not be a known name, but
// one that scores may follow does not count.
func (i Input) Fits(named bool) bool {
	section, last := sections(i.Name)
	if scoring.MatchString(section) {
		return false
	}
	if slices.Contains(onlyFitting, last) {
		return true
	}
	return named && !repro.IsSeed(i.Name) && !slices.Contains(fitted, last) && !scoring.MatchString(last)
}

// steps are params of how an optimizer steps: whatever is fitted by one follows them.
var steps = strings.Fields("learning_rate lr eta0 momentum")

// Steps says whether a param steers how an optimizer steps.
func Steps(name string) bool {
	section, last := sections(name)
	return !scoring.MatchString(section) && slices.Contains(steps, last)
}

// sections are a param's name without its last part, and that part: in small letters, words
// with _ between them.
func sections(name string) (section, last string) {
	snake := wording.SnakeCase(name)
	last = repro.LastPart(snake)
	return strings.NewReplacer(".", "_", "/", "_", ":", "_").Replace(strings.TrimSuffix(snake, last)), last
}

// idling finds params of how a training is carried out and told of: threads, processes,
// loading and logging, in the spellings of scikit-learn, XGBoost, LightGBM and PyTorch.
var idling = regexp.MustCompile(`^(?:n_?jobs|(?:n|num|max)_?(?:threads?|workers?|procs|processes|cpus?|cores?|gpus?)|nthreads?|workers|threads|verbos(?:e|ity)(?:_eval)?|(?:log|print|report|save|checkpoint)_(?:every|freq|interval|period|steps)(?:_n?_?steps)?|log_level|debug|prefetch(?:_factor)?|gpu_id|port)$`)

// idle says whether an input should leave every number as it is.
func (i Input) idle() bool {
	_, last := sections(i.Name)
	return idling.MatchString(last)
}

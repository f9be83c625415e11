package due

import (
	"time"
)

// MaxMatrix is how many jobs GitHub makes of one matrix.
// https://docs.github.com/en/actions/reference/limits
const MaxMatrix = 256

// Limits are what a night may cost.
type Limits struct {
	Budget    time.Duration // of all its trainings; 0: no limit
	PerModel  time.Duration // of one version's check; 0: no limit
	Trainings int           // versions that are checked; 0: no limit but MaxMatrix
	Interval  time.Duration // between two checks of a version
	Every     time.Duration // between two nights; 0: a day
}

// every is the time between two nights.
func (l Limits) every() time.Duration {
	if l.Every > 0 {
		return l.Every
	}
	return 24 * time.Hour
}

// trainings is how many versions a night checks at most.
func (l Limits) trainings() int {
	if l.Trainings > 0 {
		return min(l.Trainings, MaxMatrix)
	}
	return MaxMatrix
}

// longest is what one check may take; 0: no limit.
func (l Limits) longest() time.Duration {
	if l.Budget > 0 && (l.PerModel == 0 || l.Budget < l.PerModel) {
		return l.Budget
	}
	return l.PerModel
}

// An Item is a version in a plan.
type Item struct {
	Candidate
	About time.Time // for one that waits: the night in which it is likely to come; zero: not within a year. Of Next, the time
}

// A Plan is what a night checks, and what it does not.
type Plan struct {
	Limits  Limits
	Tonight []Item
	Waiting []Item        // due as well, in the order in which they are likely to come
	TooLong []Item        // what one check may take is less than these cost
	Took    time.Duration // what tonight's are likely to take
	Typical time.Duration // what a version of unknown price is taken to cost; 0 where all are known
	Unknown int           // due versions of unknown price
	Guessed bool          // no price at all is known
	Next    Item          // of those that are not due yet the first that will be, from About on
	Matrix  int           // versions that wait only because a matrix has no more jobs

	fit     []Candidate // all that cost no more than a night has, due or not
	overdue time.Duration
	at      time.Time
}

// Of plans a night at now. due are the versions that are due; others are checked
// before one of them comes again, and are only waited for.
func Of(due, others []Candidate, l Limits, now time.Time) Plan {
	p := Plan{Limits: l}
	all, typical, _ := priced(append(due[:len(due):len(due)], others...), l)
	for _, v := range due {
		if v.Price.Took <= 0 {
			p.Unknown++
		}
	}
	if p.Unknown > 0 {
		p.Typical = typical
	}
	var fit []Candidate
	for i, v := range all {
		p.Guessed = p.Guessed || i < len(due) && v.Price.From == FromNothing
		switch longest := l.longest(); {
		case longest == 0 || v.Price.Took <= longest:
			fit = append(fit, v)
		case i < len(due):
			p.TooLong = append(p.TooLong, Item{Candidate: v})
		}
	}
	isDue := map[key]bool{}
	for _, v := range due {
		isDue[v.key()] = true
	}
	overdue := OverdueAfter(fit, l)
	var candidates []Candidate
	for _, v := range fit {
		if isDue[v.key()] {
			candidates = append(candidates, v)
		}
	}
	candidates = Order(candidates, l, overdue, now)
	taken := night(candidates, l)
	chosen := map[key]bool{}
	for _, v := range taken {
		chosen[v.key()] = true
		p.Tonight = append(p.Tonight, Item{Candidate: v})
		p.Took += v.Price.Took
	}
	for _, v := range candidates {
		if !chosen[v.key()] {
			p.Waiting = append(p.Waiting, Item{Candidate: v})
		}
	}
	if l.Trainings == 0 || l.Trainings > MaxMatrix {
		p.Matrix = p.cutByMatrix(candidates)
	}
	for _, v := range others {
		if at := When(v, l.Interval); p.Next.Name == "" || at.Before(p.Next.About) {
			p.Next = Item{v, at}
		}
	}
	p.fit, p.overdue, p.at = fit, overdue, now
	return p
}

// InVain says that a night checks nothing although versions are due: none of them fits. One
// above PerModel is left out on purpose, as long as others of the registry would fit.
func (p Plan) InVain() bool {
	if len(p.Tonight) > 0 || len(p.TooLong) == 0 {
		return false
	}
	for i := range p.TooLong {
		if p.Limits.PerModel == 0 || p.TooLong[i].Price.Took <= p.Limits.PerModel {
			return true
		}
	}
	return !p.Fits()
}

// Fits says whether any version, due or not, costs no more than a check may take.
func (p Plan) Fits() bool { return len(p.fit) > 0 }

// Option is the name of the option that says what one check may take; "" where none does.
func (l Limits) Option() string {
	switch {
	case l.PerModel > 0 && (l.Budget == 0 || l.PerModel < l.Budget):
		return "budget-per-model"
	case l.Budget > 0:
		return "budget"
	}
	return ""
}

type key struct{ name, version string }

func (v Candidate) key() key { return key{v.Name, v.Version} }

// night takes what fits, in order. The first always does, where all cost no more than
// a night has: so whoever waits is first some night.
func night(ordered []Candidate, l Limits) (taken []Candidate) {
	left := l.Budget
	for _, v := range ordered {
		if len(taken) == l.trainings() {
			break
		}
		if l.Budget > 0 && v.Price.Took > left {
			continue // a shorter one may fill what is left
		}
		taken = append(taken, v)
		left -= v.Price.Took
	}
	return taken
}

// cutByMatrix is how many more the night would check if a matrix had no end.
func (p Plan) cutByMatrix(ordered []Candidate) int {
	left, more := p.Limits.Budget-p.Took, 0
	for _, v := range p.Waiting {
		if p.Limits.Budget > 0 && v.Price.Took > left {
			continue
		}
		more++
		left -= v.Price.Took
	}
	if len(p.Tonight) < MaxMatrix || len(ordered) <= MaxMatrix {
		return 0
	}
	return more
}

package experiment

import "math/bits"

// MaxFactors is how many factors one search can have.
const MaxFactors = 64

// A Set is a set of factors, by their numbers: those that a trial restores.
type Set uint64

// All is the set of the first n factors.
func All(n int) Set {
	if n >= MaxFactors {
		return ^Set(0)
	}
	return 1<<n - 1
}

// SetOf is the set of some factors. A number that no factor has is left out.
func SetOf(factors ...int) (s Set) {
	for _, factor := range factors {
		if factor >= 0 && factor < MaxFactors {
			s |= 1 << factor
		}
	}
	return s
}

// Has says whether a factor is in the set.
func (s Set) Has(factor int) bool { return factor >= 0 && factor < MaxFactors && s&(1<<factor) != 0 }

// Len is how many factors are in the set.
func (s Set) Len() int { return bits.OnesCount64(uint64(s)) }

// Factors are the numbers in the set, in order.
func (s Set) Factors() []int {
	factors := make([]int, 0, s.Len())
	for rest := s; rest != 0; rest &= rest - 1 {
		factors = append(factors, bits.TrailingZeros64(uint64(rest)))
	}
	return factors
}

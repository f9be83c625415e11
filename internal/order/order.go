// Package order sorts slices of any type with one copy of the algorithm.
//
// slices.SortFunc has a copy of its own for every type of element, and a program with
// sixty of them is a twentieth larger: the image is pulled by every job. What is sorted
// here is short. One invariant: the order is that of slices' function of the same kind.
package order

import (
	"cmp"
	"slices"
	"sort"
)

// By sorts s; compare gives less than zero where a comes before b. Equal elements stand
// in any order.
func By[E any](s []E, compare func(a, b E) int) {
	sort.Slice(s, func(i, j int) bool { return compare(s[i], s[j]) < 0 })
}

// Numbers sorts s from the least on, as slices.Sort does.
func Numbers[E cmp.Ordered](s []E) { By(s, cmp.Compare) }

// Stable is By where equal elements stay in the order that they have.
func Stable[E any](s []E, compare func(a, b E) int) {
	sort.SliceStable(s, func(i, j int) bool { return compare(s[i], s[j]) < 0 })
}

// Sorted gives a sorted copy of s, in which equal elements stay in the order that they
// have.
func Sorted[E any](s []E, compare func(a, b E) int) []E {
	sorted := slices.Clone(s)
	Stable(sorted, compare)
	return sorted
}

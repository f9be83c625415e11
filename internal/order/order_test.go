package order

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestOrder compares with slices' own functions.
func TestOrder(t *testing.T) {
	t.Parallel()
	type element struct{ key, at int }
	byKey := func(a, b element) int { return cmp.Compare(a.key, b.key) }
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var s []element
		for at := range random.IntN(100) {
			s = append(s, element{random.IntN(10), at})
		}
		want := slices.Clone(s)
		slices.SortStableFunc(want, byKey)
		if got := Sorted(s, byKey); !slices.Equal(got, want) {
			t.Fatalf("%v is sorted as %v, want %v", s, got, want)
		}
		unstable := slices.Clone(s)
		By(unstable, byKey)
		if !slices.IsSortedFunc(unstable, byKey) {
			t.Fatalf("%v is sorted as %v", s, unstable)
		}
		if Stable(s, byKey); !slices.Equal(s, want) {
			t.Fatalf("sorted as %v, want %v", s, want)
		}
	}
}

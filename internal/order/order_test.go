package order

import (
	"cmp"
	"math"
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

// TestNumbers: NaN comes first, as in slices.Sort.
func TestNumbers(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		s := []float64{math.NaN(), math.Inf(-1), math.Inf(1), 0}
		for range random.IntN(100) {
			s = append(s, float64(random.IntN(50))-25)
		}
		random.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		want := slices.Clone(s)
		slices.Sort(want)
		if Numbers(s); slices.CompareFunc(s, want, cmp.Compare) != 0 {
			t.Fatalf("sorted as %v, want %v", s, want)
		}
	}
}

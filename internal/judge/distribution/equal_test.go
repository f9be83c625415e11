package distribution

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"
)

// TestChanceOfEqual: bounds recomputed with NumPy, and no distribution found by
// chance that beats them.
func TestChanceOfEqual(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(23, 24))
	for _, tt := range []struct {
		m, k int
		want float64
	}{
		{1, 3, .125}, {1, 4, .083333}, {1, 5, .067091}, {1, 6, .056656}, {1, 7, .049087}, {1, 8, .043300},
		{3, 3, .03125}, {3, 5, .0078125}, {5, 3, .0078125}, {5, 5, .001953125}, {2, 3, .0625},
	} {
		got := ChanceOfEqual(tt.m, tt.k)
		if math.Abs(got-tt.want) > 6e-6 {
			t.Errorf("%d originals, %d repeats: %.6f, want %.6f", tt.m, tt.k, got, tt.want)
		}
		for range 2000 {
			p := make([]float64, 2+random.IntN(4))
			sum := 0.0
			for i := range p {
				p[i] = random.ExpFloat64()
				sum += p[i]
			}
			chance := 0.0
			for i := range p {
				for j := range p {
					if i != j {
						chance += math.Pow(p[i]/sum, float64(tt.k)) * math.Pow(p[j]/sum, float64(tt.m))
					}
				}
			}
			if chance > got+1e-6 {
				t.Fatalf("%d originals, %d repeats: %v gives %.4f, above %.4f", tt.m, tt.k, p, chance, got)
			}
		}
	}
}

// TestValuesAreComputedOnceForAll: checks side by side share what was computed.
func TestValuesAreComputedOnceForAll(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for k := 2; k < 6; k++ {
				if got, want := ChanceOfEqual(1, k), math.Pow(0.5, float64(k)); got < want {
					t.Errorf("1 and %d: %v, and two values that are as likely give %v", k, got, want)
				}
				if got := StudentTail(StudentUpper(0.2, float64(k)), float64(k)); !alike(got, 0.2, 1e-9) {
					t.Errorf("nu %d: %v, want 0.2", k, got)
				}
			}
		})
	}
	all.Wait()
}

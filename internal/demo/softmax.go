package demo

import (
	"math"
	"math/rand/v2"
)

// classes is the number of species.
const classes = 3

// settings are the trainer's own params.
type settings struct {
	testSize     float64 // share of the flowers, 0 to 1
	splitSeed    uint64
	epochs       int
	learningRate float64
	l2           float64
	seed         uint64
}

// scores are what one training came to, on the flowers kept for the test.
type scores struct {
	accuracy, f1, logLoss float64
	curve                 []float64 // training loss after each epoch
	train, test           int
}

// split shuffles with the given seed and keeps the last share for the test.
func split(flowers []flower, s settings) (train, test []flower) {
	shuffled := append([]flower(nil), flowers...)
	random := rand.New(rand.NewPCG(s.splitSeed, 0)) //nolint:gosec // a seed must give the same split again
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	cut := len(shuffled) - int(math.Round(s.testSize*float64(len(shuffled))))
	cut = min(max(cut, 1), len(shuffled)-1)
	return shuffled[:cut], shuffled[cut:]
}

// fit is multinomial logistic regression by full-batch gradient descent on
// standardised features, with an L2 penalty on the weights and not on the
// intercepts: Bishop, Pattern Recognition and Machine Learning, 4.3.4.
func fit(flowers []flower, s settings) scores {
	train, test := split(flowers, s)
	mean, scale := standardise(train)
	var weights [classes][features + 1]float64
	random := rand.New(rand.NewPCG(s.seed, 0)) //nolint:gosec // a seed must give the same weights again
	for c := range weights {
		for j := range weights[c] {
			weights[c][j] = 0.01 * random.NormFloat64()
		}
	}
	result := scores{train: len(train), test: len(test)}
	for range s.epochs {
		var gradient [classes][features + 1]float64
		loss := 0.0
		for _, f := range train {
			x := inputs(f, mean, scale)
			p := softmax(weights, x)
			loss -= math.Log(math.Max(p[f.species], 1e-15))
			for c := range classes {
				miss := p[c]
				if c == f.species {
					miss--
				}
				for j := range x {
					gradient[c][j] += miss * x[j]
				}
			}
		}
		n := float64(len(train))
		for c := range weights {
			for j := range weights[c] {
				g := gradient[c][j] / n
				if j < features {
					g += s.l2 * weights[c][j]
				}
				weights[c][j] -= s.learningRate * g
			}
		}
		result.curve = append(result.curve, loss/n)
	}
	result.evaluate(test, func(f flower) [classes]float64 { return softmax(weights, inputs(f, mean, scale)) })
	return result
}

func standardise(train []flower) (mean, scale [features]float64) {
	n := float64(len(train))
	for _, f := range train {
		for j, length := range f.lengths {
			mean[j] += length / n
		}
	}
	for _, f := range train {
		for j, length := range f.lengths {
			scale[j] += (length - mean[j]) * (length - mean[j]) / n
		}
	}
	for j := range scale {
		if scale[j] = math.Sqrt(scale[j]); scale[j] == 0 {
			scale[j] = 1
		}
	}
	return mean, scale
}

func inputs(f flower, mean, scale [features]float64) (x [features + 1]float64) {
	for j, length := range f.lengths {
		x[j] = (length - mean[j]) / scale[j]
	}
	x[features] = 1
	return x
}

func softmax(weights [classes][features + 1]float64, x [features + 1]float64) (p [classes]float64) {
	highest := math.Inf(-1)
	for c := range weights {
		for j := range x {
			p[c] += weights[c][j] * x[j]
		}
		highest = math.Max(highest, p[c])
	}
	sum := 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - highest)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
	return p
}

// evaluate fills in accuracy, macro-averaged F1 and mean log loss.
func (s *scores) evaluate(test []flower, predict func(flower) [classes]float64) {
	var hit, guessed, actual [classes]float64
	for _, f := range test {
		p := predict(f)
		best := 0
		for c := range p {
			if p[c] > p[best] {
				best = c
			}
		}
		guessed[best]++
		actual[f.species]++
		if best == f.species {
			hit[best]++
		}
		s.logLoss -= math.Log(math.Max(p[f.species], 1e-15)) / float64(len(test))
	}
	for c := range classes {
		s.accuracy += hit[c] / float64(len(test))
		if guessed[c]+actual[c] > 0 {
			s.f1 += 2 * hit[c] / (guessed[c] + actual[c]) / classes
		}
	}
}

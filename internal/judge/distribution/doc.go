// Package distribution has the probabilities that a verdict rests on: Student's t
// and the normal distribution, the best of several runs, and repeats that agree by
// chance.
//
// It is pure mathematics, without a rule about metrics. Several metrics are judged
// with the same few values, so each is computed once.
package distribution

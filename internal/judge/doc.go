// Package judge says whether a model came back: it reads tolerances, compares
// metrics, measures how much runs differ by themselves, and gives the verdict
// with the sentences that state it.
//
// It is pure: the same metrics and tolerances give the same verdict. It refuses
// a tolerance that could be read in two ways. What was not compared is never
// called the same.
//
// It judges one check that is over. What a check is worth after earlier ones is in
// judge/drift, what the curves of a running training say is in judge/early, and the
// probabilities are in judge/distribution.
package judge

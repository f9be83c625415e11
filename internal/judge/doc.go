// Package judge says whether a model came back: it reads tolerances, compares
// metrics, measures how much runs differ by themselves, and gives the verdict
// with the sentences that state it.
//
// It is pure: the same metrics and tolerances give the same verdict. It refuses
// a tolerance that could be read in two ways. What was not compared is never
// called the same.
package judge

// Package flow is the steps of a reproduction in order: resolve, plan, apply,
// train, collect, witness, compare, diagnose. Each step takes values and gives
// a new one; what can go wrong on the way is either a doubt, which becomes the
// verdict "unverified" with its reason, or an error, which ends the program.
//
// It decides what is done and in which order. Where a training runs is package
// train's, what a comparison means is package judge's, how a neighbour is talked
// to is its adapter's.
package flow

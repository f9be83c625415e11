// Package challenge is the experiment that tells a pipeline which computes its
// numbers from one that repeats them: train once more with one input changed, and
// see whether the numbers move. It picks the input and judges the numbers; it
// trains nothing. Numbers that stay prove nothing, as many inputs do not matter.
package challenge

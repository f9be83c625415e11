// Package early judges a training that still runs by the curves it has logged so far:
// whether it may be ended before its last step. Statistics call this an interim analysis
// with a stopping rule. It never says that a model came back, and in doubt says nothing.
package early

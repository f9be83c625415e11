// Package audit grades how much of a training the registry has: the checks,
// what each one unlocks, and the levels they add up to.
//
// It is pure. A check that was not looked at is never one that passed.
package audit

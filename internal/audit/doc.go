// Package audit grades how much of many trainings the registry has: the
// checks, what each one unlocks, and the levels they add up to; and an Auditor
// that asks them of a registry and, where there is one, of the project's clone.
//
// It only reads, with requests for batches and not for each version, and
// refuses nothing but a registry that cannot be read or versions that are not
// there: what is missing is a finding.
//
// A check that was not checked is never one that passed.
package audit

// Package drift follows one original run through its checks: which metrics have drifted,
// what a later check has to judge before a drift is over, where a wider tolerance alone
// ended one, and where the original's own values were changed since.
package drift

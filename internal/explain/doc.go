// Package explain looks for the cause of a drift by trainings: it lays today's state of a
// check beside the original's, restores some of what differs, trains as a check does, and
// has package experiment say what follows.
//
// It makes nothing that counts later: each trial has a branch and a run of its own, under a
// reproduce.id, and is in no history. It takes a training that was not proven for none.
package explain

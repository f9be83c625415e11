// Package recorded is the document that `reproduce record` leaves on a run,
// reproduce/lineage.json: what it holds, how it is written, and how it is read back.
// It refuses a document that is not wholly as it writes one: such a one records nothing.
// Invariant: no value of a secret is in it, and no digest by which one can be guessed.
package recorded

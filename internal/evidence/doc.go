// Package evidence is the table from witnesses to a verdict: what can speak for a
// training, what each proves and what it cannot see, and which of them together
// prove that the numbers were computed. It refuses to take the absence of a
// contradiction for proof, and what speaks against a training outranks all rows.
package evidence

// Package printable makes text from elsewhere safe to show: in a report, on a
// terminal, in a job's log, and inside an error message.
//
// One rule says which characters show. What it gives holds no other, so that no
// text can drive a terminal, hide in a line or turn its direction.
package printable

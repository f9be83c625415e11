// Package printable makes text from elsewhere safe to print: for a terminal, for a
// job's log, and inside an error message.
//
// What it gives holds no control character and no workflow command.
package printable

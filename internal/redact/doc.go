// Package redact hides secrets in everything that is printed, saved or posted. It
// knows them by the name they stand under, by their form, and by being told.
//
// It never needs to know where a text goes. A secret added is hidden in every
// encoding it travels in; a word too short to be one is left, so that ordinary
// words stay readable.
package redact

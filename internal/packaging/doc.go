// Package packaging reads what Python says of installed software: requirements
// and their markers (PEP 508), versions and their order (PEP 440), and which
// packages of two environments differ.
//
// It is pure. A requirement that leaves the version open is unknown, never the
// same.
package packaging

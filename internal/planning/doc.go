// Package planning works out what putting a run's params into a project comes to:
// which files are edited and how, which params are left out, which metrics files are
// read, and what a run command would not do. It only reads.
//
// An edit that would publish a secret, and a param that somebody asked to ignore
// though a file holds it, are refused.
package planning

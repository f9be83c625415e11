// Package lineage collects what went into a training, of the original and of a
// reproduction: what the runs recorded, the trees and locks of their commits,
// the models' own files. It lays both sides next to each other for package cause.
//
// It refuses what is no full commit name, and a lock that tells of another
// training. It only reads.
//
// What nobody recorded is unknown, with no guess in its place.
package lineage

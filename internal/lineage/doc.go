// Package lineage reads what a run recorded of where it came from: the commit,
// the data, the seeds, the hardware.
//
// It refuses what is no full commit name: a tag is somebody's text.
//
// What nobody recorded stays empty, with no guess in its place.
package lineage

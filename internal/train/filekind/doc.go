// Package filekind says what a file of a project is to a training: a model, an
// input, a config, a params file. It goes by what the pipeline declares, by names,
// and by how a file begins.
//
// It says nothing of what a training did. Where names disagree, a declaration of
// the pipeline counts first.
package filekind

// Package rest is the one way to a tracking server's REST interface: it adds the
// credentials, keeps TLS and redirects to what MLflow's own variables say, repeats what
// may be repeated, and explains refusals.
//
// It refuses to send credentials to any host but the one that was configured. Bodies,
// retries and waits are bounded, and no error repeats a secret.
package rest

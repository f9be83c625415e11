package rest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// newTransport honours MLflow's own names for TLS. Certificates are checked
// unless MLFLOW_TRACKING_INSECURE_TLS says otherwise, for this server alone.
func newTransport(o Options) (*http.Transport, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 8 // the default of 2 opens a connection per request when runs are read side by side
	transport.MaxResponseHeaderBytes = 1 << 20
	settings := &tls.Config{MinVersion: tls.VersionTLS12}

	insecure := o.getenv("MLFLOW_TRACKING_INSECURE_TLS")
	authority := o.getenv("MLFLOW_TRACKING_SERVER_CERT_PATH")
	if insecure != "" && !isFalse(insecure) {
		if authority != "" {
			return nil, errors.New("MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH are both set; unset one of them")
		}
		o.notice("MLFLOW_TRACKING_INSECURE_TLS is set: the tracking server's certificate is not checked")
		settings.InsecureSkipVerify = true
	}
	if authority != "" {
		pem, err := readCertificate(authority)
		if err != nil {
			return nil, fmt.Errorf("MLFLOW_TRACKING_SERVER_CERT_PATH %s: %w", authority, doc.Reason(err))
		}
		settings.RootCAs = x509.NewCertPool()
		if !settings.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("MLFLOW_TRACKING_SERVER_CERT_PATH %s: no PEM certificate in it", authority)
		}
	}
	if client := o.getenv("MLFLOW_TRACKING_CLIENT_CERT_PATH"); client != "" {
		pem, err := readCertificate(client)
		var pair tls.Certificate
		if err == nil {
			pair, err = tls.X509KeyPair(pem, pem)
		}
		if err != nil {
			return nil, fmt.Errorf("MLFLOW_TRACKING_CLIENT_CERT_PATH %s: needs one PEM file with the certificate and its key: %w", client, doc.Reason(err))
		}
		settings.Certificates = []tls.Certificate{pair}
	}
	transport.TLSClientConfig = settings
	return transport, nil
}

// readCertificate refuses a pipe, which would be waited for.
func readCertificate(file string) ([]byte, error) {
	return doc.ReadFile(os.DirFS(filepath.Dir(file)), filepath.Base(file))
}

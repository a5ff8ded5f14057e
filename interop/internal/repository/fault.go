package repository

import (
	"net/http"

	"sealbus.io/interop/internal/reference"
)

// Fault is the answer to give instead of the true one, whatever the query.
type Fault struct {
	Host        string            `yaml:"host"`
	Path        string            `yaml:"path"`
	Status      int               `yaml:"status"`
	ContentType string            `yaml:"contentType"`
	Headers     map[string]string `yaml:"headers"`
	Body        string            `yaml:"body"`
	// Close drops the connection without an answer.
	Close bool `yaml:"close"`
}

// WithFaults puts faults in front of a registry.
func WithFaults(registry http.Handler, faults []Fault) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, fault := range faults {
			if fault.Host == reference.LogicalHost(r.Host) && fault.Path == r.URL.Path {
				fault.serve(w)
				return
			}
		}
		registry.ServeHTTP(w, r)
	})
}

func (f Fault) serve(w http.ResponseWriter) {
	if f.Close {
		panic(http.ErrAbortHandler)
	}
	// An explicit nil keeps net/http from guessing a type that the fault does not name.
	w.Header()["Content-Type"] = nil
	if f.ContentType != "" {
		w.Header().Set("Content-Type", f.ContentType)
	}
	for name, value := range f.Headers {
		w.Header().Set(name, value)
	}
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte(f.Body))
}

// Package registryflag holds what the commands that write to a registry have in common: how a reference is read and
// which credentials are used.
package registryflag

import (
	"context"
	"flag"
	"fmt"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Registry is how to reach one. Credentials are those of the Docker configuration (DOCKER_CONFIG).
type Registry struct {
	insecure bool
}

// Define adds the flags of a registry to the command line.
func Define(flags *flag.FlagSet) *Registry {
	r := &Registry{}
	flags.BoolVar(&r.insecure, "insecure", false, "speak plain HTTP also to hosts other than localhost and 127.0.0.1")
	return r
}

// Reference is the command line's only argument.
func (r *Registry) Reference(flags *flag.FlagSet) (name.Reference, error) {
	if flags.NArg() != 1 {
		return nil, fmt.Errorf("expected one reference, got %d arguments", flags.NArg())
	}
	var options []name.Option
	if r.insecure {
		options = append(options, name.Insecure)
	}
	return name.ParseReference(flags.Arg(0), options...)
}

// Options are those of every request.
func (r *Registry) Options(ctx context.Context) []remote.Option {
	return []remote.Option{remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain)}
}

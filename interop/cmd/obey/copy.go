package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"go.podman.io/image/v5/copy"
	"go.podman.io/image/v5/directory"
	"go.podman.io/image/v5/docker"
	"go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/types"
	"sealbus.io/interop/internal/reference"
)

func (o *order) copy(ctx context.Context) error {
	policy, err := signature.NewPolicyFromFile(o.policy)
	if err != nil {
		return err
	}
	policyContext, err := signature.NewPolicyContext(policy)
	if err != nil {
		return err
	}
	defer policyContext.Destroy()
	source, err := docker.ParseReference(o.source)
	if err != nil {
		return err
	}
	destination, err := directory.NewReference(o.destination)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "obey-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	sys, err := o.context(dir)
	if err != nil {
		return err
	}
	_, err = copy.Image(ctx, policyContext, destination, source, &copy.Options{SourceCtx: sys, DestinationCtx: sys})
	return err
}

// context is an isolated one with the order's own configuration in it.
func (o *order) context(dir string) (*types.SystemContext, error) {
	sys, err := reference.Isolate(dir)
	if err != nil {
		return nil, err
	}
	if o.registriesD != "" {
		// A folder that is not there would silently mean "no attachments".
		if _, err := os.ReadDir(o.registriesD); err != nil {
			return nil, err
		}
		sys.RegistriesDirPath = o.registriesD
	}
	if o.registriesConf != "" {
		sys.SystemRegistriesConfPath = o.registriesConf
	}
	insecure := append(hosts(nil), o.insecure...)
	for host := range o.at {
		insecure = append(insecure, host)
	}
	if err := markInsecure(sys.SystemRegistriesConfDirPath, insecure); err != nil {
		return nil, err
	}
	if len(o.at) > 0 {
		sys.DockerProxy = o.proxy
	}
	if o.platform != "" {
		err = reference.Choose(sys, o.platform)
	}
	return sys, err
}

// proxy leads the hosts of -at to their addresses and leaves all others alone.
func (o *order) proxy(request *url.URL) (*url.URL, error) {
	if _, ok := o.at[reference.LogicalHost(request.Host)]; ok {
		return o.at.Proxy(request)
	}
	return nil, nil
}

// markInsecure writes a drop-in file of registries.conf; containers/image knows no other way to say this for one host.
func markInsecure(dir string, hosts []string) error {
	var text strings.Builder
	for _, host := range hosts {
		fmt.Fprintf(&text, "[[registry]]\nlocation = %q\ninsecure = true\n", host)
	}
	return os.WriteFile(filepath.Join(dir, "insecure.conf"), []byte(text.String()), 0o600)
}

// exitCode tells a refusal from a failure. copy.Image marks what its policy check returned by this text alone, with no
// type of its own; it covers "no" as well as "could not find out", neither of which lets the image in.
func exitCode(err error) int {
	switch {
	case err == nil:
		return copied
	case strings.Contains(err.Error(), "Source image rejected: "):
		return refused
	default:
		return failed
	}
}

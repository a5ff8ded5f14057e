package reference

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Loopback says at which loopback address ("127.0.0.1:5000") each logical registry ("registry.example.com",
// "mirror.example.net:5000") answers in plain HTTP. The key "*" stands for every registry without an entry of its own.
type Loopback map[string]string

// Check refuses addresses that are not loopback addresses with a port: generated policies and hostile images must not
// be able to make a test talk to the world.
func (l Loopback) Check() error {
	for logical, address := range l {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return fmt.Errorf("registry %q: %w", logical, err)
		}
		if ip := net.ParseIP(host); port == "" || ip == nil || !ip.IsLoopback() {
			return fmt.Errorf("registry %q: %q is not a loopback address with a port", logical, address)
		}
	}
	return nil
}

// Proxy is a DockerProxy for a SystemContext. It makes the loopback address a forward proxy for the logical host.
//
// A registries.conf `location` would move the image as well, but containers/image then looks up
// `use-sigstore-attachments` and the mirrors under the moved name. Behind a proxy every name stays logical:
// policy scopes, identities, registries.d and mirrors. The registry sees the logical host in `Host` and, as RFC 9112
// section 3.2.2 demands of every server, must take a request target in absolute form.
//
// Names without an address fail here, before anything is resolved or dialled. HTTPS fails too, which is what sends
// containers/image on to plain HTTP when the registry is marked as insecure.
func (l Loopback) Proxy(request *url.URL) (*url.URL, error) {
	if request.Scheme != "http" {
		return nil, fmt.Errorf("%s is not served here", request.Scheme)
	}
	address, ok := l.address(request.Host)
	if !ok {
		return nil, fmt.Errorf("registry %q has no loopback address", request.Host)
	}
	return &url.URL{Scheme: "http", Host: address}, nil
}

func (l Loopback) address(host string) (string, bool) {
	if address, ok := l[LogicalHost(host)]; ok {
		return address, true
	}
	address, ok := l["*"]
	return address, ok
}

// LogicalHost undoes the one renaming that containers/image does by itself: docker.io is served by registry-1.docker.io.
func LogicalHost(host string) string {
	if strings.EqualFold(host, "registry-1.docker.io") {
		return "docker.io"
	}
	return host
}

// Set reads a command line's LOGICAL=ADDRESS (flag.Value).
func (l Loopback) Set(text string) error {
	logical, address, ok := strings.Cut(text, "=")
	if !ok || logical == "" {
		return fmt.Errorf("%q is not LOGICAL=ADDRESS", text)
	}
	l[logical] = address
	return l.Check()
}

// String is the other half of flag.Value.
func (l Loopback) String() string {
	return fmt.Sprint(map[string]string(l))
}

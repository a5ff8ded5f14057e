package reference

import (
	"net/url"
	"testing"
)

func TestTakesLoopbackAddressesOnly(t *testing.T) {
	for address, good := range map[string]bool{
		"127.0.0.1:5000": true, "127.1.2.3:1": true, "[::1]:5000": true,
		"127.0.0.1": false, "127.0.0.1:": false, "localhost:5000": false, "10.0.0.1:80": false, "": false, ":80": false,
	} {
		if err := (Loopback{"a": address}).Check(); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestLeadsNamesToTheirAddressInPlainHTTP(t *testing.T) {
	l := Loopback{"docker.io": "127.0.0.1:1", "a.example.com:5000": "127.0.0.1:2"}
	for request, want := range map[string]string{
		"http://registry-1.docker.io/v2/": "127.0.0.1:1",
		"http://a.example.com:5000/v2/":   "127.0.0.1:2",
		"http://a.example.com/v2/":        "",
		"https://a.example.com:5000/v2/":  "",
	} {
		parsed, err := url.Parse(request)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Proxy(parsed)
		if want == "" && err == nil || want != "" && (err != nil || got.Host != want) {
			t.Errorf("%s: %v, %v; want %q", request, got, err, want)
		}
	}
}

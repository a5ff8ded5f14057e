package repository

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	ocilayout "github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/tiny"
)

// written is a folder with one layout, <host>/team/app with the tag 1.0.
func written(t *testing.T, host string) (string, v1.Image) {
	t.Helper()
	root := t.TempDir()
	image, err := tiny.Image("seed", v1.Platform{OS: "linux", Architecture: "amd64"})
	fixture.Must(t, err)
	written, err := ocilayout.Write(filepath.Join(root, host, "team", "app"), empty.Index)
	fixture.Must(t, err)
	fixture.Must(t, written.AppendImage(image, ocilayout.WithAnnotations(map[string]string{tagAnnotation: "1.0"})))
	return root, image
}

// as lets a client that knows the address alone ask for what the host holds.
func as(host string, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = host
		handler.ServeHTTP(w, r)
	})
}

func get(t *testing.T, handler http.Handler, url string) *http.Response {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, url, nil))
	return recorder.Result()
}

func TestServesALayoutByTagAndByDigest(t *testing.T) {
	root, image := written(t, "registry.example.com")
	layouts, err := Open(root)
	fixture.Must(t, err)
	server := httptest.NewServer(as("registry.example.com", layouts))
	t.Cleanup(server.Close)
	digest, err := image.Digest()
	fixture.Must(t, err)

	for _, suffix := range []string{":1.0", "@" + digest.String()} {
		ref, err := name.ParseReference(server.Listener.Addr().String() + "/team/app" + suffix)
		fixture.Must(t, err)
		pulled, err := remote.Image(ref)
		fixture.Must(t, err)
		fixture.Must(t, validate.Image(pulled))
	}
}

func TestTellsRegistriesApartByHost(t *testing.T) {
	root, _ := written(t, "mirror.example.net_5000")
	layouts, err := Open(root)
	fixture.Must(t, err)

	for url, status := range map[string]int{
		"http://mirror.example.net:5000/v2/team/app/manifests/1.0": http.StatusOK,
		"http://mirror.example.net:5000/v2/team/app/manifests/2.0": http.StatusNotFound,
		"http://mirror.example.net/v2/team/app/manifests/1.0":      http.StatusNotFound,
		"http://mirror.example.net:5000/v2/team/app/blobs/../x":    http.StatusNotFound,
		"http://mirror.example.net:5000/v2/":                       http.StatusOK,
	} {
		if got := get(t, layouts, url); got.StatusCode != status {
			t.Errorf("%s: %d, want %d", url, got.StatusCode, status)
		}
	}
}

func TestGivesTheFaultInsteadOfTheAnswer(t *testing.T) {
	root, _ := written(t, "registry.example.com")
	layouts, err := Open(root)
	fixture.Must(t, err)
	path := "/v2/team/app/manifests/1.0"
	faulty := WithFaults(layouts, []Fault{{Host: "registry.example.com", Path: path, Status: 429, Headers: map[string]string{"Retry-After": "0"}, Body: "slow"}})

	// A recorder would not guess a type, as a server does.
	server := httptest.NewServer(as("registry.example.com", faulty))
	t.Cleanup(server.Close)

	got, err := http.Get(server.URL + path + "?ns=any")

	fixture.Must(t, err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	fixture.Must(t, err)
	if got.StatusCode != 429 || string(body) != "slow" || got.Header.Get("Retry-After") != "0" || got.Header.Get("Content-Type") != "" {
		t.Errorf("%d %q %v", got.StatusCode, body, got.Header)
	}
}

func TestDropsTheConnectionWithoutAnAnswer(t *testing.T) {
	root, _ := written(t, "registry.example.com")
	layouts, err := Open(root)
	fixture.Must(t, err)
	faulty := WithFaults(layouts, []Fault{{Host: "registry.example.com", Path: "/v2/", Status: http.StatusOK, Close: true}})
	server := httptest.NewServer(as("registry.example.com", faulty))
	t.Cleanup(server.Close)

	got, err := http.Get(server.URL + "/v2/")

	if err == nil {
		got.Body.Close()
		t.Errorf("status %d", got.StatusCode)
	}
}

package repository

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"sealbus.io/interop/internal/reference"
)

// Layouts serves a folder of <host>/<repository>/ image layouts; a folder host_5000 stands for host:5000.
type Layouts struct {
	root string
	// repositories is keyed by host/repository.
	repositories map[string]layout
}

// layout knows each manifest of a repository by its digest and by its tags.
type layout struct {
	dir       string
	manifests map[string]descriptor
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Annotations map[string]string `json:"annotations"`
}

const tagAnnotation = "org.opencontainers.image.ref.name"

// Open reads the index of every layout below root. Blobs are read when they are asked for.
func Open(root string) (*Layouts, error) {
	layouts := &Layouts{root: root, repositories: map[string]layout{}}
	return layouts, filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "index.json" {
			return err
		}
		return layouts.add(filepath.Dir(file))
	})
}

func (l *Layouts) add(dir string) error {
	relative, err := filepath.Rel(l.root, dir)
	if err != nil {
		return err
	}
	host, name, _ := strings.Cut(filepath.ToSlash(relative), "/")
	text, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		return err
	}
	var index struct {
		Manifests []descriptor `json:"manifests"`
	}
	if err := json.Unmarshal(text, &index); err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	manifests := map[string]descriptor{}
	for _, d := range index.Manifests {
		manifests[d.Digest] = d
		if tag := d.Annotations[tagAnnotation]; tag != "" {
			manifests[tag] = d
		}
	}
	l.repositories[path.Join(strings.ReplaceAll(host, "_", ":"), name)] = layout{dir, manifests}
	return nil
}

// ServeHTTP answers the pull part of the distribution specification.
func (l *Layouts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		refuse(w, http.StatusMethodNotAllowed, "UNSUPPORTED")
		return
	}
	route := strings.TrimPrefix(r.URL.Path, "/v2/")
	if route == "" {
		return
	}
	rest, last := path.Split(route)
	name, kind := path.Split(strings.TrimSuffix(rest, "/"))
	found, ok := l.repositories[path.Join(reference.LogicalHost(r.Host), name)]
	switch {
	case !ok:
		refuse(w, http.StatusNotFound, "NAME_UNKNOWN")
	case kind == "manifests":
		if d, ok := found.manifests[last]; ok {
			found.serve(w, d.Digest, d.MediaType, "MANIFEST_UNKNOWN")
		} else {
			refuse(w, http.StatusNotFound, "MANIFEST_UNKNOWN")
		}
	case kind == "blobs":
		found.serve(w, last, "application/octet-stream", "BLOB_UNKNOWN")
	default:
		refuse(w, http.StatusNotFound, "UNSUPPORTED")
	}
}

func (l layout) serve(w http.ResponseWriter, digest, mediaType, missing string) {
	algorithm, hex, _ := strings.Cut(digest, ":")
	relative := filepath.Join("blobs", algorithm, hex)
	content, err := fs.ReadFile(os.DirFS(l.dir), relative)
	if err != nil {
		refuse(w, http.StatusNotFound, missing)
		return
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Docker-Content-Digest", digest)
	// A failed write is the client's: it went away.
	_, _ = w.Write(content)
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"errors":[{"code":%q,"message":%q}]}`, code, strings.ToLower(strings.ReplaceAll(code, "_", " ")))
}

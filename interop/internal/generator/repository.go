package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sealbus.io/interop/internal/vector"
)

const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	indexType    = "application/vnd.oci.image.index.v1+json"
	dockerType   = "application/vnd.docker.distribution.manifest.v2+json"
)

// Repository is an OCI image layout in the making.
type Repository struct {
	// name is host and path.
	name  string
	blobs map[string][]byte
	list  []listed
	// evaluated is the digest of the manifest that policies are about.
	evaluated string
	// change is applied to the manifest of the signatures.
	change func([]byte) []byte
}

type listed struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

func newRepository(name string) *Repository {
	return &Repository{name: name, blobs: map[string][]byte{}, list: []listed{}}
}

func (r *Repository) add(content []byte) string {
	hash := sha256.Sum256(content)
	digest := "sha256:" + hex.EncodeToString(hash[:])
	r.blobs[digest] = content
	return digest
}

func (r *Repository) addManifest(mediaType string, content []byte, tag string) string {
	digest := r.add(content)
	var annotations map[string]string
	if tag != "" {
		annotations = map[string]string{"org.opencontainers.image.ref.name": tag}
	}
	r.list = append(r.list, listed{mediaType, digest, len(content), annotations})
	return digest
}

func (r *Repository) descriptor(mediaType string, content []byte) map[string]any {
	return map[string]any{"mediaType": mediaType, "digest": r.add(content), "size": len(content)}
}

func (r *Repository) addImage(seed, tag string, docker bool) string {
	mediaType, configType := manifestType, "application/vnd.oci.image.config.v1+json"
	if docker {
		mediaType, configType = dockerType, "application/vnd.docker.container.image.v1+json"
	}
	config := fmt.Appendf(nil, `{"architecture":"amd64","os":"linux","author":"%s","config":{},"rootfs":{"type":"layers","diff_ids":[]}}`, seed)
	r.evaluated = r.addManifest(mediaType, marshal(map[string]any{
		"schemaVersion": 2, "mediaType": mediaType, "config": r.descriptor(configType, config), "layers": []any{},
	}), tag)
	return r.evaluated
}

// addIndex takes the tag over from the image.
func (r *Repository) addIndex(image, tag string) string {
	child := &r.list[len(r.list)-1]
	child.Annotations = nil
	return r.addManifest(indexType, marshal(map[string]any{
		"schemaVersion": 2, "mediaType": indexType, "manifests": []any{map[string]any{
			"mediaType": child.MediaType, "digest": image, "size": child.Size, "platform": map[string]string{"os": "linux", "architecture": "amd64"},
		}},
	}), tag)
}

// addSignatures gives what is known of each signature, as the manifest has it in the end.
func (r *Repository) addSignatures(layers []layer) vector.Hints {
	var descriptors []any
	for _, l := range layers {
		descriptor := r.descriptor(l.mediaType, l.payload)
		descriptor["annotations"] = l.annotations
		descriptors = append(descriptors, descriptor)
	}
	text := changed(marshal(map[string]any{
		"schemaVersion": 2, "mediaType": manifestType, "config": r.descriptor("application/vnd.oci.image.config.v1+json", []byte("{}")), "layers": descriptors,
	}), r.change)
	r.addManifest(manifestType, text, strings.Replace(r.evaluated, ":", "-", 1)+".sig")
	var manifest struct {
		Layers []struct {
			MediaType   string            `json:"mediaType"`
			Annotations map[string]string `json:"annotations"`
		} `json:"layers"`
	}
	// What is no manifest has no signatures either.
	_ = json.Unmarshal(text, &manifest)
	var hints vector.Hints
	for _, l := range manifest.Layers {
		if l.MediaType == simpleSigning {
			bundle, present := l.Annotations[bundleAnnotation]
			_, certificate := l.Annotations[certificateAnnotation]
			hints = append(hints, vector.Hint{PromiseUnreadable: present && !readable(bundle), HasCertificate: certificate})
		}
	}
	return hints
}

// Write writes the layout to its place below root.
func (r *Repository) Write(root string) error {
	host, path, _ := strings.Cut(r.name, "/")
	dir := filepath.Join(root, strings.ReplaceAll(host, ":", "_"), path)
	blobs := filepath.Join(dir, "blobs", "sha256")
	if err := os.MkdirAll(blobs, 0o755); err != nil {
		return err
	}
	index, err := json.Marshal(map[string]any{"schemaVersion": 2, "manifests": r.list})
	if err != nil {
		return err
	}
	files := map[string][]byte{
		filepath.Join(dir, "oci-layout"): []byte(`{"imageLayoutVersion":"1.0.0"}`),
		filepath.Join(dir, "index.json"): index,
	}
	for digest, content := range r.blobs {
		files[filepath.Join(blobs, strings.TrimPrefix(digest, "sha256:"))] = content
	}
	for file, content := range files {
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

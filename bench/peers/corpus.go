package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
)

// kind is one kind of evidence, as bench/run writes it.
type kind struct {
	Name string `json:"name"`
	// Side is "NODE" or "ADMISSION".
	Side string `json:"side"`
	// Policy is one YAML document; of a node, the policy.json that was rendered from it.
	Policy      string  `json:"policy"`
	TrustedRoot string  `json:"trustedRoot"`
	Issuer      string  `json:"issuer"`
	Subject     string  `json:"subject"`
	Images      []image `json:"images"`
}

type image struct {
	Reference string `json:"reference"`
	// Objects is what a registry has of it, by the path below the repository.
	Objects map[string]object `json:"objects"`
}

type object struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Data      []byte `json:"data"`
}

func readKind(folder, name string) (*kind, error) {
	text, err := os.ReadFile(filepath.Join(folder, name+".json"))
	if err != nil {
		return nil, err
	}
	k := &kind{}
	return k, json.Unmarshal(text, k)
}

// repository is the name without registry and digest, which all images of a kind share.
func (k *kind) repository() string {
	name, _, _ := strings.Cut(k.Images[0].Reference, "@")
	_, path, _ := strings.Cut(name, "/")
	return path
}

// digest of the image's manifest.
func (i *image) digest() string {
	_, digest, _ := strings.Cut(i.Reference, "@")
	return digest
}

// only is the layer of the image's one attachment under the tag with this suffix.
func (i *image) only(suffix string) (layer, []byte) {
	var manifest struct {
		Layers []layer `json:"layers"`
	}
	tag := strings.Replace(i.digest(), ":", "-", 1) + suffix
	if err := json.Unmarshal(i.Objects["manifests/"+tag].Data, &manifest); err != nil {
		panic(err)
	}
	return manifest.Layers[0], i.Objects["blobs/"+manifest.Layers[0].Digest].Data
}

type layer struct {
	Digest      string            `json:"digest"`
	Annotations map[string]string `json:"annotations"`
}

// objects are those of all images, by their paths below /v2/.
func (k *kind) objects() map[string]object {
	all := map[string]object{}
	for _, i := range k.Images {
		for path, o := range i.Objects {
			all["/v2/"+k.repository()+"/"+path] = o
		}
	}
	return all
}

// find answers a request as a registry does; nothing is there twice, so that a path is all that matters.
func find(objects map[string]object, path string) (status int, found object) {
	if path == "/v2/" {
		return http.StatusOK, object{MediaType: "application/json", Data: []byte("{}")}
	}
	if o, ok := objects[path]; ok {
		return http.StatusOK, o
	}
	if strings.Contains(path, "/referrers/") {
		none := `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}`
		return http.StatusOK, object{MediaType: "application/vnd.oci.image.index.v1+json", Data: []byte(none)}
	}
	return http.StatusNotFound, object{
		MediaType: "application/json",
		Data:      []byte(`{"errors":[{"code":"MANIFEST_UNKNOWN","message":"not there"}]}`),
	}
}

// version of a module that this program was built with.
func version(path string) string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == path {
			return module.Version
		}
	}
	return "unknown"
}

package simplesigning

import "encoding/json"

// payload is the simple signing document with its members in the order in which cosign writes them.
// https://github.com/containers/image/blob/main/docs/containers-signature.5.md
type payload struct {
	Critical critical       `json:"critical"`
	Optional map[string]any `json:"optional"`
}

type critical struct {
	Identity struct {
		DockerReference string `json:"docker-reference"`
	} `json:"identity"`
	Image struct {
		DockerManifestDigest string `json:"docker-manifest-digest"`
	} `json:"image"`
	Type string `json:"type"`
}

func marshalPayload(identity, digest string) ([]byte, error) {
	var p payload
	p.Critical.Identity.DockerReference = identity
	p.Critical.Image.DockerManifestDigest = digest
	p.Critical.Type = "cosign container image signature"
	return json.Marshal(p)
}

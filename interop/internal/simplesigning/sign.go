package simplesigning

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

const (
	payloadType         = types.MediaType("application/vnd.dev.cosign.simplesigning.v1+json")
	signatureAnnotation = "dev.cosignproject.cosign/signature"
)

// Sign adds a signature of the manifest that ref names to the .sig tag beside it, and returns the digest signed.
// The payload names identity; an empty one stands for the bare repository, which is cosign's own choice.
func Sign(ref name.Reference, key crypto.Signer, identity string, options ...remote.Option) (v1.Hash, error) {
	target, err := remote.Get(ref, options...)
	if err != nil {
		return v1.Hash{}, err
	}
	if identity == "" {
		identity = ref.Context().Name()
	}
	return target.Digest, attach(ref.Context(), target.Digest, key, identity, options)
}

// SignRecursively signs an index and then each manifest that it lists, as `cosign sign --recursive` does. Nodes judge
// the manifest of their platform and never the index, so an index signed alone is refused by all of them.
func SignRecursively(ref name.Reference, key crypto.Signer, identity string, options ...remote.Option) ([]v1.Hash, error) {
	index, err := remote.Index(ref, options...)
	if err != nil {
		return nil, err
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return nil, err
	}
	top, err := Sign(ref, key, identity, options...)
	if err != nil {
		return nil, err
	}
	signed := []v1.Hash{top}
	for _, child := range manifest.Manifests {
		digest, err := Sign(ref.Context().Digest(child.Digest.String()), key, identity, options...)
		if err != nil {
			return signed, err
		}
		signed = append(signed, digest)
	}
	return signed, nil
}

func attach(repository name.Repository, digest v1.Hash, key crypto.Signer, identity string, options []remote.Option) error {
	content, err := marshalPayload(identity, digest.String())
	if err != nil {
		return err
	}
	hash := sha256.Sum256(content)
	signature, err := key.Sign(rand.Reader, hash[:], crypto.SHA256)
	if err != nil {
		return err
	}
	tag := repository.Tag(fmt.Sprintf("%s-%s.sig", digest.Algorithm, digest.Hex))
	present, err := signatures(tag, options)
	if err != nil {
		return err
	}
	signed, err := mutate.Append(present, mutate.Addendum{
		Layer:       static.NewLayer(content, payloadType),
		Annotations: map[string]string{signatureAnnotation: base64.StdEncoding.EncodeToString(signature)},
	})
	if err != nil {
		return err
	}
	return remote.Write(tag, signed, options...)
}

// signatures is the image of the signatures made before, so that a further one joins them.
func signatures(tag name.Tag, options []remote.Option) (v1.Image, error) {
	present, err := remote.Image(tag, options...)
	var refused *transport.Error
	switch {
	case err == nil:
		return present, nil
	case errors.As(err, &refused) && refused.StatusCode == http.StatusNotFound:
		fresh := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
		return mutate.ConfigMediaType(fresh, types.OCIConfigJSON), nil
	default:
		return nil, err
	}
}

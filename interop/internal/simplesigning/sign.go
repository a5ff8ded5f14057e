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
	payloadType           = types.MediaType("application/vnd.dev.cosign.simplesigning.v1+json")
	signatureAnnotation   = "dev.cosignproject.cosign/signature"
	bundleAnnotation      = "dev.sigstore.cosign/bundle"
	certificateAnnotation = "dev.sigstore.cosign/certificate"
	chainAnnotation       = "dev.sigstore.cosign/chain"
)

// Signer makes signatures.
type Signer struct {
	Key crypto.Signer
	// Identity is what the payload names; empty for the bare repository, which is cosign's own choice.
	Identity string
	// Log promises to have seen each signature, if there is one.
	Log crypto.Signer
	// Authority issues a certificate for the key, if there is one, for Subject.
	Authority *Authority
	Subject   Subject
}

// Sign adds a signature of the manifest that ref names to the .sig tag beside it, and returns the digest signed.
func (s Signer) Sign(ref name.Reference, options ...remote.Option) (v1.Hash, error) {
	target, err := remote.Get(ref, options...)
	if err != nil {
		return v1.Hash{}, err
	}
	return target.Digest, s.attach(ref.Context(), target.Digest, options)
}

// SignRecursively signs an index and then each manifest that it lists, as `cosign sign --recursive` does. Nodes judge
// the manifest of their platform and never the index, so an index signed alone is refused by all of them.
func (s Signer) SignRecursively(ref name.Reference, options ...remote.Option) ([]v1.Hash, error) {
	index, err := remote.Index(ref, options...)
	if err != nil {
		return nil, err
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return nil, err
	}
	top, err := s.Sign(ref, options...)
	if err != nil {
		return nil, err
	}
	signed := []v1.Hash{top}
	for _, child := range manifest.Manifests {
		digest, err := s.Sign(ref.Context().Digest(child.Digest.String()), options...)
		if err != nil {
			return signed, err
		}
		signed = append(signed, digest)
	}
	return signed, nil
}

func (s Signer) attach(repository name.Repository, digest v1.Hash, options []remote.Option) error {
	identity := s.Identity
	if identity == "" {
		identity = repository.Name()
	}
	content, err := marshalPayload(identity, digest.String())
	if err != nil {
		return err
	}
	annotations, err := s.annotations(content)
	if err != nil {
		return err
	}
	tag := repository.Tag(fmt.Sprintf("%s-%s.sig", digest.Algorithm, digest.Hex))
	present, err := signatures(tag, options)
	if err != nil {
		return err
	}
	signed, err := mutate.Append(present, mutate.Addendum{Layer: static.NewLayer(content, payloadType), Annotations: annotations})
	if err != nil {
		return err
	}
	return remote.Write(tag, signed, options...)
}

func (s Signer) annotations(content []byte) (map[string]string, error) {
	hash := sha256.Sum256(content)
	signature, err := s.Key.Sign(rand.Reader, hash[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	made := map[string]string{signatureAnnotation: base64.StdEncoding.EncodeToString(signature)}
	keyOrCertificate, err := PublicKey(s.Key)
	if err != nil {
		return nil, err
	}
	if s.Authority != nil {
		if keyOrCertificate, err = s.Authority.Issue(s.Key.Public(), s.Subject); err != nil {
			return nil, err
		}
		made[certificateAnnotation], made[chainAnnotation] = string(keyOrCertificate), string(s.Authority.chain())
	}
	if s.Log != nil {
		bundle, err := promise(s.Log, content, signature, keyOrCertificate)
		if err != nil {
			return nil, err
		}
		made[bundleAnnotation] = string(bundle)
	}
	return made, nil
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

package main

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/sigstore/sigstore-go/pkg/bundle"
	"github.com/sigstore/sigstore-go/pkg/root"
	"github.com/sigstore/sigstore-go/pkg/verify"
)

// sigstoreGo verifies bundles that are at hand, parsed anew each time as they come as bytes, with a verifier that was
// prepared once.
func sigstoreGo() peer {
	return peer{
		subject: "sigstore-go " + version("github.com/sigstore/sigstore-go"),
		knows:   func(k *kind) bool { return strings.Contains(k.Policy, "signatureFormat: bundle") },
		prepare: prepareSigstoreGo,
	}
}

func prepareSigstoreGo(k *kind) (func(int) error, error) {
	trusted, err := root.NewTrustedRootFromJSON([]byte(k.TrustedRoot))
	if err != nil {
		return nil, err
	}
	time := verify.WithIntegratedTimestamps(1)
	if strings.Contains(k.TrustedRoot, "PKIX_ED25519") {
		// Logs of this generation give no time of their own.
		time = verify.WithSignedTimestamps(1)
	}
	verifier, err := verify.NewVerifier(trusted, verify.WithSignedCertificateTimestamps(1), verify.WithTransparencyLog(1), time)
	if err != nil {
		return nil, err
	}
	identity, err := verify.NewShortCertificateIdentity(k.Issuer, "", k.Subject, "")
	if err != nil {
		return nil, err
	}
	var texts [][]byte
	var policies []verify.PolicyBuilder
	for i := range k.Images {
		text, err := k.Images[i].bundle()
		if err != nil {
			return nil, err
		}
		digest, err := hex.DecodeString(strings.TrimPrefix(k.Images[i].digest(), "sha256:"))
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
		policies = append(policies,
			verify.NewPolicy(verify.WithArtifactDigest("sha256", digest), verify.WithCertificateIdentity(identity)))
	}
	return func(i int) error {
		var parsed bundle.Bundle
		if err := parsed.UnmarshalJSON(texts[i]); err != nil {
			return err
		}
		_, err := verifier.Verify(&parsed, policies[i])
		return err
	}, nil
}

// bundle is the one blob that is a bundle.
func (i *image) bundle() ([]byte, error) {
	for path, o := range i.Objects {
		if strings.HasPrefix(path, "blobs/") && strings.Contains(string(o.Data), "verificationMaterial") {
			return o.Data, nil
		}
	}
	return nil, fmt.Errorf("%s has no bundle", i.Reference)
}

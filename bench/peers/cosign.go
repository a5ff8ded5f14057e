package main

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/sigstore/cosign/v3/pkg/cosign"
	"github.com/sigstore/cosign/v3/pkg/cosign/bundle"
	"github.com/sigstore/cosign/v3/pkg/oci"
	"github.com/sigstore/cosign/v3/pkg/oci/static"
	"github.com/sigstore/cosign/v3/pkg/policy"
	"github.com/sigstore/sigstore-go/pkg/root"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
	"sigs.k8s.io/yaml"
)

// cosignLibrary verifies evidence that is at hand with options that were prepared once: no registry at all.
func cosignLibrary() peer {
	return peer{
		subject: "cosign library " + version("github.com/sigstore/cosign/v3"),
		knows: func(k *kind) bool {
			return k.Side == "ADMISSION" && !strings.Contains(k.Policy, "type: cel") &&
				!strings.Contains(k.Policy, "signatureFormat: bundle")
		},
		prepare: prepareCosign,
	}
}

// authority is what the corpus's policies say, as far as options come from it.
type authority struct {
	Key *struct {
		Data string `json:"data"`
	} `json:"key"`
	Keyless *struct {
		InsecureIgnoreSCT bool `json:"insecureIgnoreSCT"`
	} `json:"keyless"`
	CTLog        *struct{} `json:"ctlog"`
	Timestamp    *struct{} `json:"rfc3161timestamp"`
	Attestations []struct {
		PredicateType string `json:"predicateType"`
		Policy        *struct {
			Type string `json:"type"`
			Data string `json:"data"`
		} `json:"policy"`
	} `json:"attestations"`
}

func (k *kind) authority() (authority, error) {
	var document struct {
		Spec struct {
			Authorities []authority `json:"authorities"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal([]byte(k.Policy), &document); err != nil {
		return authority{}, err
	}
	return document.Spec.Authorities[0], nil
}

func prepareCosign(k *kind) (func(int) error, error) {
	a, err := k.authority()
	if err != nil {
		return nil, err
	}
	options, err := checkOptions(k, a)
	if err != nil {
		return nil, err
	}
	if len(a.Attestations) > 0 {
		options.ClaimVerifier = cosign.IntotoSubjectClaimVerifier
		return attestations(k, a, options)
	}
	options.ClaimVerifier = cosign.SimpleClaimVerifier
	return signatures(k, options)
}

func checkOptions(k *kind, a authority) (*cosign.CheckOpts, error) {
	options := &cosign.CheckOpts{Offline: true, IgnoreTlog: a.CTLog == nil, UseSignedTimestamps: a.Timestamp != nil}
	if a.Key != nil {
		key, err := cryptoutils.UnmarshalPEMToPublicKey([]byte(a.Key.Data))
		if err != nil {
			return nil, err
		}
		options.SigVerifier, err = signature.LoadVerifier(key, crypto.SHA256)
		return options, err
	}
	trusted, err := root.NewTrustedRootFromJSON([]byte(k.TrustedRoot))
	options.TrustedMaterial = trusted
	options.IgnoreSCT = a.Keyless.InsecureIgnoreSCT
	options.Identities = []cosign.Identity{{Issuer: k.Issuer, Subject: k.Subject}}
	return options, err
}

func signatures(k *kind, options *cosign.CheckOpts) (func(int) error, error) {
	var all []oci.Signature
	var digests []v1.Hash
	for i := range k.Images {
		attached, payload := k.Images[i].only(".sig")
		one, err := signatureOf(attached.Annotations, payload)
		if err != nil {
			return nil, err
		}
		digest, err := v1.NewHash(k.Images[i].digest())
		if err != nil {
			return nil, err
		}
		all, digests = append(all, one), append(digests, digest)
	}
	ctx := context.Background()
	return func(i int) error {
		logged, err := cosign.VerifyImageSignature(ctx, all[i], digests[i], options)
		if err == nil && !options.IgnoreTlog && !logged {
			err = errors.New("no entry of a log was verified")
		}
		return err
	}, nil
}

func signatureOf(annotations map[string]string, payload []byte) (oci.Signature, error) {
	var options []static.Option
	if certificate := annotations["dev.sigstore.cosign/certificate"]; certificate != "" {
		chain := annotations["dev.sigstore.cosign/chain"]
		options = append(options, static.WithCertChain([]byte(certificate), []byte(chain)))
	}
	if text := annotations["dev.sigstore.cosign/bundle"]; text != "" {
		entry := &bundle.RekorBundle{}
		if err := json.Unmarshal([]byte(text), entry); err != nil {
			return nil, err
		}
		options = append(options, static.WithBundle(entry))
	}
	if text := annotations["dev.sigstore.cosign/rfc3161timestamp"]; text != "" {
		timestamp := &bundle.RFC3161Timestamp{}
		if err := json.Unmarshal([]byte(text), timestamp); err != nil {
			return nil, err
		}
		options = append(options, static.WithRFC3161Timestamp(timestamp))
	}
	return static.NewSignature(payload, annotations["dev.cosignproject.cosign/signature"], options...)
}

// attached is one attestation as the images of cosign's attestations are.
type attached struct {
	v1.Image
	layers []oci.Signature
}

func (a attached) Get() ([]oci.Signature, error) { return a.layers, nil }

func attestations(k *kind, a authority, options *cosign.CheckOpts) (func(int) error, error) {
	wanted := a.Attestations[0]
	var all []oci.Signatures
	var digests []v1.Hash
	for i := range k.Images {
		_, envelope := k.Images[i].only(".att")
		one, err := static.NewAttestation(bytes.Clone(envelope))
		if err != nil {
			return nil, err
		}
		digest, err := v1.NewHash(k.Images[i].digest())
		if err != nil {
			return nil, err
		}
		all = append(all, attached{empty.Image, []oci.Signature{one}})
		digests = append(digests, digest)
	}
	ctx := context.Background()
	return func(i int) error {
		verified, _, err := cosign.VerifyImageAttestation(ctx, all[i], digests[i], options)
		if err != nil {
			return err
		}
		statement, _, err := policy.AttestationToPayloadJSON(ctx, wanted.PredicateType, verified[0])
		if err != nil {
			return err
		}
		if len(statement) == 0 {
			return fmt.Errorf("no attestation of type %s", wanted.PredicateType)
		}
		warning, err := policy.EvaluatePolicyAgainstJSON(ctx, "bench", wanted.Policy.Type, wanted.Policy.Data, statement)
		return errors.Join(warning, err)
	}, nil
}

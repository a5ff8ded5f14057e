package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/sigstore/policy-controller/pkg/apis/config"
	"github.com/sigstore/policy-controller/pkg/apis/policy/v1alpha1"
	"github.com/sigstore/policy-controller/pkg/webhook"
	"github.com/sigstore/policy-controller/pkg/webhook/clusterimagepolicy"
	"go.uber.org/zap"
	"knative.dev/pkg/logging"
	"sigs.k8s.io/yaml"
)

// policyController evaluates one policy as its webhook does, with the registry in memory; it asks for manifests and
// layers each time, for its interface takes no evidence.
func policyController() peer {
	return peer{
		subject: "policy-controller " + version("github.com/sigstore/policy-controller"),
		knows: func(k *kind) bool {
			return k.Side == "ADMISSION" && !strings.Contains(k.Policy, "type: cel")
		},
		prepare: prepareController,
	}
}

func prepareController(k *kind) (func(int) error, error) {
	ctx := logging.WithLogger(context.Background(), zap.NewNop().Sugar())
	policy, err := webhookPolicy(ctx, k.Policy)
	if err != nil {
		return nil, err
	}
	keys := &config.SigstoreKeysMap{}
	if k.TrustedRoot != "" {
		if keys, err = config.NewSigstoreKeysFromMap(map[string]string{"bench": k.TrustedRoot}); err != nil {
			return nil, err
		}
		if !strings.Contains(k.Policy, "signatureFormat: bundle") {
			nameLogsByText(keys.SigstoreKeys["bench"])
		}
	}
	ctx = config.ToContext(ctx, &config.Config{SigstoreKeysConfig: keys})
	registry := memory(k.objects()).client()
	var references []name.Reference
	for i := range k.Images {
		reference, err := name.NewDigest(k.Images[i].Reference)
		if err != nil {
			return nil, err
		}
		references = append(references, reference)
	}
	return func(i int) error {
		result, errs := webhook.ValidatePolicy(ctx, "default", references[i], *policy, authn.DefaultKeychain, registry)
		if result == nil {
			return errors.Join(append(errs, errors.New("refused"))...)
		}
		return nil
	}, nil
}

// nameLogsByText gives logs the ids that the controller gives those of a TrustRoot's sigstoreKeys: the hexadecimal text,
// which is what it looks for everywhere but in bundles.
func nameLogsByText(keys *config.SigstoreKeys) {
	for _, log := range append(slices.Clone(keys.Tlogs), keys.Ctlogs...) {
		log.LogId.KeyId = []byte(hex.EncodeToString(log.LogId.KeyId))
	}
}

// webhookPolicy is the policy as the controller keeps it for its webhook, read back so that its keys are parsed.
func webhookPolicy(ctx context.Context, text string) (*clusterimagepolicy.ClusterImagePolicy, error) {
	written := &v1alpha1.ClusterImagePolicy{}
	if err := yaml.Unmarshal([]byte(text), written); err != nil {
		return nil, err
	}
	written.SetDefaults(ctx)
	kept, err := json.Marshal(clusterimagepolicy.ConvertClusterImagePolicyV1alpha1ToWebhook(written))
	if err != nil {
		return nil, err
	}
	policy := &clusterimagepolicy.ClusterImagePolicy{}
	return policy, json.Unmarshal(kept, policy)
}

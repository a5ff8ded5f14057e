package main

import (
	"bufio"
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/sigstore/cosign/v3/pkg/cosign"
	ociremote "github.com/sigstore/cosign/v3/pkg/oci/remote"
	"github.com/sigstore/policy-controller/pkg/apis/config"
	"github.com/sigstore/policy-controller/pkg/webhook"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
	"go.podman.io/image/v5/docker"
	imagetypes "go.podman.io/image/v5/image"
	containers "go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/types"
	"go.uber.org/zap"
	"knative.dev/pkg/logging"
)

// atOnce is how many images a peer asks about at one time.
const atOnce = 16

// A puller looks an image up at its registry and verifies its signature by one key.
type puller struct {
	subject string
	// judge makes what one of the sixteen asks with; an error is an image that is not let in.
	judge func() (func(img pulled) error, error)
}

// pulled is an image of the registry.
type pulled struct {
	reference, digest string
}

func (p pulled) byDigest() string {
	return p.reference[:strings.LastIndex(p.reference, ":")] + "@" + p.digest
}

// pull serves lines on standard input like main:
//
//	?                          the subjects, separated by "|"
//	SUBJECT "|" FROM "|" COUNT pulls these images of the list: "NANOSECONDS CPU-NANOSECONDS"
//
// Arguments: the registry's HOST:PORT, a file with the key, one with a line "REFERENCE DIGEST" for each image, and a folder
// for what the peers have to have in files.
func pull(arguments []string) error {
	registry, keyFile, list, folder := arguments[0], arguments[1], arguments[2], arguments[3]
	pullers, err := allPullers(registry, keyFile, folder)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	var images []pulled
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		reference, digest, _ := strings.Cut(line, " ")
		images = append(images, pulled{reference, digest})
	}
	runtime.GOMAXPROCS(runtime.NumCPU())
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		answer, err := pullAnswer(pullers, images, strings.Split(lines.Text(), "|"))
		if err != nil {
			answer = "!" + strings.ReplaceAll(err.Error(), "\n", " ")
		}
		fmt.Println(answer)
	}
	return nil
}

func pullAnswer(pullers []puller, images []pulled, words []string) (string, error) {
	if words[0] == "?" {
		var subjects []string
		for _, p := range pullers {
			subjects = append(subjects, p.subject)
		}
		return strings.Join(subjects, "|"), nil
	}
	from, _ := strconv.Atoi(words[1])
	count, err := strconv.Atoi(words[2])
	if err != nil {
		return "", err
	}
	for _, p := range pullers {
		if p.subject == words[0] {
			return p.measure(images[from : from+count])
		}
	}
	return "", errors.New("no peer " + words[0])
}

func (p puller) measure(images []pulled) (string, error) {
	runtime.GC()
	begun, cpu := time.Now(), spent()
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var group sync.WaitGroup
	for range atOnce {
		judge, err := p.judge()
		if err != nil {
			return "", err
		}
		group.Add(1)
		go func() {
			defer group.Done()
			for i := next.Add(1) - 1; int(i) < len(images) && failed.Load() == nil; i = next.Add(1) - 1 {
				if err := judge(images[i]); err != nil {
					err = fmt.Errorf("%s: %s: %w", p.subject, images[i].reference, err)
					failed.Store(&err)
				}
			}
		}()
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return "", *err
	}
	return fmt.Sprintf("%d %d", time.Since(begun).Nanoseconds(), (spent() - cpu).Nanoseconds()), nil
}

func allPullers(registry, keyFile, folder string) ([]puller, error) {
	pem, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, err
	}
	controller, err := pullController(string(pem))
	if err != nil {
		return nil, err
	}
	images, err := pullContainers(registry, keyFile, folder)
	if err != nil {
		return nil, err
	}
	library, err := pullCosign(pem)
	return []puller{controller, images, library}, err
}

// anonymous asks a registry without a look for credentials, over connections that all sixteen share.
func anonymous() ociremote.Option {
	transport := remote.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = atOnce
	return ociremote.WithRemoteOptions(remote.WithTransport(transport), remote.WithAuth(authn.Anonymous))
}

func pullController(pem string) (puller, error) {
	ctx := logging.WithLogger(context.Background(), zap.NewNop().Sugar())
	indented := strings.ReplaceAll(strings.TrimSpace(pem), "\n", "\n        ")
	policy, err := webhookPolicy(ctx, `
apiVersion: policy.sigstore.dev/v1alpha1
kind: ClusterImagePolicy
metadata:
  name: key
spec:
  images:
  - glob: "**"
  authorities:
  - key:
      data: |
        `+indented+"\n")
	if err != nil {
		return puller{}, err
	}
	ctx = config.ToContext(ctx, &config.Config{SigstoreKeysConfig: &config.SigstoreKeysMap{}})
	registry := anonymous()
	judge := func(img pulled) error {
		reference, err := name.NewDigest(img.byDigest())
		if err != nil {
			return err
		}
		result, errs := webhook.ValidatePolicy(ctx, "default", reference, *policy, authn.DefaultKeychain, registry)
		if result == nil {
			return errors.Join(append(errs, errors.New("refused"))...)
		}
		return nil
	}
	return puller{
		subject: "policy-controller " + version("github.com/sigstore/policy-controller"),
		judge:   func() (func(pulled) error, error) { return judge, nil },
	}, nil
}

func pullContainers(registry, keyFile, folder string) (puller, error) {
	system, err := systemContext(folder, registry)
	if err != nil {
		return puller{}, err
	}
	system.DockerInsecureSkipTLSVerify = types.OptionalBoolTrue
	absolute, err := filepath.Abs(keyFile)
	if err != nil {
		return puller{}, err
	}
	policy, err := containers.NewPolicyFromBytes([]byte(fmt.Sprintf(
		`{"default":[{"type":"reject"}],"transports":{"docker":{%q:[{"type":"sigstoreSigned","keyPath":%q,`+
			`"signedIdentity":{"type":"matchRepoDigestOrExact"}}]}}}`, registry, absolute)))
	if err != nil {
		return puller{}, err
	}
	ctx := context.Background()
	return puller{
		subject: "containers/image " + version("go.podman.io/image/v5"),
		judge: func() (func(pulled) error, error) {
			// One is not for several at a time.
			evaluation, err := containers.NewPolicyContext(policy)
			return func(img pulled) error {
				reference, err := docker.ParseReference("//" + img.reference)
				if err != nil {
					return err
				}
				source, err := reference.NewImageSource(ctx, system)
				if err != nil {
					return err
				}
				defer source.Close()
				allowed, err := evaluation.IsRunningImageAllowed(ctx, imagetypes.UnparsedInstance(source, nil))
				if err == nil && !allowed {
					err = errors.New("refused without an error")
				}
				return err
			}, err
		},
	}, nil
}

func pullCosign(pem []byte) (puller, error) {
	key, err := cryptoutils.UnmarshalPEMToPublicKey(pem)
	if err != nil {
		return puller{}, err
	}
	verifier, err := signature.LoadVerifier(key, crypto.SHA256)
	options := &cosign.CheckOpts{
		IgnoreTlog:         true,
		SigVerifier:        verifier,
		ClaimVerifier:      cosign.SimpleClaimVerifier,
		RegistryClientOpts: []ociremote.Option{anonymous()},
	}
	ctx := context.Background()
	judge := func(img pulled) error {
		reference, err := name.ParseReference(img.reference)
		if err != nil {
			return err
		}
		found, _, err := cosign.VerifyImageSignatures(ctx, reference, options)
		if err == nil && len(found) == 0 {
			err = errors.New("no signature was verified")
		}
		return err
	}
	return puller{
		subject: "cosign library " + version("github.com/sigstore/cosign/v3"),
		judge:   func() (func(pulled) error, error) { return judge, nil },
	}, err
}

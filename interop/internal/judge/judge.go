// Package judge asks containers/image for its answer to a policy and an image.
//
// Start at [New] and [Judge.Answer].
package judge

import (
	"context"
	"fmt"
	"time"

	"go.podman.io/image/v5/docker"
	"go.podman.io/image/v5/docker/reference"
	"go.podman.io/image/v5/image"
	"go.podman.io/image/v5/manifest"
	"go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/types"

	interop "sealbus.io/interop/internal/reference"

	"github.com/opencontainers/go-digest"
)

// Judge answers jobs; it is safe for concurrent use.
type Judge struct {
	workspace  *workspace
	registries interop.Loopback
	timeout    time.Duration
}

// New keeps its files in dir, an empty folder that outlives the judge. The registries are those of jobs that name none
// themselves; timeout is the time for one job.
func New(dir string, registries interop.Loopback, timeout time.Duration) (*Judge, error) {
	space, err := newWorkspace(dir)
	return &Judge{space, registries, timeout}, err
}

// refusal is an error with the stage that it came from.
type refusal struct {
	stage string
	error
}

// Answer never fails: what goes wrong, a panic of the reference included, is a refusal.
func (o *Judge) Answer(ctx context.Context, j *Job) (result Answer) {
	defer func() {
		if fault := recover(); fault != nil {
			result = Answer{ID: j.ID, Stage: "job", Error: fmt.Sprintf("panic: %v", fault)}
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	if refused := o.evaluate(ctx, j); refused != nil {
		return Answer{ID: j.ID, Stage: refused.stage, Error: refused.Error()}
	}
	return Answer{ID: j.ID, Allowed: true}
}

// evaluate does what copy.Image does up to its policy check, in the same order.
func (o *Judge) evaluate(ctx context.Context, j *Job) *refusal {
	sys, err := o.prepare(j)
	if err != nil {
		return &refusal{"job", err}
	}
	text, err := o.workspace.policy(j)
	if err != nil {
		return &refusal{"job", err}
	}
	policy, err := signature.NewPolicyFromBytes(text)
	if err != nil {
		return &refusal{"policy", err}
	}
	policyContext, err := signature.NewPolicyContext(policy)
	if err != nil {
		return &refusal{"policy", err}
	}
	defer policyContext.Destroy()
	ref, err := parse(j.Image)
	if err != nil {
		return &refusal{"reference", err}
	}
	source, err := ref.NewImageSource(ctx, sys)
	if err != nil {
		return &refusal{"source", err}
	}
	defer source.Close()
	instance, err := chooseInstance(ctx, sys, source, j.Platform)
	if err != nil {
		return &refusal{"source", err}
	}
	allowed, err := policyContext.IsRunningImageAllowed(ctx, image.UnparsedInstance(source, instance))
	if err == nil && !allowed {
		err = fmt.Errorf("refused without an error")
	}
	if err != nil {
		return &refusal{"evaluation", err}
	}
	return nil
}

func (o *Judge) prepare(j *Job) (*types.SystemContext, error) {
	registries := o.registries
	if j.Registries != nil {
		registries = j.Registries
	}
	if err := registries.Check(); err != nil {
		return nil, err
	}
	sys, err := o.workspace.contextFor(j, registries)
	if err != nil || j.Platform == "" {
		return sys, err
	}
	return sys, interop.Choose(sys, j.Platform)
}

// parse normalises as clients do: a short name belongs to docker.io, no tag means "latest".
func parse(name string) (types.ImageReference, error) {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return nil, err
	}
	return docker.NewReference(reference.TagNameOnly(named))
}

// chooseInstance is nil for the manifest that the reference itself names.
func chooseInstance(ctx context.Context, sys *types.SystemContext, source types.ImageSource, platform string) (*digest.Digest, error) {
	if platform == "" {
		return nil, nil
	}
	bytes, mediaType, err := source.GetManifest(ctx, nil)
	if err != nil {
		return nil, err
	}
	if mediaType = manifest.NormalizedMIMEType(mediaType); !manifest.MIMETypeIsMultiImage(mediaType) {
		return nil, nil
	}
	list, err := manifest.ListFromBlob(bytes, mediaType)
	if err != nil {
		return nil, err
	}
	chosen, err := list.ChooseInstance(sys)
	if err != nil {
		return nil, err
	}
	return &chosen, nil
}

package main

import (
	_ "github.com/google/go-containerregistry/pkg/v1/remote"
	_ "github.com/sigstore/cosign/v3/pkg/cosign"
	_ "github.com/sigstore/policy-controller/pkg/webhook"
	_ "github.com/sigstore/sigstore-go/pkg/verify"
	_ "go.podman.io/image/v5/docker"
	_ "go.podman.io/image/v5/signature"
)

func main() {}

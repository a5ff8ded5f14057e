package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"go.podman.io/image/v5/docker"
	imagetypes "go.podman.io/image/v5/image"
	"go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/types"
)

// containersImage reads manifest and signatures of an image once over loopback, for that alone its interface allows, and
// keeps them; what is measured then is the policy's evaluation and no request.
func containersImage() (peer, error) {
	folder, err := os.MkdirTemp("", "bench-peers-")
	if err != nil {
		return peer{}, err
	}
	return peer{
		subject: "containers/image " + version("go.podman.io/image/v5"),
		knows:   func(k *kind) bool { return k.Side == "NODE" },
		prepare: func(k *kind) (func(int) error, error) { return prepareContainers(k, folder) },
	}, nil
}

func prepareContainers(k *kind, folder string) (func(int) error, error) {
	objects := k.objects()
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, o := find(objects, r.URL.Path)
		w.Header().Set("Content-Type", o.MediaType)
		w.Header().Set("Content-Length", strconv.Itoa(len(o.Data)))
		if o.Digest != "" {
			w.Header().Set("Docker-Content-Digest", o.Digest)
		}
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(o.Data)
		}
	}))
	defer registry.Close()
	system, err := systemContext(folder, strings.TrimPrefix(registry.URL, "http://"))
	if err != nil {
		return nil, err
	}
	policy, err := signature.NewPolicyFromBytes([]byte(k.Policy))
	if err != nil {
		return nil, err
	}
	evaluation, err := signature.NewPolicyContext(policy)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	var images []*imagetypes.UnparsedImage
	evaluate := func(i int) error {
		allowed, err := evaluation.IsRunningImageAllowed(ctx, images[i])
		if err == nil && !allowed {
			err = fmt.Errorf("refused without an error")
		}
		return err
	}
	for i := range k.Images {
		reference, err := docker.ParseReference("//" + k.Images[i].Reference)
		if err != nil {
			return nil, err
		}
		source, err := reference.NewImageSource(ctx, system)
		if err != nil {
			return nil, err
		}
		images = append(images, imagetypes.UnparsedInstance(source, nil))
		// Reads what it needs while the registry is there.
		if err := evaluate(i); err != nil {
			return nil, err
		}
	}
	return evaluate, nil
}

func systemContext(folder, address string) (*types.SystemContext, error) {
	files := map[string]string{
		"registries.conf": fmt.Sprintf("[[registry]]\nprefix = %q\nlocation = %q\ninsecure = true\n",
			"registry.example.test", address),
		"registries.d/all.yaml": "default-docker:\n  use-sigstore-attachments: true\n",
	}
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	// registries.conf is read once for each path, and each registry has an address of its own.
	conf := filepath.Join(folder, strings.ReplaceAll(address, ":", "_")+".conf")
	if err := os.Rename(filepath.Join(folder, "registries.conf"), conf); err != nil {
		return nil, err
	}
	return &types.SystemContext{
		SystemRegistriesConfPath:    conf,
		SystemRegistriesConfDirPath: filepath.Join(folder, "none"),
		RegistriesDirPath:           filepath.Join(folder, "registries.d"),
		AuthFilePath:                filepath.Join(folder, "none.json"),
		BlobInfoCacheDir:            folder,
	}, nil
}

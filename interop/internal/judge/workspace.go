package judge

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"go.podman.io/image/v5/types"
	"sealbus.io/interop/internal/reference"
)

const attachmentsEverywhere = "default-docker:\n  use-sigstore-attachments: true\n"

// workspace keeps the configuration files of jobs. Thousands of jobs share a few configurations, and containers/image
// caches registries.conf by path for as long as the process lives, so a folder is named by its content and kept.
type workspace struct {
	dir  string
	base types.SystemContext
	lock sync.Mutex
	done map[string]string
}

func newWorkspace(dir string) (*workspace, error) {
	base, err := reference.Isolate(dir)
	if err != nil {
		return nil, err
	}
	return &workspace{dir: dir, base: *base, done: map[string]string{}}, nil
}

// contextFor is the context that the job's configuration asks for, on the given registries.
func (w *workspace) contextFor(j *Job, registries reference.Loopback) (*types.SystemContext, error) {
	registriesD := j.RegistriesD
	if registriesD == "" {
		registriesD = attachmentsEverywhere
	}
	registriesDDir, err := w.folder(map[string]string{"job.yaml": registriesD})
	if err != nil {
		return nil, err
	}
	confDir, err := w.folder(map[string]string{"job.conf": registriesConf(j.Mirrors)})
	if err != nil {
		return nil, err
	}
	sys := w.base
	sys.RegistriesDirPath = registriesDDir
	sys.SystemRegistriesConfPath = filepath.Join(confDir, "job.conf")
	sys.DockerInsecureSkipTLSVerify = types.OptionalBoolTrue
	sys.DockerProxy = registries.Proxy
	return &sys, nil
}

// policy is the job's policy text with its files in place.
func (w *workspace) policy(j *Job) ([]byte, error) {
	if len(j.Files) == 0 {
		return []byte(j.Policy), nil
	}
	dir, err := w.folder(j.Files)
	if err != nil {
		return nil, err
	}
	return []byte(strings.ReplaceAll(j.Policy, "@DIR@", dir)), nil
}

// folder writes the files into a folder of their own, once for each distinct content.
func (w *workspace) folder(files map[string]string) (string, error) {
	key := fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%q", files)))
	w.lock.Lock()
	defer w.lock.Unlock()
	if dir, ok := w.done[key]; ok {
		return dir, nil
	}
	dir := filepath.Join(w.dir, "job-"+key)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	for name, content := range files {
		if !filepath.IsLocal(name) {
			return "", fmt.Errorf("file name %q leaves its folder", name)
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return "", err
		}
	}
	w.done[key] = dir
	return dir, nil
}

// registriesConf renders mirrors as containers-registries.conf(5); %q is a valid TOML string for what a reference can hold.
func registriesConf(mirrors []Mirror) string {
	var text strings.Builder
	seen := map[string]bool{}
	for _, outer := range mirrors {
		if seen[outer.Source] {
			continue
		}
		seen[outer.Source] = true
		fmt.Fprintf(&text, "[[registry]]\nprefix = %q\nlocation = %q\n", outer.Source, outer.Source)
		for _, m := range mirrors {
			if m.Source == outer.Source {
				fmt.Fprintf(&text, "[[registry.mirror]]\nlocation = %q\n", m.Mirror)
			}
		}
	}
	return text.String()
}

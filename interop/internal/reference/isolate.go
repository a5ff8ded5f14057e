package reference

import (
	"os"
	"path/filepath"

	"go.podman.io/image/v5/types"
)

// Isolate returns a context whose every configuration source lies in dir, which must be an empty folder that outlives
// the context. The sources start out empty; callers point the ones that they need elsewhere.
//
// One thing no context can move: the built-in lookaside folder for signatures (/var/lib/containers/sigstore for root),
// which is read before the attachments unless registries.d names another `lookaside`.
func Isolate(dir string) (*types.SystemContext, error) {
	registriesConf := filepath.Join(dir, "registries.conf")
	auth := filepath.Join(dir, "auth.json")
	registriesConfD := filepath.Join(dir, "registries.conf.d")
	registriesD := filepath.Join(dir, "registries.d")
	certificates := filepath.Join(dir, "certs.d")
	for _, folder := range []string{registriesConfD, registriesD, certificates} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return nil, err
		}
	}
	files := map[string]string{
		registriesConf: "",
		auth:           "{}",
	}
	for name, content := range files {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	return &types.SystemContext{
		SystemRegistriesConfPath:    registriesConf,
		SystemRegistriesConfDirPath: registriesConfD,
		RegistriesDirPath:           registriesD,
		AuthFilePath:                auth,
		DockerPerHostCertDirPath:    certificates,
		BlobInfoCacheDir:            dir,
	}, nil
}

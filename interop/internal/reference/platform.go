package reference

import (
	"fmt"
	"strings"

	"go.podman.io/image/v5/types"
)

// Choose makes the context prefer the platform "os/architecture" or "os/architecture/variant" in an index.
func Choose(sys *types.SystemContext, platform string) error {
	parts := strings.Split(platform, "/")
	if len(parts) < 2 || len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return fmt.Errorf("platform %q is not os/architecture[/variant]", platform)
	}
	sys.OSChoice, sys.ArchitectureChoice = parts[0], parts[1]
	if len(parts) == 3 {
		sys.VariantChoice = parts[2]
	}
	return nil
}

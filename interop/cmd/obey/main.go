// Obey is a client that obeys a policy.json: containers/image's own copy.Image from a registry into a folder, as
// podman, skopeo and CRI-O pull.
//
//	obey copy -policy FILE -registries-d DIR [flags] docker://IMAGE dir:FOLDER
//
// Exit: 0 copied; 2 refused by the policy, with the reference's error on stderr; 3 anything else.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/sirupsen/logrus"
)

const (
	copied  = 0
	refused = 2
	failed  = 3
)

func main() {
	logrus.SetLevel(logrus.ErrorLevel)
	order, err := parseOrder(os.Args[1:], os.Stderr)
	if err == nil {
		err = order.copy(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(exitCode(err))
}

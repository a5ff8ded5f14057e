package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"sealbus.io/interop/internal/reference"
)

// order is the command line.
type order struct {
	policy         string
	registriesD    string
	registriesConf string
	insecure       hosts
	at             reference.Loopback
	platform       string
	source         string
	destination    string
}

// hosts is a flag that may be repeated.
type hosts []string

func (h *hosts) Set(host string) error {
	*h = append(*h, host)
	return nil
}

func (h *hosts) String() string { return strings.Join(*h, " ") }

func parseOrder(arguments []string, usage io.Writer) (*order, error) {
	if len(arguments) == 0 || arguments[0] != "copy" {
		return nil, errors.New("usage: obey copy [flags] docker://IMAGE dir:FOLDER")
	}
	o := &order{at: reference.Loopback{}}
	flags := flag.NewFlagSet("obey copy", flag.ContinueOnError)
	flags.SetOutput(usage)
	flags.StringVar(&o.policy, "policy", "", "policy.json `FILE` to obey")
	flags.StringVar(&o.registriesD, "registries-d", "", "registries.d `DIR`; without one, no attachment is looked for")
	flags.StringVar(&o.registriesConf, "registries-conf", "", "registries.conf `FILE`")
	flags.Var(&o.insecure, "insecure-host", "`HOST[:PORT]` that may be spoken to in plain HTTP (repeatable); replaces its entry in registries.conf")
	flags.Var(o.at, "at", "`HOST=ADDRESS`: find this registry at a loopback address, in plain HTTP, under its own name (repeatable)")
	flags.StringVar(&o.platform, "platform", "", "`OS/ARCH[/VARIANT]` to choose from an index (default: this machine's)")
	if err := flags.Parse(arguments[1:]); err != nil {
		return nil, err
	}
	if o.policy == "" || flags.NArg() != 2 {
		return nil, errors.New("-policy, a source and a destination are needed")
	}
	if _, ok := o.at["*"]; ok {
		return nil, errors.New("-at needs the name of a registry, not *")
	}
	var isDocker, isDir bool
	o.source, isDocker = strings.CutPrefix(flags.Arg(0), "docker:")
	o.destination, isDir = strings.CutPrefix(flags.Arg(1), "dir:")
	if !isDocker || !isDir {
		return nil, fmt.Errorf("source must be docker://IMAGE and destination dir:FOLDER, not %q and %q", flags.Arg(0), flags.Arg(1))
	}
	return o, nil
}

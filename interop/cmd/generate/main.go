// Generate writes cases in the form of vectors/verify-containers that it makes up from a seed, with what the reference
// answers to each:
//
//	generate -seed N [-from N] -count N -out DIR
//
// DIR gets a folder cases and a folder registry; a case of interest becomes a vector by copying its file, and the
// repositories that it names, as they are. The answers of a disagreement can be looked at again by its number alone.
//
// Exit: 0 written; 1 not, or the reference said something that is not known to mean anything; 2 wrong usage.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/sirupsen/logrus"
)

func main() {
	o := order{}
	flag.Uint64Var(&o.seed, "seed", 1, "`number` that all chance comes from")
	flag.Uint64Var(&o.from, "from", 0, "`number` of the first case")
	flag.Uint64Var(&o.count, "count", 1000, "how many cases")
	flag.StringVar(&o.out, "out", "", "`DIR` to write to, which must not have cases yet")
	flag.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "cases made at the same time")
	flag.Parse()
	if flag.NArg() != 0 || o.out == "" || o.workers < 1 {
		flag.Usage()
		os.Exit(2)
	}
	// The reference warns on stderr about what the answers say anyway.
	logrus.SetLevel(logrus.PanicLevel)
	if err := o.run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// order is the command line.
type order struct {
	seed, from, count uint64
	out               string
	workers           int
}

func (o *order) cases() string    { return filepath.Join(o.out, "cases") }
func (o *order) registry() string { return filepath.Join(o.out, "registry") }

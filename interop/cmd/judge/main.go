// Judge asks containers/image for its answer: JSON lines of policies and images in, JSON lines of verdicts out, in the
// order in which they are found. It is the oracle of the differential tests.
//
// Exit: 0 every line was answered; 1 a line was no job or the output broke off; 2 wrong usage.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
	"sealbus.io/interop/internal/judge"
	"sealbus.io/interop/internal/reference"
)

func main() {
	registries := reference.Loopback{}
	flag.Var(registries, "registry", "`LOGICAL=ADDRESS` of a registry, LOGICAL * for all others (repeatable)")
	workers := flag.Int("workers", 2*runtime.GOMAXPROCS(0), "jobs judged at the same time")
	timeout := flag.Duration("timeout", 30*time.Second, "time for one job")
	flag.Parse()
	if flag.NArg() != 0 || *workers < 1 || registries.Check() != nil {
		flag.Usage()
		os.Exit(2)
	}
	// The reference warns on stderr about what the answers say anyway.
	logrus.SetLevel(logrus.ErrorLevel)
	if err := run(os.Stdin, os.Stdout, registries, *workers, *timeout); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

// run answers every job of in. The first line that is no job ends the reading; the jobs before it are answered.
func run(in io.Reader, out io.Writer, registries reference.Loopback, workers int, timeout time.Duration) error {
	dir, err := os.MkdirTemp("", "judge-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	oracle, err := judge.New(dir, registries, timeout)
	if err != nil {
		return err
	}

	jobs, answers := make(chan *judge.Job), make(chan judge.Answer, workers)
	var reading error
	go func() {
		defer close(jobs)
		reading = read(in, jobs)
	}()
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for j := range jobs {
				answers <- oracle.Answer(context.Background(), j)
			}
		})
	}
	go func() {
		working.Wait()
		close(answers)
	}()
	if err := write(out, answers); err != nil {
		return err
	}
	return reading
}

func read(in io.Reader, jobs chan<- *judge.Job) error {
	decoder := json.NewDecoder(bufio.NewReader(in))
	decoder.DisallowUnknownFields()
	for {
		j := &judge.Job{}
		if err := decoder.Decode(j); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		jobs <- j
	}
}

// write keeps draining after a failure, so that no worker waits for ever. Each answer is flushed: a caller may hold
// a conversation with one process.
func write(out io.Writer, answers <-chan judge.Answer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	var failed error
	for a := range answers {
		if failed == nil {
			failed = encoder.Encode(a)
		}
	}
	return failed
}

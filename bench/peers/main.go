// Command peers evaluates the corpus of bench/run with the implementations that Sealbus follows, on one thread.
//
// It is driven by lines on its standard input and answers each with one line:
//
//	KIND                        the subjects that know this kind, separated by "|"
//	KIND "|" SUBJECT "|" MS     evaluates image after image until that much CPU time is spent: "OPERATIONS NANOSECONDS"
//
// A line that begins with "!" is an error. Every answer of a peer is looked at: an image that is refused is an error.
//
// "peers pull" has them ask a registry instead, on all processors; see pull.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A peer evaluates the images of one kind.
type peer struct {
	subject string
	// knows says whether the peer has a notion of this kind of evidence at all.
	knows func(k *kind) bool
	// prepare does once what need not be done for each image; the function that it returns evaluates image i.
	prepare func(k *kind) (evaluate func(i int) error, err error)
}

func main() {
	if os.Args[1] == "pull" {
		if err := pull(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	// Garbage is collected on the same processor, and its time counts.
	runtime.GOMAXPROCS(1)
	s := &server{folder: os.Args[1], kinds: map[string]*kind{}, ready: map[string]func(int) error{}}
	peers, err := all()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s.peers = peers
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		answer, err := s.answer(strings.Split(lines.Text(), "|"))
		if err != nil {
			answer = "!" + strings.ReplaceAll(err.Error(), "\n", " ")
		}
		fmt.Println(answer)
	}
}

func all() ([]peer, error) {
	containers, err := containersImage()
	if err != nil {
		return nil, err
	}
	return []peer{containers, policyController(), cosignLibrary(), sigstoreGo()}, nil
}

type server struct {
	folder string
	peers  []peer
	kinds  map[string]*kind
	ready  map[string]func(int) error
}

func (s *server) answer(words []string) (string, error) {
	k := s.kinds[words[0]]
	if k == nil {
		read, err := readKind(s.folder, words[0])
		if err != nil {
			return "", err
		}
		s.kinds[words[0]] = read
		k = read
	}
	if len(words) == 1 {
		var known []string
		for _, p := range s.peers {
			if p.knows(k) {
				known = append(known, p.subject)
			}
		}
		return strings.Join(known, "|"), nil
	}
	milliseconds, err := strconv.Atoi(words[2])
	if err != nil {
		return "", err
	}
	evaluate, err := s.evaluation(words[1], k)
	if err != nil {
		return "", err
	}
	return measure(evaluate, len(k.Images), time.Duration(milliseconds)*time.Millisecond)
}

func (s *server) evaluation(subject string, k *kind) (func(int) error, error) {
	key := subject + "|" + k.Name
	if ready := s.ready[key]; ready != nil {
		return ready, nil
	}
	for _, p := range s.peers {
		if p.subject != subject {
			continue
		}
		evaluate, err := p.prepare(k)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		// Each image once, before anything is timed.
		for i := range k.Images {
			if err := evaluate(i); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", key, k.Images[i].Reference, err)
			}
		}
		s.ready[key] = evaluate
		return evaluate, nil
	}
	return nil, fmt.Errorf("no peer %s", subject)
}

func measure(evaluate func(int) error, images int, least time.Duration) (string, error) {
	runtime.GC()
	begun := spent()
	operations := 0
	var taken time.Duration
	for taken < least {
		for range 8 {
			if err := evaluate(operations % images); err != nil {
				return "", err
			}
			operations++
		}
		taken = spent() - begun
	}
	return fmt.Sprintf("%d %d", operations, taken.Nanoseconds()), nil
}

// spent is the CPU time of the process so far, in user and system mode.
func spent() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

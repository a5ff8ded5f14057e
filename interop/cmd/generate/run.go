package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"sync"
	"time"

	"sealbus.io/interop/internal/generator"
	"sealbus.io/interop/internal/judge"
	"sealbus.io/interop/internal/reference"
	"sealbus.io/interop/internal/repository"
)

const timeout = 30 * time.Second

// run writes all repositories first, since the registry learns of them when it starts.
func (o *order) run() error {
	if entries, err := os.ReadDir(o.cases()); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s has cases already", o.cases())
	}
	if err := os.MkdirAll(o.cases(), 0o755); err != nil {
		return err
	}
	made := make([]*generator.Case, o.count)
	g := generator.New(o.seed)
	err := o.each(func(i uint64) error {
		made[i] = g.Case(o.from + i)
		for _, r := range made[i].Repositories {
			if err := r.Write(o.registry()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return o.judge(made)
}

func (o *order) judge(made []*generator.Case) error {
	layouts, err := repository.Open(o.registry())
	if err != nil {
		return err
	}
	server := httptest.NewServer(layouts)
	defer server.Close()
	dir, err := os.MkdirTemp("", "generate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	oracle, err := judge.New(dir, reference.Loopback{}, timeout)
	if err != nil {
		return err
	}
	address := server.Listener.Addr().String()
	return o.each(func(i uint64) error {
		c := made[i]
		job, err := c.Job(address)
		if err != nil {
			return err
		}
		if err := c.Expected(oracle.Answer(context.Background(), job), c.Hints); err != nil {
			return err
		}
		return c.Write(o.cases())
	})
}

// each does the work for every case and reports all that failed.
func (o *order) each(work func(uint64) error) error {
	numbers := make(chan uint64)
	var group sync.WaitGroup
	var lock sync.Mutex
	var failed []error
	for range o.workers {
		group.Go(func() {
			for i := range numbers {
				if err := work(i); err != nil {
					lock.Lock()
					failed = append(failed, err)
					lock.Unlock()
				}
			}
		})
	}
	for i := range o.count {
		numbers <- i
	}
	close(numbers)
	group.Wait()
	return errors.Join(failed...)
}

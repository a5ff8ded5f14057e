package main

import (
	"fmt"
	"time"

	"cuelang.org/go/cue/cuecontext"
)

// Longest time that one question may take.
const patience = 10 * time.Second

type answer struct {
	Compiled  bool   `json:"compiled"`
	Satisfied bool   `json:"satisfied"`
	Error     string `json:"error,omitempty"`
	// Unknown says that the engine gave no answer: it panicked or ran out of time.
	Unknown bool `json:"unknown,omitempty"`
}

// ask bounds judge in time. What runs out of time goes on running, which is no harm in a command this short-lived.
func ask(text string, document []byte) answer {
	done := make(chan answer, 1)
	go func() { done <- judge(text, document) }()
	select {
	case a := <-done:
		return a
	case <-time.After(patience):
		return answer{Error: "out of time", Unknown: true}
	}
}

// judge compiles the text alone, unifies it with the document and validates the result without asking for
// concreteness, which is what the reference does with a policy of type cue.
func judge(text string, document []byte) (result answer) {
	defer func() {
		if p := recover(); p != nil {
			result = answer{Error: fmt.Sprintf("panic: %v", p), Unknown: true}
		}
	}()
	ctx := cuecontext.New()
	policy := ctx.CompileString(text)
	if err := policy.Err(); err != nil {
		return answer{Error: err.Error()}
	}
	data := ctx.CompileBytes(document)
	if err := data.Err(); err != nil {
		return answer{Compiled: true, Error: "document: " + err.Error()}
	}
	if err := policy.Unify(data).Validate(); err != nil {
		return answer{Compiled: true, Error: err.Error()}
	}
	return answer{Compiled: true, Satisfied: true}
}

// Command rego-oracle answers, as the policy-controller does, whether documents satisfy Rego texts.
//
// One job a line on standard input, one answer a line on standard output, in the same order:
//
//	{"text":"package sigstore\n…","document":"{…}"}
//	{"compiled":true,"satisfied":false,"message":"policy is not compliant for query '…'"}
//
// A document is JSON text, so that its numbers stay as they are written.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

const (
	rule  = "isCompliant"
	query = rule + " = data.sigstore." + rule
)

type job struct {
	Text     string `json:"text"`
	Document string `json:"document"`
}

type answer struct {
	Compiled  bool   `json:"compiled"`
	Satisfied bool   `json:"satisfied"`
	Panicked  bool   `json:"panicked,omitempty"`
	Message   string `json:"message,omitempty"`
}

// finding is what a policy may give instead of a bool.
type finding struct {
	Result  bool   `json:"result"`
	Error   string `json:"error"`
	Warning string `json:"warning"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var j job
		if err := json.Unmarshal(in.Bytes(), &j); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if err := out.Encode(judge(j)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func judge(j job) (a answer) {
	// A set member that is no object ends the reference's process.
	defer func() {
		if r := recover(); r != nil {
			a.Panicked = true
			a.Message = fmt.Sprint(r)
		}
	}()
	ctx := context.Background()
	prepared, err := rego.New(
		rego.Query(query),
		rego.Module("sigstore.rego", j.Text),
		rego.SetRegoVersion(ast.RegoV0),
	).PrepareForEval(ctx)
	if err != nil {
		a.Message = err.Error()
		return a
	}
	a.Compiled = true
	if err := evaluate(ctx, prepared, j.Document); err != nil {
		a.Message = err.Error()
		return a
	}
	a.Satisfied = true
	return a
}

func evaluate(ctx context.Context, prepared rego.PreparedEvalQuery, document string) error {
	decoder := json.NewDecoder(strings.NewReader(document))
	decoder.UseNumber()
	var input any
	if err := decoder.Decode(&input); err != nil {
		return err
	}
	results, err := prepared.Eval(ctx, rego.EvalInput(input))
	if err != nil {
		return err
	}
	for _, result := range results {
		switch value := result.Bindings[rule].(type) {
		case bool:
			if value {
				return nil
			}
		case []any:
			return findings(value)
		}
	}
	return fmt.Errorf("policy is not compliant for query '%s'", query)
}

// findings lets the first finding with a true result decide; the last one's error is told otherwise.
func findings(values []any) error {
	refusal := fmt.Errorf("policy is not compliant for query %q", query)
	for _, value := range values {
		text, err := json.Marshal(value.(map[string]any))
		if err != nil {
			return fmt.Errorf("policy is not compliant for query '%s' due to parsing errors: %w", query, err)
		}
		var f finding
		if err := json.Unmarshal(text, &f); err != nil {
			return fmt.Errorf("policy is not compliant for query '%s' due to parsing errors: %w", query, err)
		}
		switch {
		case f.Result && f.Warning == "":
			return nil
		case f.Result:
			return errors.New("warning: " + f.Warning)
		}
		refusal = fmt.Errorf("policy is not compliant for query '%s' with errors: %s", query, f.Error)
	}
	return refusal
}

// Command cue-oracle answers, as the reference policy-controller does, whether JSON documents satisfy
// CUE texts. It reads one JSON object a line, {"text": …, "document": …}, and writes one a line,
// {"compiled": …, "satisfied": …, "error": …}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// A line may hold a text and a document.
const maxLine = 16 << 20

type question struct {
	Text     string          `json:"text"`
	Document json.RawMessage `json:"document"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "cue-oracle:", err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	for lines.Scan() {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return err
		}
		if err := encoder.Encode(ask(q.Text, q.Document)); err != nil {
			return err
		}
		// A caller may wait for each answer.
		if err := writer.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}

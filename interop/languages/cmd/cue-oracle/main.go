// Command cue-oracle answers, as the reference policy-controller does, whether JSON documents satisfy
// CUE texts. It reads one JSON object a line, {"text": …, "document": …}, and writes one a line,
// {"compiled": …, "satisfied": …, "error": …}. With -generate it makes the questions up itself and writes them with
// their answers.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
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
	count := flag.Int("generate", 0, "how many questions to make up")
	seed := flag.Uint64("seed", 1, "of the questions made up")
	flag.Parse()
	err := error(nil)
	if *count > 0 {
		err = generate(*seed, *count, os.Stdout)
	} else {
		err = serve(os.Stdin, os.Stdout)
	}
	if err != nil {
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

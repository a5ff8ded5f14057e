package vector

import (
	"slices"
	"strings"
	"testing"

	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/judge"
)

// TestPutsTheCorpusIntoItsOwnWords holds the table against every text that was put into a word by hand.
func TestPutsTheCorpusIntoItsOwnWords(t *testing.T) {
	cases, err := ReadAll(fixture.Vectors(t, "verify-containers"))
	fixture.Must(t, err)
	known := 0
	for name, c := range cases {
		if c.Expect == "accepted" || c.ReferenceError == "" {
			continue
		}
		answer := judge.Answer{Stage: "evaluation", Error: c.ReferenceError}
		if stage, text, ok := strings.Cut(c.ReferenceError, ": "); ok && slices.Contains([]string{"policy", "reference", "source"}, stage) {
			answer = judge.Answer{Stage: stage, Error: text}
		}
		class, err := ClassOf(answer, nil)
		if err != nil || class.Word != c.ErrorClass || !slices.Equal(class.Reasons, c.Reasons) {
			t.Errorf("%s: %+v, %v, want %s %v", name, class, err, c.ErrorClass, c.Reasons)
		}
		known++
	}
	if known == 0 {
		t.Error("no case has a text")
	}
}

func TestDoesNotGuess(t *testing.T) {
	for _, a := range []judge.Answer{{Stage: "job", Error: "panic"}, {Stage: "evaluation", Error: "something new"}, {Stage: "evaluation"}} {
		if class, err := ClassOf(a, nil); err == nil {
			t.Errorf("%+v: %+v", a, class)
		}
	}
}

func TestSaysWhichJSONIsUnreadable(t *testing.T) {
	text := several + "unexpected end of JSON input; unexpected end of JSON input"

	class, err := ClassOf(judge.Answer{Stage: "evaluation", Error: text}, Hints{{PromiseUnreadable: true}, {}})

	if err != nil || !slices.Equal(class.Reasons, []string{"rekor-invalid", "malformed"}) {
		t.Errorf("%+v, %v", class, err)
	}
}

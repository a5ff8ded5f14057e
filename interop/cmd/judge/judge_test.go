package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/judge"
	"sealbus.io/interop/internal/reference"
)

const identity = "matchRepoDigestOrExact"

func lines(t *testing.T, jobs ...judge.Job) *bytes.Buffer {
	t.Helper()
	var input bytes.Buffer
	encoder := json.NewEncoder(&input)
	for _, j := range jobs {
		fixture.Must(t, encoder.Encode(j))
	}
	return &input
}

func TestAllowsTheSignedAndRefusesTheUnsigned(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:signed")
	f.Sign(t, "team/app:signed")
	f.Push(t, "team/app:unsigned")
	at := reference.Loopback{fixture.Host: f.Address}
	policy := fixture.Policy(t, fixture.Host, f.Key, identity)

	answers := ask(t, lines(t,
		judge.Job{ID: "signed", Policy: policy, Image: fixture.Logical("team/app:signed"), Registries: at},
		judge.Job{ID: "unsigned", Policy: policy, Image: fixture.Logical("team/app:unsigned"), Registries: at}))

	if got := answers["signed"]; !got.Allowed || got.Stage != "" || got.Error != "" {
		t.Errorf("signed: %+v", got)
	}
	if got := answers["unsigned"]; got.Allowed || got.Stage != "evaluation" {
		t.Errorf("unsigned: %+v", got)
	}
}

func TestAnswersEachOfManyJobsOnce(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	other := fixture.NewKey(t)
	const count = 200
	var jobs []judge.Job
	for i := range count {
		key := f.Key
		if i%2 == 1 {
			key = other
		}
		jobs = append(jobs, judge.Job{
			ID: fmt.Sprint(i), Image: fixture.Logical("team/app:1.0"), Registries: reference.Loopback{"*": f.Address},
			Policy: fixture.Policy(t, fixture.Logical(fmt.Sprintf("team/app:%d.0", i%4/2+1)), key, identity),
		})
	}

	answers := ask(t, lines(t, jobs...))

	if len(answers) != count {
		t.Fatalf("%d answers", len(answers))
	}
	for i := range count {
		// Scope :1.0 governs the image and needs the right key; scope :2.0 leaves it to the default, which takes all.
		if want := i%4 != 1; answers[fmt.Sprint(i)].Allowed != want {
			t.Errorf("%d: %+v, want allowed=%t", i, answers[fmt.Sprint(i)], want)
		}
	}
}

func TestJudgesTheInstanceOfThePlatform(t *testing.T) {
	f := fixture.New(t)
	f.PushIndex(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	policy := fixture.Policy(t, fixture.Host, f.Key, identity)
	with := func(id, platform string) judge.Job {
		return judge.Job{
			ID: id, Policy: policy, Image: fixture.Logical("team/app:1.0"), Platform: platform,
			Registries: reference.Loopback{"*": f.Address},
		}
	}

	answers := ask(t, lines(t, with("index", ""), with("instance", "linux/arm64"), with("none", "plan9/386"), with("bad", "linux")))

	if got := answers["index"]; !got.Allowed {
		t.Errorf("the signed index itself: %+v", got)
	}
	for id, stage := range map[string]string{"instance": "evaluation", "none": "source", "bad": "job"} {
		if got := answers[id]; got.Allowed || got.Stage != stage {
			t.Errorf("%s: %+v, want stage %q", id, got, stage)
		}
	}
}

func TestKeepsNamesLogicalForRegistriesD(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	with := func(id, namespace string) judge.Job {
		return judge.Job{
			ID: id, Policy: fixture.Policy(t, fixture.Host, f.Key, identity), Image: fixture.Logical("team/app:1.0"),
			RegistriesD: fixture.RegistriesD(namespace), Registries: reference.Loopback{"*": f.Address},
		}
	}

	answers := ask(t, lines(t, with("logical", fixture.Host), with("physical", f.Address)))

	if !answers["logical"].Allowed || answers["physical"].Allowed {
		t.Errorf("%+v", answers)
	}
}

func TestAsksNoRegistryThatTheJobDoesNotMap(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	address := server.Listener.Addr().String()
	policy := `{"default": [{"type": "insecureAcceptAnything"}]}`

	answers := ask(t, lines(t,
		judge.Job{ID: "unmapped", Policy: policy, Image: address + "/team/app:1.0"},
		judge.Job{ID: "world", Policy: policy, Image: "team/app", Registries: reference.Loopback{"*": "192.0.2.1:5000"}}))

	if got := answers["unmapped"]; got.Allowed || got.Stage != "source" {
		t.Errorf("unmapped: %+v", got)
	}
	if got := answers["world"]; got.Allowed || got.Stage != "job" {
		t.Errorf("world: %+v", got)
	}
	if asked.Load() != 0 {
		t.Errorf("asked %d times", asked.Load())
	}
}

func TestKeepsFilesInTheirFolder(t *testing.T) {
	answers := ask(t, lines(t, judge.Job{ID: "x", Policy: "{}", Image: "a", Files: map[string]string{"../x": "y"}}))

	if got := answers["x"]; got.Allowed || got.Stage != "job" {
		t.Errorf("%+v", got)
	}
}

func TestSaysThatALineIsNoJobAfterAnsweringTheOthers(t *testing.T) {
	input := lines(t, judge.Job{ID: "first", Policy: "{}", Image: "a"})
	input.WriteString(`{"id": "second", "polycy": ""}` + "\n")
	var output bytes.Buffer

	err := run(input, &output, reference.Loopback{}, 2, time.Second)

	if err == nil || !strings.Contains(output.String(), `"id":"first"`) {
		t.Errorf("%v: %s", err, &output)
	}
}

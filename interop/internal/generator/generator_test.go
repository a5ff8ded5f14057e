package generator

import (
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"
	"sealbus.io/interop/internal/fixture"
)

// made is everything that a case comes to, by file.
func made(t *testing.T, c *Case) map[string]string {
	t.Helper()
	dir := t.TempDir()
	for _, r := range c.Repositories {
		fixture.Must(t, r.Write(dir))
	}
	text, err := yaml.Marshal(c.Case)
	fixture.Must(t, err)
	files := map[string]string{"case": string(text)}
	fixture.Must(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[path[len(dir):]] = string(content)
		return err
	}))
	return files
}

func TestMakesTheSameCaseAgain(t *testing.T) {
	one, again, other := New(7), New(7), New(8)
	same := 0
	for number := range uint64(60) {
		want := made(t, one.Case(number))
		got := made(t, again.Case(number))
		if len(got) != len(want) {
			t.Fatalf("%d: %d files, then %d", number, len(want), len(got))
		}
		for file, content := range want {
			if got[file] != content {
				t.Errorf("%d: %s differs", number, file)
			}
		}
		if made(t, other.Case(number))["case"] == want["case"] {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d cases do not depend on the seed", same)
	}
}

func TestChangesDERInOnePlace(t *testing.T) {
	s := newSource(1, 1)
	key := spki(newKeys()[p256][0])
	changed := map[string]bool{}
	for range 300 {
		changed[string(mutateDER(s, key))] = true
	}
	if len(changed) < 100 || len(changed) == 300 && changed[string(key)] {
		t.Errorf("%d different outcomes of 300", len(changed))
	}
	if got := encodeAll(readDER(key, 0)); string(got) != string(key) {
		t.Error("what is only read does not come out as it was")
	}
}

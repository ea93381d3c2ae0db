package task

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"trinhky/internal/store"
)

// Single sentences, those that give work and those that only look like it. A task is right with its lead, its helpers and its
// deadline; at least 95 % of what is proposed is right, and 95 % of what is given is found. Misses are printed.
func TestSentences(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/sentences.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var sentences []struct {
		Text  string     `yaml:"text"`
		Tasks []expected `yaml:"tasks"`
	}
	if err := yaml.UnmarshalWithOptions(raw, &sentences, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, apart := range []bool{false, true} {
		var given, proposed, right int
		for _, s := range sentences {
			got := Extract(bodyOf(s.Text, apart), store.Date("2026-03-10"))
			given, proposed = given+len(s.Tasks), proposed+len(got)
			for i, g := range got {
				if i < len(s.Tasks) && slices.Equal(g.Leads, s.Tasks[i].Leads) && slices.Equal(g.Co, s.Tasks[i].Co) && g.Deadline.when() == s.Tasks[i].Deadline {
					right++
					continue
				}
				t.Logf("%s\n got %q with %q, %s", shorten(s.Text, 120), g.Leads, g.Co, g.Deadline.when())
			}
			if len(got) < len(s.Tasks) {
				t.Logf("%s\n gives %d of %d", shorten(s.Text, 120), len(got), len(s.Tasks))
			}
		}
		t.Logf("numbers apart %v, %d sentences: precision %d/%d, recall %d/%d", apart, len(sentences), right, proposed, right, given)
		if len(sentences) < 40 || given == 0 || 100*right < 95*proposed || 100*right < 95*given {
			t.Errorf("numbers apart %v: %d right of %d proposed and %d given", apart, right, proposed, given)
		}
	}
}

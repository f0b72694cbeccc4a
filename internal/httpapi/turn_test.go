package httpapi_test

import (
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestOutOfTurn: what is sent again, because its answer was slow or lost, answers nothing that nobody has read: not the next
// card, not the next question, and no start.
func TestOutOfTurn(t *testing.T) {
	f := newFake()
	server := serveEngine(t, f, httpapi.Options{Programmes: cards()})
	_, about := send(t, server, "do", "begin", "programme", "after-desk", "body", "average-man", "seed", "1", "pace", "1")
	stands(t, about, "about")
	_, feel := send(t, server, "do", "about", "age", "43", "height", "171", "weight", "68")
	stands(t, feel, "feel")
	_, first := send(t, server, "do", "skip")
	stands(t, first, "cards")
	late := func(page, step string, fields ...string) string {
		t.Helper()
		_, text := send(t, server, append(fields, "turn", turnOf(page))...)
		stands(t, text, step)
		if !strings.Contains(text, "What you pressed before had arrived, and counts") {
			t.Errorf("nothing is said of it: %s", text)
		}
		return text
	}
	eyebrow := func(text string) string {
		_, after, _ := strings.Cut(text, `class="eyebrow">`)
		says, _, _ := strings.Cut(after, "<")
		return says
	}
	_, second := send(t, server, "do", "choose", "turn", turnOf(first))
	if got := eyebrow(late(first, "cards", "do", "choose")); got != eyebrow(second) || !strings.Contains(got, ", 2 of") {
		t.Errorf("a card was answered that nobody has read: %q, then %q", eyebrow(second), got)
	}
	late(feel, "cards", "do", "skip")
	late(first, "cards", "do", "choose", "line", "RF-CES-1")
	if _, text := send(t, server, "do", "choose", "turn", ""); !strings.Contains(text, `data-step="cards"`) || eyebrow(text) != eyebrow(second) {
		t.Error("an answer that names no turn was taken")
	}
	text := second
	for range 20 {
		if !strings.Contains(text, `data-step="cards"`) {
			break
		}
		_, text = send(t, server, "do", "choose")
	}
	stands(t, text, "warm-up")
	for _, want := range []string{"water", "sit", "ready"} {
		_, text = send(t, server, "do", map[string]string{"water": "skip"}[want]+map[string]string{"sit": "next", "ready": "next"}[want])
		stands(t, text, want)
	}
	_, in := send(t, server, "do", "start", "turn", turnOf(text))
	stands(t, in, "session")
	late(text, "session", "do", "start")
	if n := len(f.requests("start")); n != 1 {
		t.Errorf("the engine was asked to start %d times", n)
	}
}

// TestWorseOutOfTurn is the same of the questions to who felt worse, which are plain forms: a double press sends two.
func TestWorseOutOfTurn(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	card := w.read(w.do(c, "POST", "/mine/worse", "do", "worse"))
	choose := []string{"do", "choose", "turn", turnOf(card), "line", line(t, card, "Bladder, bowel or saddle trouble")}
	question := w.read(w.do(c, "POST", "/mine/worse", choose...))
	w.says(question, "I would rather not say")
	again := w.read(w.do(c, "POST", "/mine/worse", choose...))
	w.says(again, "What you pressed before had arrived, and counts", "I would rather not say")
	if turnOf(again) != turnOf(question) {
		t.Error("it counted twice")
	}
	w.says(w.read(w.do(c, "POST", "/mine/worse", "do", "answer", "turn", turnOf(card), "answer", "no")), "had arrived", "I would rather not say")
}

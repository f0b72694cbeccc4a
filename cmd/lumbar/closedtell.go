package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// before says what will be done and what is lost, before anything moves.
func (r *closedRun) before(p *chair.Profile, plan *programme.Plan, limits chair.Limits, simulated bool) error {
	fitted := fit.Closed(plan, p, limits)
	if len(fitted.Steps) == 0 {
		for _, c := range fitted.Changes {
			fmt.Fprintln(r.app.err, "lumbar: "+c.String())
		}
		return &status{exitRefused, fmt.Errorf("nothing of %s is left for this chair and these limits", plan.Name)}
	}
	q := r.q
	if simulated {
		q.say(strong, "SIMULATED: no chair is reached, and nothing moves.")
	}
	q.say(strong, fitted.Title+", on "+p.Title)
	q.say(ink, fmt.Sprintf("%d steps, %s at their settings; keys and carriage take their time on top.", len(fitted.Steps), clock(fitted.Duration().Seconds())))
	bullet := func(head string, lines []string) {
		if len(lines) == 0 {
			return
		}
		q.blank()
		q.say(strong, head)
		for _, l := range lines {
			q.say(ink, "- "+l)
		}
	}
	var changes []string
	for _, c := range fitted.Changes {
		changes = append(changes, c.String())
	}
	bullet("Otherwise than in the programme:", changes)
	bullet("What is lost on this chair:", fitted.Lost)
	q.blank()
	if r.waits {
		q.say(soft, "Space, Enter, Esc or Ctrl-C: STOP. - slower, n next step, f finish, w something feels wrong.")
	}
	return q.err
}

// give runs the engine until the session has ended, and shows it.
func (r *closedRun) give(ctx context.Context) error {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		defer close(r.events)
		ended <- r.engine.Run(running)
	}()
	r.follow(ctx, cancel)
	if err := errors.Join(<-ended, r.tape.finish()); err != nil {
		return &status{exitError, err}
	}
	if r.q.err != nil {
		return &status{exitError, fmt.Errorf("stopped, because it could not be shown: %w", r.q.err)}
	}
	return r.last()
}

// follow shows what happens until the engine has ended. An interrupt stops the session; when it is over, or somebody has said
// that the chair has stopped, the engine ends.
func (r *closedRun) follow(ctx context.Context, end context.CancelFunc) {
	tick := time.NewTicker(r.every)
	defer tick.Stop()
	interrupted := ctx.Done()
	for {
		select {
		case ev, more := <-r.events:
			if !more {
				return
			}
			r.take(&ev)
		case <-tick.C:
			r.progress()
		case key, more := <-r.q.keys:
			if !more {
				r.q.keys = nil
				break
			}
			r.key(key)
		case <-interrupted:
			interrupted = nil
			r.stop()
		}
		if r.q.err != nil && !r.stopped {
			r.stop()
		}
		if r.over(interrupted == nil) {
			end()
		}
	}
}

// over says whether nothing is left to be shown or answered.
func (r *closedRun) over(interrupted bool) bool {
	if r.refused != "" {
		return true
	}
	open := r.shot.Fault != nil && r.waits && !interrupted && r.q.err == nil && r.shot.Fault.Code == string(chair.FaultUnconfirmed)
	if leaves := r.q.raw && (!r.waits || interrupted) && r.summary == nil && r.shot.Stage == wire.Idle; leaves {
		return true
	}
	return r.summary != nil && !open || r.summary == nil && r.shot.Fault == nil && r.shot.Stage == wire.Idle && r.said == "cleared"
}

// take shows one event.
func (r *closedRun) take(ev *wire.Event) {
	if ev.Fault != nil {
		r.shot.Fault = ev.Fault
	}
	switch ev.Event {
	case "summary":
		r.summary = ev.Summary
	case "refused":
		r.refused = ev.Text
	case "cleared":
		r.shot.Fault, r.said = nil, "cleared"
	}
	if r.json {
		if r.q.err == nil {
			r.q.err = encode(r.app.out, ev)
		}
		return
	}
	if line, l := r.line(ev); line != "" {
		r.clearLine()
		r.q.say(l, clock(float64(ev.AtMS)/1000)+"  "+line)
	}
}

// line is an event in words; empty for one that needs none.
func (r *closedRun) line(ev *wire.Event) (string, look) {
	switch ev.Event {
	case "start":
		return "The chair is linked. It begins.", ink
	case "stroke":
		return fmt.Sprintf("step %d, %s: %s", ev.Stroke, ev.Phase, settingWords(ev.Asked)), strong
	case "key":
		a := ev.Action
		if a.Progress == chair.Asked.String() {
			return "", ink
		}
		text := a.What + ": " + a.Progress
		if a.Presses > 1 {
			text += fmt.Sprintf(" (pressed %d times)", a.Presses)
		}
		return text, soft
	case "stage":
		if ev.Stage == wire.Retreat {
			text := "it is to stop: its power key is pressed"
			if ev.Text != "" {
				text += " (" + ev.Text + ")"
			}
			return text, calm
		}
	case "fault":
		return "FAULT: " + ev.Fault.Line, alarm
	case "stopping":
		return ev.Text, calm
	case "cleared":
		return "cleared: " + ev.Text, calm
	}
	return "", ink
}

// settingWords is a setting in words: "knead, speed 2, carriage 0 to 3, warm".
func settingWords(s *wire.Setting) string {
	if s == nil || s.Mode == "" {
		return "stopped"
	}
	text := fmt.Sprintf("%s, speed %d, carriage %d to %d", s.Mode, s.Speed, s.From, s.To)
	if s.Area == chair.Whole.String() {
		text = fmt.Sprintf("%s, speed %d, the whole back", s.Mode, s.Speed)
	}
	if s.Heat {
		text += ", warm"
	}
	return text
}

// progress says where the session stands: in a terminal in its last line, elsewhere in a line now and then.
func (r *closedRun) progress() {
	if r.json {
		_, _ = r.ask(wire.Beat) // whoever could stop it is here
		return
	}
	now, ok := r.ask(wire.Beat)
	if !ok {
		return
	}
	fault := r.shot.Fault
	if r.shot = now; r.shot.Fault == nil {
		r.shot.Fault = fault
	}
	text := standing(&now)
	if r.q.raw {
		r.clearLine()
		r.q.echo(pageIndent + cut(text, pageWidth+20))
		return
	}
	r.q.say(soft, clock(float64(now.AtMS)/1000)+"  ... "+text)
}

// standing is how a session stands, in one line.
func standing(s *wire.Snapshot) string {
	c := s.Closed
	switch {
	case s.Stop == wire.StopUnconfirmed && c.Stopped:
		return "The chair says now that it has stopped. Press y to say so too."
	case s.Stop == wire.StopUnconfirmed:
		return "NOT CONFIRMED: press the chair's own power key. Then y: it has stopped."
	case s.Fault != nil && s.Stage == wire.Idle:
		return "From before: " + s.Fault.Title + ". y clears it, q leaves it."
	case s.Stage == wire.Reaching:
		return web.English().Stages[string(s.Stage)].Title + " ..."
	case s.Stage == wire.Retreat:
		return fmt.Sprintf("stopping for %.0f s: %s", c.StopS, c.Action.Progress)
	case s.Stage != wire.Massage:
		return web.English().Stages[string(s.Stage)].Title
	}
	at := "there"
	if !c.There {
		at = c.Action.What + ": " + c.Action.Progress
		if c.Action.What == "" || c.Action.Progress == chair.Verified.String() {
			at = "on its way"
		}
	}
	warm := ""
	if c.Seen.Heat {
		warm = ", warm"
	}
	return fmt.Sprintf("%s left, step %d of %d: it says %s, speed %d, place %d of %d, depth %d%s; %s; counts %s",
		clock(s.LeftS), c.Step, c.Steps, orElse(c.Seen.Mode, c.Run), c.Seen.Speed, c.Carriage, c.Track, c.Depth, warm, at, clock(c.SpentS))
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// closedKeys is what each key asks for. Everything that might be hit in a hurry stops.
var closedKeys = map[rune]wire.Verb{
	' ': wire.Stop, '\r': wire.Stop, keyEnter: wire.Stop, keyInterrupt: wire.Stop, '\x1b': wire.Stop, 'q': wire.Stop, 's': wire.Stop, keyErase: wire.Stop,
	'-': wire.Softer, 'n': wire.Skip, 'f': wire.Finish, 'w': wire.Wrong, 'y': wire.Clear,
}

// key takes one.
func (r *closedRun) key(key rune) {
	open := r.shot.Fault != nil
	switch verb := closedKeys[key]; {
	case verb == "", verb == wire.Clear && !open:
	case verb == wire.Stop && open && (r.summary != nil || r.shot.Stage == wire.Idle):
		r.waits = false // left as it is: the next start asks again
	case verb == wire.Stop:
		r.stop()
	default:
		r.tellAsk(verb)
	}
}

func (r *closedRun) tellAsk(verb wire.Verb) {
	reply, err := r.engine.Do(context.Background(), wire.Request{V: wire.Version, Verb: verb, By: r.by})
	if err == nil && reply.Error != "" {
		r.clearLine()
		r.q.say(warm, strings.ToUpper(reply.Error[:1])+reply.Error[1:]+".")
	}
}

func (r *closedRun) stop() {
	r.stopped = true
	_, _ = r.ask(wire.Stop)
}

// ask asks the engine; false when it has ended.
func (r *closedRun) ask(verb wire.Verb) (wire.Snapshot, bool) {
	reply, err := r.engine.Do(context.Background(), wire.Request{V: wire.Version, Verb: verb, By: r.by})
	return reply.Snapshot, err == nil
}

func (r *closedRun) clearLine() { r.q.echo("\r\x1b[K") }

// last says how it ended, and gives the exit status.
func (r *closedRun) last() error {
	q := r.q
	r.clearLine()
	if r.refused != "" {
		return &status{exitRefused, fmt.Errorf("%s", r.refused)}
	}
	s := r.summary
	if s == nil && r.shot.Fault != nil {
		q.say(alarm, r.shot.Fault.Text+" "+r.shot.Fault.Do)
		return &status{exitFault, q.err}
	}
	if s == nil { // what was before is answered
		q.say(calm, "That is answered. Start again for a session.")
		return q.err
	}
	if !r.json {
		r.ending(s)
	}
	switch {
	case q.err != nil:
		return &status{exitError, q.err}
	case s.Outcome == "finished":
		return nil
	case s.Outcome == "fault":
		return &status{exitFault, nil}
	}
	return &status{exitStopped, nil}
}

// ending is what a session came to, in words.
func (r *closedRun) ending(s *wire.Summary) {
	q := r.q
	q.blank()
	confirmed := !slices.Contains(s.Faults, string(chair.FaultUnconfirmed))
	text := fmt.Sprintf("%s after %s, %d of %d steps.", web.English().Outcomes[s.Outcome].Title, clock(s.DurationS), s.PhasesDone, s.Phases)
	if s.Reason != "" && confirmed {
		text += " " + strings.ToUpper(s.Reason[:1]) + s.Reason[1:] + "."
	}
	q.say(strong, text)
	if f := r.shot.Fault; f != nil && s.Outcome == "fault" {
		q.say(alarm, f.Text+" "+f.Does)
		q.say(ink, f.Do)
	}
	if confirmed {
		q.say(calm, "The chair has said that it has stopped.")
	} else if r.said == "cleared" {
		q.say(calm, "You have said that it has stopped.")
	} else {
		q.say(alarm, "NOT CONFIRMED: the chair has not said that it has stopped. Press its own power key.")
	}
	q.say(soft, fmt.Sprintf("It ran for %s, which counts. Steps, places and levels are what the chair reports; how hard it pressed is not known.", clock(s.MassageS)))
}

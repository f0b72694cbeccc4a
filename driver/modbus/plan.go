package modbus

import (
	"cmp"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// plan is one cycle: what is sent, in this order. Its buffers are made once.
type plan struct {
	steps  []step
	writes []spot
	reads  []spot
	all    bool // every unit is tried, however long it takes
}

// step is one request of a cycle and what became of it.
type step struct {
	unit   int
	q      frame.Request
	a      frame.Answer
	writes bool
	reads  bool
	err    error // of the last time; nil: answered
	sent   bool
}

// spot is where a use's point lies in a plan's steps.
type spot struct {
	use  int // in Template.uses
	step int
	at   int // registers or bits from the step's first
}

// run is neighbouring places of one table.
type run struct {
	table table
	from  uint16
	count int
	uses  []int
}

// mostBits is how many bits are asked for at once: more than any unit of such a chair has.
const mostBits = 64

// makePlan lays a template out; without writes it only looks.
func makePlan(t *Template, writes bool) *plan {
	p := &plan{}
	for n := range t.units {
		var out, in []run
		if writes {
			out = t.runs(n, true)
		}
		in = t.runs(n, false)
		for _, r := range out {
			s := step{unit: n, writes: true}
			s.q.Unit, s.q.Address, s.q.Count = t.units[n].address, r.from, uint16(r.count)
			if r.table == coil {
				s.q.Code, s.q.Bits = frame.WriteCoils, make([]byte, (r.count+7)/8)
			} else {
				s.q.Code, s.q.Values = frame.WriteRegisters, make([]uint16, r.count)
			}
			if t.units[n].single {
				s.q.Code = frame.WriteRegister
				if r.table == coil {
					s.q.Code = frame.WriteCoil
				}
			} else if i := slices.IndexFunc(in, func(i run) bool { return i.table == holding }); t.units[n].combined && r.table == holding && i >= 0 {
				s.q.Code, s.q.Into, s.q.Words, s.reads = frame.ReadWrite, s.q.Address, s.q.Count, true
				s.q.Address, s.q.Count = in[i].from, uint16(in[i].count)
				p.lay(t, &in[i], len(p.steps), false)
				in = slices.Delete(in, i, i+1)
			}
			p.lay(t, &r, len(p.steps), true)
			p.add(s)
		}
		for _, r := range in {
			s := step{unit: n, reads: true}
			s.q = frame.Request{Unit: t.units[n].address, Code: r.table.code(), Address: r.from, Count: uint16(r.count)}
			p.lay(t, &r, len(p.steps), false)
			p.add(s)
		}
	}
	return p
}

func (p *plan) add(s step) {
	if s.reads {
		s.a.Values = make([]uint16, 0, s.q.Count)
		s.a.Bits = make([]byte, 0, (s.q.Count+7)/8)
	}
	p.steps = append(p.steps, s)
}

// lay notes where a run's points are.
func (p *plan) lay(t *Template, r *run, step int, writes bool) {
	for _, u := range r.uses {
		s := spot{use: u, step: step, at: int(t.uses[u].register) - int(r.from)}
		if writes {
			p.writes = append(p.writes, s)
		} else {
			p.reads = append(p.reads, s)
		}
	}
}

// runs is what a unit is written, or asked for: one request each. Gaps are not bridged, because a unit may refuse what lies
// in one.
func (t *Template) runs(n int, writes bool) (all []run) {
	var uses []int
	for i := range t.uses {
		if t.uses[i].unit == n && t.uses[i].role.writes() == writes {
			uses = append(uses, i)
		}
	}
	slices.SortStableFunc(uses, func(a, b int) int {
		x, y := &t.uses[a], &t.uses[b]
		return cmp.Or(cmp.Compare(x.table, y.table), cmp.Compare(x.register, y.register))
	})
	for _, i := range uses {
		u := &t.uses[i]
		end := int(u.register) + u.size()
		most := frame.MostWordsExchanged
		if u.table.bits() {
			most = mostBits
		}
		if k := len(all) - 1; k >= 0 && all[k].table == u.table && int(u.register) <= int(all[k].from)+all[k].count &&
			end-int(all[k].from) <= most && !(writes && t.units[n].single && int(u.register) != int(all[k].from)) {
			all[k].count = max(all[k].count, end-int(all[k].from))
			all[k].uses = append(all[k].uses, i)
			continue
		}
		all = append(all, run{table: u.table, from: u.register, count: u.size(), uses: []int{i}})
	}
	return all
}

// Takes is how long one cycle takes on a serial line at least, with units that answer at once: what is sent and answered,
// and the silences between.
func (t *Template) Takes(l Link) (d time.Duration) {
	if l.Path == "" {
		return 0
	}
	var b [frame.LargestRTU]byte
	p := makePlan(t, true)
	for i := range p.steps {
		q := &p.steps[i].q
		request := len(frame.AppendRequest(b[:0], q)) + 3
		d += time.Duration(request+q.AnswerSize()+3)*l.character() + 2*l.silence()
	}
	return d
}

package realtime

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// span is a run of addresses, from the first to the one behind the last.
type span struct{ from, to uintptr }

// segment is a part of the program's file as it is mapped here.
type segment struct {
	span
	runs bool
	own  bool // it is written, or was: what is in memory is not what is in the file
}

var errNoMap = errors.New("the program is not among the mappings of its process")

// segments is where the program's file is mapped.
func segments() (all []*segment, err error) {
	path, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return nil, err
	}
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return nil, err
	}
	var s *segment
	for line := range bytes.Lines(maps) {
		line = bytes.TrimSpace(line)
		field, rest, _ := bytes.Cut(line, []byte(" "))
		switch {
		case bytes.Equal(field, []byte("Anonymous:")) && s != nil: // an executable that may lie anywhere has written addresses
			s.own = s.own || !bytes.Equal(bytes.TrimSpace(rest), []byte("0 kB"))
		case bytes.HasSuffix(field, []byte(":")) || !bytes.Contains(field, []byte("-")):
		case !bytes.HasSuffix(line, []byte(" "+path)):
			s = nil
		default:
			s = &segment{}
			var may string
			if _, err := fmt.Sscanf(string(line), "%x-%x %s", &s.from, &s.to, &may); err != nil || len(may) < 3 {
				return nil, fmt.Errorf("reading the mappings: %q: %w", line, err)
			}
			s.own, s.runs = may[1] == 'w', may[2] == 'x'
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil, errNoMap
	}
	return all, nil
}

// sample is how far apart the code is looked at, a page: what is smaller and lies between cold packages may be missed, and comes
// in when it first runs. Each look takes Go half a microsecond or more.
const sample = 4 << 10

// layout is where in the program that lies which the loop may need.
type layout struct {
	code   []span    // pages of it
	points []uintptr // one in every sample of it
	// tables is where Go's tables of functions are: what of them is about that code is fetched by asking, the rest is not.
	tables span
}

// lay goes through the program's code, which the linker has put down package by package. cold packages are left out.
func lay(code span, cold []string) (l layout) {
	page := uintptr(os.Getpagesize())
	names := span{from: ^uintptr(0)}
	for pc := code.from; pc < code.to; pc += sample {
		f := runtime.FuncForPC(pc)
		if f != nil {
			f = runtime.FuncForPC(f.Entry()) // the function that the place is in, not one that was put into it
		}
		if f != nil { // both lie in the tables: the names first, functions last
			name := f.Name()
			if at := uintptr(unsafe.Pointer(unsafe.StringData(name))); strings.IndexByte(name, '[') < 0 {
				names.from = min(names.from, at)
			}
			l.tables.to = max(l.tables.to, uintptr(unsafe.Pointer(f)))
			if among(name, cold) {
				continue
			}
			l.points = append(l.points, pc)
		}
		from := pc &^ (page - 1)
		if n := len(l.code); n > 0 && l.code[n-1].to >= from {
			l.code[n-1].to = from + page
		} else {
			l.code = append(l.code, span{from, from + page})
		}
	}
	l.tables.from = names.from
	return l
}

// among says whether a function is of one of some packages, or of one beneath them.
func among(function string, packages []string) bool {
	for _, p := range packages {
		if rest, ok := strings.CutPrefix(function, p); ok && rest != "" && strings.IndexByte("./[", rest[0]) >= 0 {
			return true
		}
	}
	return false
}

// fetch brings what the loop may need of the program into memory, and lets go of the rest, which the start has touched; before
// is called between the two. It returns how many bytes were fetched.
func fetch(cold []string, before func() error) (n uint64, err error) {
	all, err := segments()
	if err != nil {
		return 0, errors.Join(err, before())
	}
	var want []span
	var points []uintptr
	for _, s := range all {
		if s.runs {
			l := lay(s.span, cold)
			want, points = append(want, l.code...), l.points
			for _, d := range all {
				if !d.runs {
					want = append(want, d.without(l.tables)...)
				}
			}
		}
	}
	for _, s := range all {
		if !s.own { // what is written here is nowhere else
			_ = advise(s.span, unix.MADV_DONTNEED)
		}
	}
	if err := before(); err != nil {
		return 0, err
	}
	for _, s := range want {
		if err := advise(s, unix.MADV_POPULATE_READ); err != nil {
			return n, fmt.Errorf("fetching the program: %w", err) // Linux before 5.14
		}
		n += uint64(s.to - s.from)
	}
	for _, pc := range points {
		runtime.FuncForPC(pc).FileLine(pc) // what is known of this function comes in
	}
	return n, nil
}

// without is what of a span lies outside of another, by whole pages.
func (s span) without(o span) (all []span) {
	page := uintptr(os.Getpagesize())
	from, to := (o.from+page-1)&^(page-1), o.to&^(page-1)
	if from >= to || from >= s.to || to <= s.from {
		return []span{s}
	}
	if from > s.from {
		all = append(all, span{s.from, from})
	}
	if to < s.to {
		all = append(all, span{to, s.to})
	}
	return all
}

// advise tells the kernel about some pages.
func advise(s span, advice uintptr) error {
	if _, _, errno := unix.Syscall(unix.SYS_MADVISE, s.from, s.to-s.from, advice); errno != 0 {
		return errno
	}
	return nil
}

// LetGo gives back what of the program only its start has used: pages that are used again come from the kernel's cache of files
// as they are touched, in a microsecond each, and from the disk where the machine was short of memory. For a process whose
// memory is not kept in RAM.
func LetGo() error {
	all, err := segments()
	for _, s := range all {
		if !s.own {
			err = errors.Join(err, advise(s.span, unix.MADV_DONTNEED))
		}
	}
	return err
}

package main

import (
	"bufio"
	"context"
	"io"
	"strings"
)

// hear sends every key that comes in until there are no more, or nobody wants them.
func hear(ctx context.Context, in io.Reader, to chan<- rune) {
	defer close(to)
	r := bufio.NewReader(in)
	for {
		key, _, err := r.ReadRune()
		if err != nil {
			return
		}
		select {
		case to <- key:
		case <-ctx.Done():
			return
		}
	}
}

// The keys that mean something besides letters and digits.
const (
	keyInterrupt = '\x03'
	keyEnd       = '\x04'
	keyEarlyEnd  = '\x00' // what a terminal makes of an end that was typed before it was ready for single keys
	keyErase     = '\x7f'
	keyEnter     = '\n'
)

// key waits for the next key.
func (q *asker) key() (rune, error) {
	if q.err != nil {
		return 0, q.err
	}
	select {
	case key, more := <-q.keys:
		switch {
		case !more, key == keyInterrupt, key == keyEnd, key == keyEarlyEnd:
			return 0, errLeft
		case key == '\r':
			return keyEnter, nil
		case key == '\b':
			return keyErase, nil
		}
		return key, nil
	case <-q.ctx.Done():
		return 0, errLeft
	}
}

// entry reads a line, with what is typed on show.
func (q *asker) entry() (string, error) {
	text := []rune{}
	for {
		key, err := q.key()
		switch {
		case err != nil:
			return "", err
		case key == keyEnter:
			if q.raw {
				_, q.err = io.WriteString(q.out, "\r\n")
			}
			return string(text), nil
		case key == keyErase:
			if len(text) > 0 {
				text = text[:len(text)-1]
				q.echo("\b \b")
			}
		case len(text) < 8 && strings.ContainsRune("0123456789.", key):
			text = append(text, key)
			q.echo(string(key))
		case !q.raw:
			text = append(text, key)
		}
	}
}

func (q *asker) echo(text string) {
	if q.raw && q.err == nil {
		_, q.err = io.WriteString(q.out, text)
	}
}

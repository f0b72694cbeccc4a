package httpapi_test

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"slices"
	"testing"
	"time"
)

// frame is one picture of a film, and how long it is shown.
type frame struct {
	image *image.NRGBA
	lasts time.Duration
}

// animate makes a GIF that goes on for ever: one palette for all frames, and of each only what differs from the one before.
func animate(frames []frame) ([]byte, error) {
	palette, nearest := reduce(frames)
	out := &gif.GIF{}
	var shown []uint8
	for _, f := range frames {
		b := f.image.Bounds()
		whole := image.NewPaletted(b, palette)
		for i := range whole.Pix {
			whole.Pix[i] = nearest(f.image.Pix[4*i:])
		}
		now := slices.Clone(whole.Pix)
		part := b
		if shown != nil {
			part = image.Rectangle{}
			for i, c := range whole.Pix {
				if alike(palette[c], palette[shown[i]]) {
					whole.Pix[i], now[i] = through, shown[i]
					continue
				}
				x, y := i%b.Dx(), i/b.Dx()
				part = part.Union(image.Rect(x, y, x+1, y+1))
			}
			if part.Empty() { // nothing moved: the one before stays
				out.Delay[len(out.Delay)-1] += hundredths(f.lasts)
				continue
			}
		}
		shown = now
		out.Image = append(out.Image, whole.SubImage(part).(*image.Paletted))
		out.Delay = append(out.Delay, hundredths(f.lasts))
		out.Disposal = append(out.Disposal, gif.DisposalNone)
	}
	file := &bytes.Buffer{}
	err := gif.EncodeAll(file, out)
	return file.Bytes(), err
}

func hundredths(d time.Duration) int { return int((d + 5*time.Millisecond) / (10 * time.Millisecond)) }

// alike says whether nobody would see the difference: breathing alone changes most of a picture by that much.
func alike(a, b color.Color) bool {
	const unseen = 11 // of 255, in each of the three
	x, y := a.(color.NRGBA), b.(color.NRGBA)
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= unseen }
	return near(x.R, y.R) && near(x.G, y.G) && near(x.B, y.B)
}

// through is the palette's place of what lets the picture before be seen.
const through = 255

// fine is how many steps of each colour are told apart while a palette is made.
const fine = 32

// tally is how often colours occur that are the same but for their last bits, and the sum of them.
type tally struct {
	at    [3]int
	sum   [3]int
	times int
}

// reduce makes a palette for frames by cutting the box of their colours at its median, again and again; nearest is the
// palette's place for a pixel.
func reduce(frames []frame) (color.Palette, func(pixel []uint8) uint8) {
	counts := make([]tally, fine*fine*fine)
	for i := 0; i < len(frames); i += 6 {
		pix := frames[i].image.Pix
		for p := 0; p < len(pix); p += 4 {
			c := &counts[shade(pix[p:])]
			c.times++
			for axis := range c.sum {
				c.sum[axis] += int(pix[p+axis])
			}
		}
	}
	var all []tally
	for k, c := range counts {
		if c.times > 0 {
			c.at = [3]int{k / fine / fine, k / fine % fine, k % fine}
			all = append(all, c)
		}
	}
	boxes := [][]tally{all}
	for len(boxes) < through {
		widest, at, along := 0, -1, 0
		for i, b := range boxes {
			total := 0
			for _, t := range b {
				total += t.times
			}
			for axis := range 3 {
				low, high := fine, 0
				for _, t := range b {
					low, high = min(low, t.at[axis]), max(high, t.at[axis])
				}
				if w := (high - low) * bits(total); high > low && w > widest {
					widest, at, along = w, i, axis
				}
			}
		}
		if at < 0 {
			break
		}
		a, b := cut(boxes[at], along)
		boxes[at] = a
		boxes = append(boxes, b)
	}
	palette := make(color.Palette, through+1)
	for i := range palette[:through] {
		palette[i] = color.NRGBA{A: 255} // a GIF takes the first one that is not opaque for the one to see through
	}
	palette[through] = color.NRGBA{}
	for i, b := range boxes {
		palette[i] = mean(b)
	}
	known := make([]int16, fine*fine*fine) // place + 1
	return palette, func(pixel []uint8) uint8 {
		k := shade(pixel)
		if known[k] == 0 {
			is := color.NRGBA{pixel[0], pixel[1], pixel[2], 255}
			if c := counts[k]; c.times > 0 {
				is = mean([]tally{c})
			}
			known[k] = int16(palette[:len(boxes)].Index(is) + 1)
		}
		return uint8(known[k] - 1)
	}
}

func shade(p []uint8) int {
	const step = 256 / fine
	return (int(p[0])/step*fine+int(p[1])/step)*fine + int(p[2])/step
}

// bits is how many binary digits a number has: what is seen often is cut finer, but not in proportion.
func bits(n int) (digits int) {
	for ; n > 0; n /= 2 {
		digits++
	}
	return digits
}

// cut cuts a box of more than one colour at its median along an axis; neither part is empty.
func cut(box []tally, axis int) (a, b []tally) {
	slices.SortStableFunc(box, func(a, b tally) int { return a.at[axis] - b.at[axis] })
	total, half := 0, 0
	for _, t := range box {
		total += t.times
	}
	for i, t := range box[:len(box)-1] {
		if half += t.times; 2*half >= total {
			return box[:i+1], box[i+1:]
		}
	}
	return box[:len(box)-1], box[len(box)-1:]
}

// mean is the colour of a box.
func mean(box []tally) color.NRGBA {
	var sum [3]int
	total := 0
	for _, t := range box {
		for axis := range sum {
			sum[axis] += t.sum[axis]
		}
		total += t.times
	}
	return color.NRGBA{uint8(sum[0] / total), uint8(sum[1] / total), uint8(sum[2] / total), 255}
}

// TestAnimate: what is shown in the end is the last frame, a still picture is one frame that lasts, and colours stay near:
// by a step of the palette and what is alike.
func TestAnimate(t *testing.T) {
	picture := func(at int) *image.NRGBA {
		m := image.NewNRGBA(image.Rect(0, 0, 40, 30))
		for i := range 40 * 30 {
			c := color.NRGBA{250, 247, 242, 255}
			if i%40 >= at && i%40 < at+5 {
				c = color.NRGBA{uint8(120 + i/40), 47, 31, 255}
			}
			m.SetNRGBA(i%40, i/40, c)
		}
		return m
	}
	file, err := animate([]frame{{picture(3), time.Second}, {picture(3), time.Second}, {picture(20), 125 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := gif.DecodeAll(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Image) != 2 || !slices.Equal(got.Delay, []int{200, 13}) {
		t.Fatalf("%d frames with delays %v, want 2 with 200 and 13", len(got.Image), got.Delay)
	}
	if r := got.Image[1].Bounds(); r != image.Rect(3, 0, 25, 30) {
		t.Errorf("the second frame covers %v, want what changed alone", r)
	}
	want := picture(20)
	for i := range 40 * 30 {
		x, y := i%40, i/40
		c := color.NRGBA{}
		for _, f := range got.Image {
			if over := color.NRGBAModel.Convert(f.At(x, y)).(color.NRGBA); image.Pt(x, y).In(f.Bounds()) && over.A > 0 {
				c = over
			}
		}
		is := want.NRGBAAt(x, y)
		for _, d := range []int{int(c.R) - int(is.R), int(c.G) - int(is.G), int(c.B) - int(is.B)} {
			if d > 16 || d < -16 {
				t.Fatalf("at %d, %d is %v, want %v", x, y, c, is)
			}
		}
	}
}

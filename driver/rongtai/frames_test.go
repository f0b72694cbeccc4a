package rongtai

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// framesFile names another file of frames than testdata/frames.txt.
const framesFile = "LUMBAR_FRAMES"

// TestPeerFrames reads a frame in hex, # and its meaning in words, a line each. Every frame decodes, encodes to the same
// bytes, and is what the words say. One whose words say that its checksum is wrong is refused, and is what they say with
// the checksum put right.
func TestPeerFrames(t *testing.T) {
	name := os.Getenv(framesFile)
	if name == "" {
		name = "testdata/frames.txt"
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, facts := 0, 0
	scan := bufio.NewScanner(file)
	for n := 1; scan.Scan(); n++ {
		frame, meaning, err := frameLine(scan.Text())
		if err != nil {
			t.Errorf("%s:%d: %v", name, n, err)
		}
		if frame == nil {
			continue
		}
		lines++
		checked, err := agree(frame, meaning)
		facts += checked
		if err != nil {
			t.Errorf("%s:%d: % X # %s: %v", name, n, frame, meaning, err)
		}
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	if lines == 0 || facts < lines {
		t.Errorf("%s: %d frames with %d facts between them: are their meanings in words?", name, lines, facts)
	}
	t.Logf("%s: %d frames, %d facts", name, lines, facts)
}

// quoted is a frame in a table's row, among other columns.
var quoted = regexp.MustCompile("`([^`]*)`\\s*[|#](.*)$")

// frameLine is one line; a comment or an empty line has no frame.
func frameLine(line string) (frame []byte, meaning string, err error) {
	digits, meaning, _ := strings.Cut(line, "#")
	if m := quoted.FindStringSubmatch(line); m != nil {
		digits, meaning = m[1], m[2]
	}
	digits = regexp.MustCompile("(?i)[`|,:\\s]|0x").ReplaceAllString(digits, "")
	if digits == "" {
		return nil, "", nil
	}
	frame, err = hex.DecodeString(digits)
	return frame, strings.TrimSpace(meaning), err
}

var wrongSum = regexp.MustCompile(`(?i)(checksum (is )?wrong|(wrong|bad) checksum)`)

// agree checks one frame against its meaning and says how many facts of it were compared.
func agree(frame []byte, meaning string) (facts int, err error) {
	if wrongSum.MatchString(meaning) {
		_, err := DecodeStatus(frame)
		if len(frame) == CommandSize {
			_, err = DecodeCommand(frame)
		}
		if !errors.Is(err, ErrChecksum) {
			return 0, fmt.Errorf("got error %v, want a wrong checksum", err)
		}
		frame = append([]byte(nil), frame...)
		frame[len(frame)-2] = checksum(frame[1 : len(frame)-2])
		facts, err = agree(frame, meaning[:wrongSum.FindStringIndex(meaning)[0]])
		return facts + 1, err
	}
	if len(frame) == CommandSize {
		return agreeCommand(frame, meaning)
	}
	s, err := DecodeStatus(frame)
	if err != nil {
		return 0, err
	}
	if again := s.Encode(); string(again[:]) != string(frame) {
		return 0, fmt.Errorf("encodes to % X", again)
	}
	return compare(&s, meaning)
}

// keyWords are words of command vectors that are not the key's name.
var keyWords = map[string]string{"app type byte": "", "remote type byte": ""}

func agreeCommand(frame []byte, meaning string) (facts int, err error) {
	c, err := DecodeCommand(frame)
	if err != nil {
		return 0, err
	}
	if again := c.Encode(); string(again[:]) != string(frame) {
		return 0, fmt.Errorf("encodes to % X", again)
	}
	for _, w := range words(meaning) {
		switch _, about := keyWords[w]; {
		case strings.HasPrefix(w, "app type"):
			if c.Type != FromApp {
				return facts, fmt.Errorf("type %02X, want the app's", byte(c.Type))
			}
		case about:
		case w != c.Key.String():
			return facts, fmt.Errorf("key %q, want %q", c.Key, w)
		}
		facts++
	}
	return facts, nil
}

// minutes is a time as a clock shows it.
var minutes = regexp.MustCompile(`\b(\d+):(\d\d)\b`)

// words are the parts of a meaning, in small letters: what stands between a name and its value is a blank, and times are seconds.
func words(meaning string) (all []string) {
	meaning = minutes.ReplaceAllStringFunc(meaning, func(clock string) string {
		m := minutes.FindStringSubmatch(clock)
		min, _ := strconv.Atoi(m[1])
		sec, _ := strconv.Atoi(m[2])
		return strconv.Itoa(60*min+sec) + " s"
	})
	meaning = strings.NewReplacer("=", " ", ":", " ").Replace(meaning)
	for _, w := range strings.FieldsFunc(strings.ToLower(meaning), func(r rune) bool { return strings.ContainsRune(";,.|", r) }) {
		w = strings.Join(strings.Fields(strings.Trim(w, " \t*`")), " ")
		if w != "" {
			all = append(all, w)
		}
	}
	return all
}

// fact is a form of words and what it says of a status: got, and what is wanted of it.
type fact struct {
	form *regexp.Regexp
	is   func(s *Status, m []string) (got, want string)
}

// same compares a word, number one of the form.
func same(got func(s *Status) string) func(*Status, []string) (string, string) {
	return func(s *Status, m []string) (string, string) { return got(s), m[1] }
}

// number compares a number.
func number(got func(s *Status) int) func(*Status, []string) (string, string) {
	return func(s *Status, m []string) (string, string) {
		n, _ := strconv.Atoi(strings.Join(m[1:], "")) // of forms with two places one is empty
		return strconv.Itoa(got(s)), strconv.Itoa(n)
	}
}

// flag compares whether something is on: unless the words deny it.
func flag(got func(s *Status) bool) func(*Status, []string) (string, string) {
	return func(s *Status, m []string) (string, string) {
		denied := strings.HasPrefix(m[0], "no ") || strings.HasSuffix(m[0], " off") || strings.HasPrefix(m[0], "not ")
		return strconv.FormatBool(got(s)), strconv.FormatBool(!denied)
	}
}

var facts = []fact{
	{regexp.MustCompile(`^(?:run(?: state)?:? |state:? |is )?(standby|resetting|ready|running|storing|fault)$`), same(func(s *Status) string { return s.Run.String() })},
	{regexp.MustCompile(`^(?:power(?:ed)?:? )?(on|off)$`), same(func(s *Status) string { return map[bool]string{true: "on", false: "off"}[s.Powered] })},
	{regexp.MustCompile(`^(?:technique:? )?(none|knead|knock|sync|tap|shiatsu|rhythm|rub|soft knock|press)$`), func(s *Status, m []string) (string, string) {
		want := m[1]
		switch want {
		case "soft knock":
			want = "tap"
		case "press":
			want = "shiatsu"
		}
		return s.Technique.String(), want
	}},
	{regexp.MustCompile(`^speed(?: level)? (\d+)$`), number(func(s *Status) int { return int(s.Speed) })},
	{regexp.MustCompile(`^width:? (narrow|medium|wide|\?|unknown)$`), func(s *Status, m []string) (string, string) {
		return s.Width.String(), strings.Replace(m[1], "unknown", "?", 1)
	}},
	{regexp.MustCompile(`^area:? (none|full|partial|point)$`), same(func(s *Status) string { return s.Area.String() })},
	{regexp.MustCompile(`^(?:time |seconds? )?(?:left|remaining) (\d+)(?: ?s(?:ec(?:onds?)?)?)?$|^(\d+) ?s(?:ec(?:onds?)?)?(?: left| remaining)?$`), number(func(s *Status) int {
		left, ok := s.Left()
		if !ok { // means nothing then; the counter is there all the same
			return int(s.Counter)
		}
		return int(left.Seconds())
	})},
	{regexp.MustCompile(`^carriage(?: step| position| at)? (\d+)$`), number(func(s *Status) int { return int(s.Carriage) })},
	{regexp.MustCompile(`^prog(?:ram(?:me)?)?:? (none|recover|stretch|relax|pain|upper|lower|manual)\b.*$`), same(func(s *Status) string { return s.Programme.String() })},
	{regexp.MustCompile(`^prog(?:ram(?:me)?)?:? (?:0x)?([0-9a-c])(?: .*)?$`), func(s *Status, m []string) (string, string) {
		return fmt.Sprintf("%x", byte(s.Programme)), m[1]
	}},
	{regexp.MustCompile(`^prog(?:ram(?:me)?)?:? (cloud|3d)\b.*$`), func(s *Status, m []string) (string, string) {
		if cloud := s.Programme >= Cloud1 && s.Programme <= Cloud4; cloud || s.Programme == ThreeD {
			return m[1], m[1]
		}
		return s.Programme.String(), m[1]
	}},
	{regexp.MustCompile(`^depth(?: level)? (\d+)$`), number(func(s *Status) int { return int(s.Depth) })},
	{regexp.MustCompile(`^air(?: strength| level)? (\d+)$`), number(func(s *Status) int { return int(s.AirStrength) })},
	{regexp.MustCompile(`^(?:air off|no air)$`), func(s *Status, _ []string) (string, string) { return strconv.Itoa(int(s.AirStrength)), "0" }},
	{regexp.MustCompile(`^(?:no )?heat(?:er|ing)?(?: on| off)?$`), flag(func(s *Status) bool { return s.Heat })},
	{regexp.MustCompile(`^(?:no )?ioni[sz]er(?: on| off)?$`), flag(func(s *Status) bool { return s.Ionizer })},
	{regexp.MustCompile(`^foot roller:? (\d)$`), number(func(s *Status) int { return int(s.FootLevel) })},
	{regexp.MustCompile(`^preset:? (\d+) ?min$`), number(func(s *Status) int { return int(s.Preset) * 10 })},
	{regexp.MustCompile(`^(?:no )?body scan(?: running)?$`), flag(func(s *Status) bool { return s.Scanning })},
	{regexp.MustCompile(`^(?:no |not )?zero[- ]g(?:ravity)?(?: reached)?$`), flag(func(s *Status) bool { return s.ZeroGravity })},
	{regexp.MustCompile(`^error(?: code)?:? (\d+|0x[0-9a-f]+)$`), func(s *Status, m []string) (string, string) {
		want, _ := strconv.ParseInt(m[1], 0, 16)
		code, ok := s.ErrorCode()
		if !ok {
			return "no fault", m[1]
		}
		return strconv.Itoa(int(code)), strconv.Itoa(int(want))
	}},
	{regexp.MustCompile(`^b10 (?:0x)?([0-9a-f]+)$`), func(s *Status, m []string) (string, string) {
		frame := s.Encode()
		return fmt.Sprintf("%02x", frame[10]), fmt.Sprintf("%02s", m[1])
	}},
	{regexp.MustCompile(`^zones?:? (.+)$`), func(s *Status, m []string) (string, string) { // those that are named, of perhaps more
		named := zonesOf(m[1])
		return zoneWords(s.Air & named), zoneWords(named)
	}},
	{regexp.MustCompile(`^bags? moving:? (.+)$`), func(s *Status, m []string) (string, string) {
		for bit, bag := range []string{"shoulder", "waist", "neck"} {
			if m[1] == bag {
				return strconv.FormatBool(s.BagsHigh>>bit&1 == 1), "true"
			}
		}
		for bit, bag := range []string{"foot", "calf", "thigh", "seat", "arm"} {
			if m[1] == bag {
				return strconv.FormatBool(s.BagsLow>>bit&1 == 1), "true"
			}
		}
		return "", "" // more than one, or under a name that differs by model
	}},
}

var zones = []struct {
	name string
	bit  Air
}{{"leg", AirLegs}, {"waist", AirWaist}, {"shoulder", AirArms}, {"seat", AirSeat}, {"0x40", AirFull}, {"full", AirFull}}

func zonesOf(words string) (a Air) {
	for _, z := range zones {
		if strings.Contains(words, z.name) {
			a |= z.bit
		}
	}
	return a
}

func zoneWords(a Air) string { return fmt.Sprintf("%02X", byte(a)) }

// compare holds a status against its meaning.
func compare(s *Status, meaning string) (checked int, err error) {
	var wrong []error
	for _, w := range words(meaning) {
		for i := range facts {
			m := facts[i].form.FindStringSubmatch(w)
			if m == nil {
				continue
			}
			checked++
			if got, want := facts[i].is(s, m); got != want {
				wrong = append(wrong, fmt.Errorf("%q, but the frame says %s", w, got))
			}
			break
		}
	}
	return checked, errors.Join(wrong...)
}

// TestPeerFramesFindsLies is the test of the test: each of these lines has one word that is wrong.
func TestPeerFramesFindsLies(t *testing.T) {
	const knead = "F0 4D 0B 05 26 18 04 03 28 00 00 00 23 1C 01 75 F1"
	for _, lie := range []string{
		"standby", "ready", "off", "knock", "none", "speed 3", "width narrow", "width ?", "area point", "791 s left", "carriage 7",
		"prog lower", "programme none", "depth 2", "air 4", "air off", "heat", "heat on", "ionizer", "preset 10 min", "zones leg/foot",
		"body scan running", "zero-g", "foot roller 1", "error code 24", "b10=01", "bag moving: waist", "checksum wrong",
		"SPEED=3", "Speed level 3", "left 791 s", "time left: 791", "13:11 left", "791 seconds remaining", "Carriage step 7", "carriage=7", "depth level 2",
		"Air level: 4", "Heat: ON", "State: Ready", "technique = shiatsu", "width =  narrow", "Program 6",
	} {
		frame, _, _ := frameLine(knead)
		if _, err := agree(frame, "running; "+lie); err == nil {
			t.Errorf("%q of % X passed", lie, frame)
		}
	}
	truth := "running; on; knead, speed 2, width wide, area full; 792 s left; carriage 8; prog manual; depth 1; air 5; zones seat; preset 30 min; no heat; heat off"
	frame, _, _ := frameLine(knead)
	if n, err := agree(frame, truth); err != nil || n != 15 {
		t.Errorf("got %d facts, error %v, want all 15", n, err)
	}
	for _, line := range []string{ // the same, as others write it
		"f04d0b05261804032800000023 1c0175f1#RUNNING;ON;KNEAD,SPEED 2,WIDTH WIDE,AREA FULL;792 S LEFT;CARRIAGE 8;PROG MANUAL;DEPTH 1;AIR 5",
		"  0xF0,0x4D,0x0B,0x05,0x26,0x18,0x04,0x03,0x28,0x00,0x00,0x00,0x23,0x1C,0x01,0x75,0xF1 #  run state: running ;  time left = 13:12 ; heat:off",
		"| 10 | `F0 4D 0B 05 26 18 04 03 28 00 00 00 23 1C 01 75 F1` | running; on; knead, speed 2; 792 s left |",
		"F0:4D:0B:05:26:18:04:03:28:00:00:00:23:1C:01:75:F1\t# speed=2, carriage step 8",
	} {
		frame, meaning, err := frameLine(line)
		if err != nil {
			t.Fatal(line, err)
		}
		if n, err := agree(frame, meaning); err != nil || n < 2 {
			t.Errorf("%s: %d facts, error %v", line, n, err)
		}
	}
	for _, bad := range []string{"F0 83 02 7A F1", "F0 85 01 79 F1", "F0 83 01 7A F1"} {
		frame, _, _ := frameLine(bad)
		if _, err := agree(frame, "power"); err == nil {
			t.Errorf("% X passed as power", frame)
		}
	}
}

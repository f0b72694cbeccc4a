package rongtai

import "fmt"

// Key is a key of the chair's own remote or app, as the id in a command frame.
type Key byte

// Keys that may be used. Their ids are from code or hardware, one by one.
const (
	KeyPower Key = 0x01 // a toggle, and the only stop

	KeyRecover     Key = 0x10
	KeyStretch     Key = 0x11
	KeyRelax       Key = 0x12
	KeyPain        Key = 0x13
	KeyUpper       Key = 0x14
	KeyLower       Key = 0x15
	KeyKnead       Key = 0x20
	KeyKnock       Key = 0x21
	KeyShiatsu     Key = 0x22
	KeyTap         Key = 0x23
	KeySync        Key = 0x24
	KeyRhythm      Key = 0x25
	KeyHeat        Key = 0x27 // a toggle
	KeyPartial     Key = 0x28
	KeyPoint       Key = 0x29
	KeyFull        Key = 0x2A
	KeySpeed1      Key = 0x2E // 0x2E to 0x33: speeds 1 to 6
	KeyZeroGA      Key = 0x3B
	KeyZeroGB      Key = 0x3C
	KeyZeroGC      Key = 0x3D
	KeyAirLegs     Key = 0x40
	KeyAirArms     Key = 0x41
	KeyAirWaist    Key = 0x42
	KeyAirSeat     Key = 0x43
	KeyAirAuto     Key = 0x44
	KeyAir1        Key = 0x45 // 0x45 to 0x49: air strength, five levels
	KeyAirOff      Key = 0x4A
	KeyTen         Key = 0x50
	KeyTwenty      Key = 0x51
	KeyThirty      Key = 0x52
	KeyZeroGravity Key = 0x70
	KeyReset       Key = 0x7E
)

// KeyUse is what is known of a key. The zero value is: nothing.
type KeyUse uint8

// The uses.
const (
	_       KeyUse = iota
	Certain        // checked on hardware
	Coded          // in the code of the maker's app
	FindOut        // which id of its group does what has to be found out on hardware, with nobody in the chair: not used
)

// KeyInfo is one row of the table of keys.
type KeyInfo struct {
	From, To Key // ids of a group, both included
	Name     string
	Use      KeyUse
	Toggle   bool // a second press takes the first one back
}

var keys = [...]KeyInfo{
	{0x01, 0x01, "power", Certain, true},
	{0x10, 0x10, "auto recover", Certain, false},
	{0x11, 0x11, "auto stretch", Certain, false},
	{0x12, 0x12, "auto relax", Certain, false},
	{0x13, 0x13, "auto pain recovery", Certain, false}, // as its remote says
	{0x14, 0x14, "auto upper body", Certain, false},
	{0x15, 0x15, "auto lower body", Certain, false},
	{0x20, 0x20, "knead", Certain, false},
	{0x21, 0x21, "knock", Certain, false},
	{0x22, 0x22, "shiatsu", Certain, false},
	{0x23, 0x23, "tap", Certain, false},
	{0x24, 0x24, "sync", Certain, false},
	{0x25, 0x25, "rhythm", Coded, false},
	{0x27, 0x27, "heat", Certain, true},
	{0x28, 0x28, "area partial", Coded, false},
	{0x29, 0x29, "area point", Coded, false},
	{0x2A, 0x2A, "area full", Coded, false},
	{0x2B, 0x2D, "width", FindOut, false},
	{0x2E, 0x33, "speed", Coded, false},
	{0x34, 0x37, "foot roller", FindOut, false},
	{0x3B, 0x3D, "zero gravity preset", Coded, false},
	{0x40, 0x40, "air leg", Coded, true},
	{0x41, 0x41, "air arm", Coded, true},
	{0x42, 0x42, "air waist", Coded, true},
	{0x43, 0x43, "air seat", Coded, true},
	{0x44, 0x44, "air auto", Certain, true},
	{0x45, 0x49, "air strength", Coded, false},
	{0x4A, 0x4A, "air off", Coded, false},
	{0x50, 0x50, "10 min", Certain, false},
	{0x51, 0x51, "20 min", Certain, false},
	{0x52, 0x52, "30 min", Certain, false},
	{0x58, 0x5C, "depth speed", FindOut, false},
	{0x60, 0x63, "carriage up or down, start or stop", FindOut, false},
	{0x64, 0x67, "backrest up or down, start or stop", FindOut, false},
	{0x68, 0x6B, "leg rest up or down, start or stop", FindOut, false},
	{0x6C, 0x6F, "leg extension in or out, start or stop", FindOut, false},
	{0x70, 0x70, "zero gravity", Certain, true},
	{0x7E, 0x7E, "reset", Coded, false},
}

// Keys is the table of all keys that are known.
func Keys() []KeyInfo { return append([]KeyInfo(nil), keys[:]...) }

// Info is the key's row of the table; of an unknown key, a row with no use.
func (k Key) Info() KeyInfo {
	for _, row := range keys {
		if k >= row.From && k <= row.To {
			return row
		}
	}
	return KeyInfo{From: k, To: k}
}

// Usable says whether a driver may press the key at all.
func (k Key) Usable() bool {
	use := k.Info().Use
	return use == Certain || use == Coded
}

// String is the key's name, with its place in its group, such as "speed 3".
func (k Key) String() string {
	switch row := k.Info(); {
	case row.Use == 0:
		return fmt.Sprintf("key %02X", byte(k))
	case row.From != row.To:
		return fmt.Sprintf("%s %d", row.Name, k-row.From+1)
	default:
		return row.Name
	}
}

// SpeedKey is the key of a speed from 1 to 6, and AirKey that of an air strength from 1 to 5; a level beyond is the nearest.
func SpeedKey(level int) Key { return KeySpeed1 + Key(min(max(level, 1), 6)-1) }

// AirKey is as SpeedKey.
func AirKey(level int) Key { return KeyAir1 + Key(min(max(level, 1), 5)-1) }

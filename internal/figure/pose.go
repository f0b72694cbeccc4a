package figure

// A Bend is how far a part of the spine is bent in all, over its joints: Flex forward, Side to the right, Twist to the right.
type Bend struct{ Flex, Side, Twist float64 }

// On says what a hand rests on, and so in whose directions its place is given.
type On uint8

// What a hand may rest on.
const (
	World  On = iota // a place in the picture
	Chest            // from the top of the chest between the shoulder blades
	Pelvis           // from between the hips
)

// A Foot is where an ankle is, where the toes point and where the knee bends to. A zero Toes is forward along the
// floor; a zero Knee is forward of the pelvis.
type Foot struct{ Ankle, Toes, Knee Point }

// A Hand is where a wrist is, where the fingers point and where the elbow bends to. A zero Fingers goes on from the
// forearm; a zero Elbow is backward of the chest.
type Hand struct {
	On                    On
	Wrist, Fingers, Elbow Point
}

// A Pose is one position of the whole body. Index 0 of feet and hands is right, 1 left.
type Pose struct {
	// Place is the middle between the hips, or with ByChest the top of the chest.
	Place   Point
	ByChest bool
	// Pelvis: Flex 0 stands, 90 is face down, -90 lies on the back.
	Pelvis, Lumbar, Thorax, Neck Bend
	Belly                        float64 // how far the belly rises with the breath
	Feet                         [2]Foot
	Hands                        [2]Hand
}

// Lengths of the body in hundredths of its height (Winter, Biomechanics and Motor Control of Human Movement:
// segment lengths after Drillis and Contini 1966), and of the spine's parts (lumbar 18 cm, thoracic 28 cm of 175).
const (
	thighLength, shankLength   = 24.5, 24.6
	upperArmLength, armLength  = 18.6, 14.6
	handLength, footLength     = 9.0, 15.2
	ankleHeight                = 3.9
	hipApart, shoulderApart    = 4.9, 9.4 // from the middle
	lumbarPiece, thoraxPiece   = 2.06, 2.7
	neckPiece                  = 1.9
	lumbarJoints, thoraxJoints = 5, 6
	neckJoints                 = 3
	spineJoints                = lumbarJoints + thoraxJoints + neckJoints
	topOfChest                 = lumbarJoints + thoraxJoints - 2 // the joint at about T3
)

// neutral is how far each piece of the spine leans forward in standing, from S1 up: the lumbar hollow, the
// thoracic round, the neck.
var neutral = [spineJoints]float64{16, 9, 1, -7, -11, -12, -9, -3, 5, 14, 22, 26, 20, 10}

// A body is where everything is in one pose.
type body struct {
	pose         Pose
	pelvis       frame
	spine        [spineJoints + 1]frame // S1 first, the skull's base last
	head         frame
	hip, knee    [2]Point
	ankle, toe   [2]Point
	shoulder     [2]Point
	elbow, wrist [2]Point
	finger       [2]Point
	missed       float64 // how far the farthest hand or foot stays from its place
	sole         [2]Point
}

var sides = [2]float64{1, -1}

// stand puts a body into a pose.
func (p Pose) stand() body {
	b := body{pose: p}
	b.trunk(Point{})
	shift := p.Place
	if p.ByChest {
		shift = p.Place.minus(b.spine[topOfChest].at)
	}
	b.trunk(shift)
	b.legs()
	b.arms()
	return b
}

func (b *body) trunk(at Point) {
	p := b.pose
	b.pelvis = upright(at).bend(p.Pelvis.Flex, p.Pelvis.Side, p.Pelvis.Twist)
	f := b.pelvis
	f.at = b.pelvis.point(Point{X: -2.8, Y: 6})
	b.spine[0] = f
	lean := 0.0
	for i := range spineJoints {
		bend, n, piece := p.Lumbar, float64(lumbarJoints), lumbarPiece
		switch {
		case i >= lumbarJoints+thoraxJoints:
			bend, n, piece = p.Neck, neckJoints, neckPiece
		case i >= lumbarJoints:
			bend, n, piece = p.Thorax, thoraxJoints, thoraxPiece
		}
		f = f.bend(neutral[i]-lean+bend.Flex/n, bend.Side/n, bend.Twist/n)
		lean = neutral[i]
		f.at = f.at.plus(f.up.times(piece))
		b.spine[i+1] = f
	}
	b.head = f.bend(-lean, 0, 0)
}

func (b *body) legs() {
	for i, s := range sides {
		b.hip[i] = b.pelvis.point(Point{Z: s * hipApart})
		foot := b.pose.Feet[i]
		pole := foot.Knee.unit(b.pelvis.fwd)
		b.knee[i], b.ankle[i] = reach(b.hip[i], foot.Ankle, thighLength, shankLength, pole)
		b.missed = max(b.missed, b.ankle[i].minus(foot.Ankle).length())
		b.toe[i] = foot.Toes.unit(Point{X: 1})
		// The sole is on the side of the foot away from the shin.
		shin := b.ankle[i].minus(b.knee[i])
		b.sole[i] = shin.minus(b.toe[i].times(shin.dot(b.toe[i]))).unit(Point{Y: -1})
	}
}

func (b *body) arms() {
	chest := b.spine[topOfChest]
	for i, s := range sides {
		b.shoulder[i] = chest.point(Point{X: 3.4, Y: -0.4, Z: s * shoulderApart})
		hand := b.pose.Hands[i]
		wrist, fingers, elbow := hand.Wrist, hand.Fingers, hand.Elbow
		if f, ok := map[On]frame{Chest: chest, Pelvis: b.pelvis}[hand.On]; ok {
			wrist = f.point(wrist)
			f.at = Point{}
			fingers, elbow = f.point(fingers), f.point(elbow)
		}
		pole := elbow.unit(chest.fwd.times(-1))
		b.elbow[i], b.wrist[i] = reach(b.shoulder[i], wrist, upperArmLength, armLength, pole)
		b.missed = max(b.missed, b.wrist[i].minus(wrist).length())
		b.finger[i] = fingers.unit(b.wrist[i].minus(b.elbow[i]).unit(Point{Y: -1}))
	}
}

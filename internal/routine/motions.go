package routine

import "github.com/openlumbar/lumbar/internal/figure"

var stool = pt{Y: 24.6, X: 1}

func marching() figure.Motion {
	right := change(standing(), func(p *figure.Pose) {
		p.Feet[0].Ankle = pt{X: 14, Y: 25, Z: 5.2}
		p.Feet[0].Toes = pt{X: 1, Y: -0.25}
		p.Hands[0] = hand{Wrist: pt{X: -9, Y: 54, Z: 13}, Elbow: pt{X: -1}}
		p.Hands[1] = hand{Wrist: pt{X: 17, Y: 64, Z: -11}, Elbow: pt{X: -1, Y: -1}}
	})
	return figure.Motion{View: figure.View{Around: 18}, Keys: []figure.Key{
		key(right, 0.1, 0.6, "Lift one knee as high as is easy, the other arm forward."),
		key(standing(), 0.05, 0.6, ""),
		key(right.Mirror(), 0.1, 0.6, "Then the other."),
		key(standing(), 0.05, 0.6, ""),
	}}
}

func seatedMarching() figure.Motion {
	down := change(sitting(), func(p *figure.Pose) {
		p.Hands = hands(figure.World, pt{X: -1, Y: 27, Z: 13}, pt{X: 0.3, Y: -1}, pt{X: -1})
	})
	right := change(down, func(p *figure.Pose) {
		p.Feet[0].Ankle = pt{X: 22.5, Y: 12, Z: 6}
		p.Feet[0].Toes = pt{X: 1, Y: -0.2}
	})
	return figure.Motion{Prop: figure.Stool, PropAt: stool, View: figure.View{Around: 18}, Keys: []figure.Key{
		key(right, 0.1, 0.7, "Sit tall and lift one foot off the floor."),
		key(down, 0.05, 0.7, ""),
		key(right.Mirror(), 0.1, 0.7, "Then the other."),
		key(down, 0.05, 0.7, ""),
	}}
}

func breathing() figure.Motion {
	out := change(lying(), func(p *figure.Pose) {
		p.Hands = hands(figure.World, pt{X: -11, Y: 13, Z: 7}, pt{X: 0.75, Y: -0.1, Z: -0.8}, pt{X: 0.2, Y: -0.3, Z: 1})
	})
	in := change(out, func(p *figure.Pose) {
		p.Belly = 2.6
		for i := range p.Hands {
			p.Hands[i].Wrist.Y += 1.7
		}
	})
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: -8}, Keys: []figure.Key{
		key(out, 0.3, 3.5, "Breathe out, the belly sinks."),
		key(in, 0.3, 4.5, "Breathe in through the nose, the belly rises under the hands."),
	}}
}

func pelvicTilt() figure.Motion {
	ribs := hands(figure.Chest, pt{X: 11, Y: -7, Z: 5}, pt{X: -0.1, Y: -0.2, Z: -1}, pt{X: -0.5, Y: -0.6, Z: 1})
	hollow := change(lying(), func(p *figure.Pose) { p.Pelvis, p.Lumbar, p.Hands = flex(-84), flex(-9), ribs; p.Place.Y = 4.2 })
	flat := change(lying(), func(p *figure.Pose) { p.Pelvis, p.Lumbar, p.Hands = flex(-108), flex(20), ribs })
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: -8}, Keys: []figure.Key{
		key(hollow, 0.5, 2, "Knees up, feet flat, let the low back find its small hollow."),
		key(flat, 2, 2, "Press the low back gently into the floor; the tail lifts a little."),
	}}
}

func seatedTilt() figure.Motion {
	tall := change(sitting(), func(p *figure.Pose) { p.Pelvis, p.Lumbar, p.Thorax = flex(8), flex(-10), flex(-2) })
	slump := change(sitting(), func(p *figure.Pose) { p.Pelvis, p.Lumbar, p.Thorax = flex(-16), flex(22), flex(2) })
	return figure.Motion{Prop: figure.Stool, PropAt: stool, Keys: []figure.Key{
		key(tall, 1, 2, "Roll the pelvis forward and sit tall."),
		key(slump, 1, 2, "Roll it back until the low back is a little round."),
	}}
}

func kneeRolls() figure.Motion {
	middle := change(lying(), func(p *figure.Pose) {
		p.Feet = feet(18, 3.9, 3.5, pt{}, pt{Y: 1})
		p.Hands = hands(figure.World, pt{X: -6, Y: 1.8, Z: 29}, pt{X: 1, Z: 0.6}, pt{X: 1, Y: 0.1})
	})
	right := change(middle, func(p *figure.Pose) {
		p.Pelvis.Twist, p.Lumbar.Twist, p.Thorax.Twist = 24, -16, -8
		for i := range p.Feet {
			p.Feet[i].Knee = pt{Y: 0.62, Z: 1}
			p.Feet[i].Toes = pt{X: 1, Z: 0.25}
		}
	})
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: -8}, View: figure.View{Around: 24, Above: 42}, Keys: []figure.Key{
		key(middle, 0.3, 1.8, "Knees up and together, arms out."),
		key(right, 2, 1.8, "Let both knees sink to one side, only as far as is easy."),
		key(middle, 0.3, 1.8, "Back to the middle."),
		key(right.Mirror(), 2, 1.8, "Then to the other side."),
	}}
}

func kneeToChest() figure.Motion {
	start := lying()
	pull := change(start, func(p *figure.Pose) {
		p.Pelvis, p.Lumbar = flex(-100), flex(10)
		p.Feet[0] = foot{Ankle: pt{X: 6.5, Y: 18.5, Z: 5}, Toes: pt{X: 1, Y: -0.2}, Knee: pt{X: -1, Y: 0.8}}
		p.Hands = [2]hand{
			{Wrist: pt{X: -5, Y: 25, Z: 8}, Fingers: pt{X: 0.6, Y: -0.4, Z: -0.8}, Elbow: pt{X: -0.3, Y: -0.4, Z: 1}},
			{Wrist: pt{X: -5, Y: 25, Z: 1}, Fingers: pt{X: 0.6, Y: -0.4, Z: 0.8}, Elbow: pt{X: -0.3, Y: -0.4, Z: -1}},
		}
	})
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: -8}, Keys: []figure.Key{
		key(start, 0.5, 2.2, "Knees up, feet flat."),
		key(pull, 3, 2.2, "Draw one knee towards the chest with both hands. Then the other."),
	}}
}

func catCow() figure.Motion {
	cat := change(kneeling(), func(p *figure.Pose) {
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(57), flex(44), flex(16), flex(26)
	})
	cow := change(kneeling(), func(p *figure.Pose) {
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(99), flex(-20), flex(-9), flex(-26)
	})
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: 4}, Keys: []figure.Key{
		key(kneeling(), 0.3, 1.6, "Hands under the shoulders, knees under the hips."),
		key(cat, 0.6, 2.2, "Breathe out and round the back, looking down."),
		key(cow, 0.6, 1.6, "Breathe in and let the back sink a little, looking ahead."),
	}}
}

func seatedCatCow() figure.Motion {
	cat := change(sitting(), func(p *figure.Pose) {
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(-18), flex(32), flex(24), flex(24)
	})
	cow := change(sitting(), func(p *figure.Pose) {
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(10), flex(-14), flex(-12), flex(-12)
	})
	return figure.Motion{Prop: figure.Stool, PropAt: stool, Keys: []figure.Key{
		key(cat, 0.5, 2.2, "Breathe out and round the back, hands on the thighs."),
		key(cow, 0.5, 2.2, "Breathe in, lift the breastbone and grow tall."),
	}}
}

func archUp() figure.Motion {
	tall := change(sitting(), func(p *figure.Pose) { p.Pelvis = flex(2) })
	up := change(sitting(), func(p *figure.Pose) {
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(8), flex(-12), flex(-12), flex(-6)
	})
	return figure.Motion{Prop: figure.Stool, PropAt: stool, Keys: []figure.Key{
		key(tall, 0.5, 2, "Sit tall, feet flat."),
		key(up, 2, 2, "Lift the breastbone up and forward, the back a little hollow. Do not round it."),
	}}
}

func seatedRotation() figure.Motion {
	middle := change(sitting(), func(p *figure.Pose) {
		p.Hands = [2]hand{
			{On: figure.Chest, Wrist: pt{X: 9.3, Y: -2.2, Z: -4}, Fingers: pt{X: -0.5, Y: 0.5, Z: -0.8}, Elbow: pt{X: 0.7, Y: -1, Z: 0.3}},
			{On: figure.Chest, Wrist: pt{X: 10.6, Y: -4.2, Z: 4}, Fingers: pt{X: -0.5, Y: 0.6, Z: 0.8}, Elbow: pt{X: 0.7, Y: -1, Z: -0.3}},
		}
	})
	right := change(middle, func(p *figure.Pose) {
		p.Lumbar.Twist, p.Thorax.Twist, p.Neck.Twist = 8, 30, 14
	})
	return figure.Motion{Prop: figure.Stool, PropAt: stool, View: figure.View{Around: 62}, Keys: []figure.Key{
		key(middle, 0.3, 1.8, "Sit tall, arms crossed, hands on the shoulders."),
		key(right, 1, 1.8, "Turn the chest to one side, without pulling."),
		key(middle, 0.3, 1.8, "Back to the middle."),
		key(right.Mirror(), 1, 1.8, "Then to the other side."),
	}}
}

func hipHinge() figure.Motion {
	tall := change(standing(), func(p *figure.Pose) {
		p.Hands = hands(figure.World, pt{X: 5.5, Y: 50, Z: 9}, pt{X: 0.2, Y: -1}, pt{X: -1, Z: 0.5})
	})
	low := change(standing(), func(p *figure.Pose) {
		p.Place = pt{X: -10, Y: 49.4}
		p.Pelvis, p.Neck = flex(54), flex(-12)
		p.Hands = hands(figure.World, pt{X: 6, Y: 36, Z: 7.6}, pt{X: 0.1, Y: -1}, pt{X: -1, Y: 0.5, Z: 0.4})
	})
	return figure.Motion{Keys: []figure.Key{
		key(tall, 0.4, 2, "Stand, hands on the thighs, knees soft."),
		key(low, 0.6, 2, "Push the hips back and lean forward with a straight back, hands sliding down."),
	}}
}

func backBend() figure.Motion {
	hips := hands(figure.Pelvis, pt{X: -5.5, Y: 7, Z: 8.6}, pt{X: -0.2, Y: -1, Z: -0.3}, pt{X: -1, Z: 0.9})
	tall := change(standing(), func(p *figure.Pose) { p.Hands = hips })
	back := change(tall, func(p *figure.Pose) {
		p.Place = pt{X: 3, Y: 52.5}
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(-5), flex(-16), flex(-6), flex(4)
	})
	return figure.Motion{Keys: []figure.Key{
		key(tall, 0.4, 1.8, "Stand with the hands on the back of the hips."),
		key(back, 2, 1.8, "Lean back from the low back, knees straight, eyes ahead."),
	}}
}

func childsPose() figure.Motion {
	// The knees stay where they are: the hips go round them on the length of the thigh.
	halfway := change(kneeling(), func(p *figure.Pose) {
		p.Place = pt{X: -12.2, Y: 24}
		p.Pelvis, p.Lumbar = flex(84), flex(8)
	})
	back := change(kneeling(), func(p *figure.Pose) {
		p.Place = pt{X: -21.1, Y: 15.2}
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(78), flex(24), flex(8), flex(-2)
		for i := range p.Hands {
			p.Hands[i].Elbow = pt{X: 0.2, Y: 0.3, Z: float64(1 - 2*i)}
		}
	})
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: 4}, Keys: []figure.Key{
		key(kneeling(), 0.4, 1.2, "Start on hands and knees."),
		key(halfway, 0, 1.2, ""),
		key(back, 2.5, 1.2, "Let the bottom sink towards the heels and breathe once, hands staying where they are."),
		key(halfway, 0, 1.2, ""),
	}}
}

func sitToStand() figure.Motion {
	base := func(p *figure.Pose) {
		p.Feet = feet(-1.5, 3.9, 5.6, pt{}, pt{X: 0.6, Y: 1})
	}
	sit := change(sitting(), func(p *figure.Pose) {
		base(p)
		p.Place = pt{X: -21.5, Y: 30.5}
		p.Hands = hands(figure.World, pt{X: -8, Y: 35.7, Z: 7.5}, pt{X: 1, Y: -0.15}, pt{X: -0.2, Y: -0.2, Z: 1})
	})
	lean := change(sit, func(p *figure.Pose) {
		p.Place = pt{X: -20, Y: 31}
		p.Pelvis, p.Neck = flex(38), flex(-16)
		p.Hands = hands(figure.World, pt{X: 7, Y: 36, Z: 8}, pt{X: 1, Y: -0.3}, pt{X: -1, Y: -0.4, Z: 0.4})
	})
	rise := change(lean, func(p *figure.Pose) {
		p.Place = pt{X: -11.5, Y: 42}
		p.Pelvis, p.Neck = flex(36), flex(-14)
		p.Hands = hands(figure.World, pt{X: 9, Y: 43, Z: 9}, pt{X: 0.6, Y: -0.8}, pt{X: -1, Y: -0.3, Z: 0.4})
	})
	stand := change(standing(), func(p *figure.Pose) {
		p.Feet = sit.Feet
		for i := range p.Feet {
			p.Feet[i].Knee = pt{X: 1}
		}
	})
	return figure.Motion{Prop: figure.Stool, PropAt: pt{X: -22.5, Y: 24.6}, Keys: []figure.Key{
		key(sit, 0.5, 0.9, "Sit towards the front, feet under the knees."),
		key(lean, 0, 0.8, "Lean forward until the nose is over the toes."),
		key(rise, 0, 0.9, "Push through both feet."),
		key(stand, 0.6, 2.6, "Stand tall. Sit down again slowly."),
	}}
}

func bridge() figure.Motion {
	up := change(lying(), func(p *figure.Pose) {
		p.Pelvis, p.Lumbar, p.Thorax, p.Neck = flex(-119), flex(6), flex(10), flex(26)
		p.Place = pt{X: -26.5, Y: 4.6}
	})
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: -8}, Keys: []figure.Key{
		key(lying(), 0.6, 1.8, "Knees up, feet flat, arms beside you."),
		key(up, 3, 1.8, "Lift the hips until shoulders, hips and knees are in line."),
	}}
}

func hipFlexor() figure.Motion {
	start := figure.Pose{
		Place: pt{X: 0, Y: 27.2}, Pelvis: flex(2),
		Feet: [2]foot{
			{Ankle: pt{X: -24.4, Y: 2.4, Z: 5}, Toes: pt{X: -1, Y: -0.08}, Knee: pt{X: 1, Y: -1}},
			{Ankle: pt{X: 23, Y: 3.9, Z: -5.5}, Knee: pt{X: 0.3, Y: 1}},
		},
		Hands: [2]hand{
			{On: figure.Pelvis, Wrist: pt{X: 1, Y: 7.5, Z: 10}, Fingers: pt{X: 0.8, Y: -0.7, Z: -0.2}, Elbow: pt{X: -1, Z: 0.8}},
			{On: figure.World, Wrist: pt{X: 15, Y: 34, Z: -6}, Fingers: pt{X: 1, Y: -0.2}, Elbow: pt{X: -1, Y: -0.3, Z: -0.4}},
		},
	}
	forward := change(start, func(p *figure.Pose) {
		p.Place = pt{X: 7.6, Y: 26}
		p.Pelvis = flex(-7)
		p.Lumbar = flex(5)
		p.Hands[1].Wrist = pt{X: 21.5, Y: 33.6, Z: -6}
	})
	return figure.Motion{Prop: figure.Mat, PropAt: pt{X: 2}, Keys: []figure.Key{
		key(start, 0.5, 2.2, "Kneel on one knee, the other foot in front."),
		key(forward, 4, 2.2, "Tuck the tail under and shift forward until the front of the hip feels a stretch. Then the other side."),
	}}
}

func hamstring() figure.Motion {
	start := change(sitting(), func(p *figure.Pose) {
		p.Place = pt{X: 3, Y: 30.5}
		p.Feet[0] = foot{Ankle: pt{X: 44.3, Y: 4.8, Z: 6}, Toes: pt{X: 0.35, Y: 1}, Knee: pt{X: 0.3, Y: 1}}
		p.Hands = hands(figure.World, pt{X: 16, Y: 35.2, Z: 7}, pt{X: 1, Y: -0.3}, pt{X: -0.2, Y: -0.2, Z: 1})
	})
	lean := change(start, func(p *figure.Pose) {
		p.Pelvis, p.Neck = flex(31), flex(-10)
		p.Hands = hands(figure.World, pt{X: 27, Y: 30.5, Z: 7}, pt{X: 1, Y: -0.5}, pt{X: -0.2, Y: -0.2, Z: 1})
	})
	return figure.Motion{Prop: figure.Stool, PropAt: stool, Keys: []figure.Key{
		key(start, 0.5, 2.2, "Sit at the front edge, one heel on the floor ahead, toes up."),
		key(lean, 4, 2.2, "Lean forward from the hips with a straight back. Then the other side."),
	}}
}

func calfStretch() figure.Motion {
	start := change(standing(), func(p *figure.Pose) {
		p.Place = pt{X: -3, Y: 50.6}
		p.Pelvis = flex(6)
		p.Feet = [2]foot{{Ankle: pt{X: -19, Y: 3.9, Z: 5}, Knee: pt{X: 1}}, {Ankle: pt{X: 4, Y: 3.9, Z: -5}, Knee: pt{X: 1}}}
		p.Hands = hands(figure.World, pt{X: 26.5, Y: 78, Z: 9}, pt{Y: 1, X: 0.12}, pt{X: -0.4, Y: -1, Z: 0.2})
	})
	lean := change(start, func(p *figure.Pose) {
		p.Place = pt{X: 4.5, Y: 47.2}
		p.Pelvis = flex(13)
	})
	return figure.Motion{Prop: figure.Wall, PropAt: pt{X: 28.2}, Keys: []figure.Key{
		key(start, 0.5, 2, "Hands on a wall, one foot back, heel down."),
		key(lean, 4, 2, "Bend the front knee and lean in until the back calf feels a stretch. Then the other side."),
	}}
}

func sideBend() figure.Motion {
	middle := change(standing(), func(p *figure.Pose) {
		p.Feet = feet(-1.5, 3.9, 8, pt{X: 1}, pt{X: 1})
		p.Feet[0].Toes, p.Feet[1].Toes = pt{X: 1, Z: 0.3}, pt{X: 1, Z: -0.3}
		p.Hands = hands(figure.World, pt{X: 1, Y: 48.3, Z: 13}, pt{Y: -1}, pt{X: -0.4, Z: 1})
	})
	right := change(middle, func(p *figure.Pose) {
		p.Place.Z = -2.5
		p.Pelvis.Side, p.Lumbar.Side, p.Thorax.Side, p.Neck.Side = -2, 13, 15, 5
		p.Hands[0].Wrist = pt{X: 1, Y: 42.6, Z: 16}
		p.Hands[1].Wrist = pt{X: 1, Y: 57.5, Z: -12}
	})
	return figure.Motion{View: figure.View{Around: -90}, Keys: []figure.Key{
		key(middle, 0.3, 1.5, "Stand with the feet apart."),
		key(right, 1, 1.5, "Slide one hand down the side of the thigh."),
		key(middle, 0.3, 1.5, "Come back up."),
		key(right.Mirror(), 1, 1.5, "Then the other side."),
	}}
}

func sittingQuietly() figure.Motion {
	in := change(sitting(), func(p *figure.Pose) { p.Belly, p.Thorax = 1.2, flex(-1.5) })
	return figure.Motion{Prop: figure.Stool, PropAt: stool, Keys: []figure.Key{
		key(sitting(), 0.3, 2.6, "Sit and let the breath come and go."),
		key(in, 0.2, 2.2, "Stand up slowly when you are ready."),
	}}
}

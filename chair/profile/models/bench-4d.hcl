# The simulated reference chair. It stands for no product: makers publish neither roller travel, speed and force
# nor pad temperature and bag pressure, so that nearly every figure here is an assumption and says why.

chair "bench-4d" {
  title         = "Bench 4D"
  simulated     = true
  control       = "250 Hz"
  heartbeat     = "100 ms"
  stale         = "40 ms"
  on_silence    = "retracts"
  on_power_loss = "retracts"
  seat_sensor   = true
  stop_button   = true
  massage       = "125°"
  assumption    = "Control: below 250 Hz Klipper's load cell guide advises to move slower. Heartbeat: at 50 mm/s the rollers come 5 mm in 100 ms, 30 N more at the spring. Stale: ten ticks. Massage angle: a third of the way down, where the trunk leans on the back; no figure is published. No chair protocol that is published reports occupancy; this one has a seat sensor because a session needs to know."

  axis "carriage" {
    min          = "40 mm"
    max          = "480 mm"
    home         = "40 mm"
    speed        = "150 mm/s"
    acceleration = "1 m/s2"
    jerk         = "10 m/s3"
    lag          = "20 ms"
    source       = "Travel: L5 to L1 of 98 % of the people in ANSUR II lies 120 to 400 mm above the uncompressed seat, upright; 80 mm more at both ends for the sacrum, T12, sink and slump."
    assumption   = "Speed: three times the 50 mm/s or so that a chair's travel times give, for the way between techniques; massage itself is slower. Acceleration and jerk: at speed within a quarter of a second, which does not feel like a jolt."
  }

  axis "depth" {
    min          = "0 mm"
    max          = "110 mm"
    home         = "0 mm"
    speed        = "200 mm/s"
    acceleration = "3 m/s2"
    jerk         = "60 m/s3"
    backlash     = "0.2 mm"
    lag          = "12 ms"
    assumption   = "No maker publishes depth in mm. Travel: 20 mm to the cover, 20 mm of cover and give, 30 mm of tissue, the rest for the hollow of the back. Speed and acceleration: off the back within 400 ms, home within 1 s. Lag: three ticks, as a servo behind a field bus. Backlash: a used lead screw."
  }

  axis "width" {
    min          = "60 mm"
    max          = "140 mm"
    home         = "80 mm"
    speed        = "40 mm/s"
    acceleration = "0.4 m/s2"
    jerk         = "4 m/s3"
    lag          = "20 ms"
    assumption   = "Chairs have narrow, medium and wide without a figure. The groove beside the spine is 9 mm from the midline at L1 and 35 mm at S1 (Deng 2015), so that rollers at 70 mm (L1) to 100 mm (L5) lie on muscle; the rest is for shoulders and people who are not average."
  }

  axis "kneading" {
    endless      = true
    speed        = "360 °/s"
    acceleration = "720 °/s2"
    jerk         = "7200 °/s3"
    backlash     = "0.5°"
    lag          = "20 ms"
    assumption   = "An endless shaft with an index mark. Speed: 60 turns a minute; known chairs make at least 30, for a wide mark that is missing for 2 s is a fault (Fujiiryoki Premium 4S). Acceleration: at speed within half a turn."
  }

  axis "tap_left" {
    min          = "0 mm"
    max          = "12 mm"
    home         = "0 mm"
    speed        = "200 mm/s"
    acceleration = "20 m/s2"
    jerk         = "2000 m/s3"
    lag          = "4 ms"
    assumption   = "Speed: 0.2 m/s of a 2 kg tapper on bone of 35 N/mm gives 52 N (F = v sqrt(mu k), 40 kg behind it), within the 60 N a programme may ask for. Stroke and acceleration: 600 strokes a minute of a few mm, at speed within 20 ms."
  }

  axis "tap_right" {
    min          = "0 mm"
    max          = "12 mm"
    home         = "0 mm"
    speed        = "200 mm/s"
    acceleration = "20 m/s2"
    jerk         = "2000 m/s3"
    lag          = "4 ms"
    assumption   = "As tap_left."
  }

  axis "recline" {
    min          = "110°"
    max          = "160°"
    home         = "110°"
    speed        = "6 °/s"
    acceleration = "12 °/s2"
    jerk         = "60 °/s3"
    lag          = "40 ms"
    assumption   = "Travel: from upright to nearly flat; recliner drives give a back 68° (Linak). Speed: 50° in 9 s, somewhat faster than the 12 to 15 s of a chair whose firmware is published, so that a stretch can breathe."
  }

  axis "leg_rest" {
    min          = "0°"
    max          = "90°"
    home         = "60°"
    speed        = "8 °/s"
    acceleration = "16 °/s2"
    jerk         = "80 °/s3"
    lag          = "40 ms"
    assumption   = "Travel: from level with the seat to hanging down. Speed: level from home in about 8 s, in step with the back."
  }

  rollers {
    spring       = "6 N/mm"
    head_mass    = "2 kg"
    moving_mass  = "0.6 kg"
    cell_gain    = "5 %"
    cell_noise   = "0.3 N"
    cell_range   = "300 N"
    cover        = "20 mm"
    knead_along  = "12 mm"
    knead_across = "10 mm"
    knead_out    = "3 mm"
    assumption   = "Spring: series elastic drives for contact use 5 to 10 N/mm, which also bounds what a stiff back can do to the force loop. Masses: roller, arm and motor share; back motors weigh 1 to 2.3 kg each. Cell: an industrial cell of 300 N with 5 % over temperature and mounting. Cover: foam and space before the inner face. Knead: an eccentric as in circles of a hand, small beside a vertebra of 36 mm with its disc."
  }

  heat {
    max        = "40 °C"
    power      = "60 W"
    assumption = "Target: the most that anybody may have here; pads of chairs reach 40 to 50 °C at the surface. Power: warm within minutes; chairs draw 180 to 260 W in all."
  }

  air "seat" {
    max        = "20 kPa"
    fill       = "3 s"
    vent       = "1.5 s"
    assumption = "No maker publishes a bag's pressure. 20 kPa holds the pelvis firmly; published firmware lets go of a bag after 10 s, so that filling takes a few."
  }

  air "legs" {
    max        = "20 kPa"
    fill       = "3 s"
    vent       = "1.5 s"
    assumption = "As the seat's."
  }

  person {
    max_weight = "150 kg"
    min_height = "1.45 m"
    max_height = "2.05 m"
    assumption = "Within what makers print: at most 91 to 159 kg (69 models), from 1.37 to 1.63 m (30 models) up to 1.83 to 2.08 m (38 models)."
  }
}

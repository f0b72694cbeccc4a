# Everything that a tape can say. Heights are from the floor, standing; sitting_height is from the seat.
body "tall" {
  sex            = "male"
  age            = 33.5
  stature        = "1.93 m"
  weight         = "94 kg"
  sitting_height = "990 mm"
  cervicale      = "1670 mm" # to the tip of C7, the bone that stands out at the neck
  iliocristale   = "1170 mm" # to the top of the hip bone
  waist_breadth  = "330 mm"
  waist_depth    = "230 mm"
  hip_breadth    = "360 mm"
  back_width     = "440 mm"
}

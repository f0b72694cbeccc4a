# Somebody to try programmes on. Lengths that are not there are estimated from these four.
body "me" {
  sex     = "female"
  age     = 46
  stature = "1.68 m"
  weight  = "70 kg"
}

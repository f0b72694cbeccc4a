# As little as a body needs: the rest is estimated.
body "short" {
  sex     = "female"
  age     = 46 # years
  stature = "158 cm"
  weight  = "58.5 kg"
}

# Infinity and RongTai chairs with the Bluetooth service FFF0. Its protocol was read by others from hardware and from the
# maker's app; makers publish neither rates nor places nor forces, so that most figures here are assumptions and say why.
# Tested on recorded frames and on a stand-in; on no hardware yet.

chair "infinity" {
  title         = "Infinity or RongTai, over Bluetooth"
  control       = "4 Hz"
  heartbeat     = "3 s"
  stale         = "2 s"
  on_silence    = "runs_on"
  on_power_loss = "holds"
  seat_sensor   = false
  stop_button   = false
  massage       = "125°"
  source        = "dallanwagz/hass-infinity-chair: power is a toggle and the only stop; occupancy and recline are not reported; session timer of 10, 20 or 30 min."
  assumption    = "Control, heartbeat, stale: how often it notifies is not published. On silence: nothing says that it watches its link, so that it is taken to go on until its own timer. On power loss: nothing says that its rollers retract. Massage angle: not reported, and not used."

  closed {
    protocol     = "rongtai"
    names        = ["EVOLUTION-", "RT8600S"]
    speeds       = 6
    depths       = 5
    steps        = 13
    l5           = 0
    l1           = 3
    timer        = "10 min"
    stops_within = "2.5 s"
    source       = "Bread-Yang/RongTai and dallanwagz/hass-infinity-chair: speeds 1 to 6, depth 0 to 5 as reported, carriage 0 at the waist to 12 at the neck, session keys 10, 20 and 30 min."
    assumption   = "Steps of the levels: 12 steps on a track of 0.76 m are 63 mm each, and L5 to L1 of a person of middle height about 180 mm; the lowest step is taken for L5. Stops within: NCNI's bridge waits 2.5 s for a key to show."

    mode "knead" {
      technique  = "knead"
      slowest    = "10 /min"
      fastest    = "60 /min"
      assumption = "No rate is published; at least 30 a minute at some level, for a wide mark missing for 2 s is a fault elsewhere (Fujiiryoki). Equal steps."
    }

    mode "shiatsu" {
      technique  = "press"
      slowest    = "4 /min"
      fastest    = "20 /min"
      assumption = "The maker's app calls this key press. No rate is published."
    }

    mode "tap" {
      technique  = "tap"
      slowest    = "130 /min"
      fastest    = "600 /min"
      assumption = "The maker's app calls this key soft knock; the harder key knock is not used. Chairs tap 130 to 710 times a minute and side."
    }
  }

  person {
    max_weight = "120 kg"
    min_height = "1.52 m"
    max_height = "1.83 m"
    source     = "Infinity Dynasty 4D: 1.52 to 1.83 m, 136 kg."
    assumption = "Weight: the lower of what comparable makers print. Other chairs of this protocol may bear more."
  }
}

# A chair driven by one board of its maker's: a controller that drives every axis, reads every sensor, and has a timer of its
# own that brings the rollers home when nobody talks to it. It stands for no product. Who builds such a board is free to take
# these registers; one request a cycle carries everything, so that a line of 115,200 baud does it 100 times a second.

chair "open-board" {
  title         = "Open board, over Modbus"
  control       = "100 Hz"
  heartbeat     = "250 ms"
  stale         = "200 ms"
  on_silence    = "retracts"
  on_power_loss = "retracts"
  seat_sensor   = true
  stop_button   = true
  massage       = "125°"
  assumption    = "Control: what a line of 115,200 baud carries. Heartbeat: at 20 mm/s the rollers come 5 mm in 250 ms. Stale: longer than the board needs to act by itself, in which nothing may be asked of it. On power loss: its maker gives it stored energy for one way home."

  axis "carriage" {
    min          = "40 mm"
    max          = "480 mm"
    home         = "40 mm"
    speed        = "100 mm/s"
    acceleration = "0.5 m/s2"
    jerk         = "5 m/s3"
    lag          = "20 ms"
    assumption   = "As bench-4d, at two thirds of its speed."
  }

  axis "depth" {
    min          = "0 mm"
    max          = "110 mm"
    home         = "0 mm"
    speed        = "150 mm/s"
    acceleration = "2 m/s2"
    jerk         = "40 m/s3"
    backlash     = "0.2 mm"
    lag          = "15 ms"
    assumption   = "As bench-4d, somewhat slower."
  }

  axis "recline" {
    min          = "110°"
    max          = "160°"
    home         = "110°"
    speed        = "6 °/s"
    acceleration = "12 °/s2"
    jerk         = "60 °/s3"
    lag          = "40 ms"
    assumption   = "As bench-4d."
  }

  rollers {
    spring      = "6 N/mm"
    head_mass   = "2 kg"
    moving_mass = "0.6 kg"
    cell_gain   = "5 %"
    cell_noise  = "0.3 N"
    cell_range  = "300 N"
    cover       = "20 mm"
    assumption  = "As bench-4d."
  }

  heat {
    max        = "40 °C"
    power      = "60 W"
    assumption = "As bench-4d."
  }

  person {
    max_weight = "120 kg"
    min_height = "1.50 m"
    max_height = "1.95 m"
    assumption = "Narrower than bench-4d: a retrofit has not been loaded to what a maker tests."
  }

  modbus {
    answer     = "20 ms"
    assumption = "A controller answers within a millisecond or two; the rest is for an adapter's own delays."

    unit "board" {
      address    = 1
      on_silence = "retracts"
      silence    = "120 ms"
      combined   = true
      source     = "driver/modbus/standin/board.go: the registers are this project's own."

      setting "silence" {
        register = 64
        value    = 120
      }

      setting "on silence" {
        register = 65
        value    = 1
      }

      alive {
        register = 0
        bit      = 0
      }

      reset {
        register = 0
        bit      = 7
      }

      lost {
        register = 32
        bit      = 0
      }

      seat {
        register = 32
        bit      = 1
      }

      stop {
        register = 32
        bit      = 2
      }

      axis "carriage" {
        enable {
          register = 0
          bit      = 1
        }

        seek {
          register = 0
          bit      = 4
        }

        target {
          register = 1
          type     = "s32"
          scale    = "0.01 mm"
        }

        place {
          register = 33
          type     = "s32"
          scale    = "0.01 mm"
        }

        rate {
          register = 39
          type     = "s16"
          scale    = "0.1 mm/s"
        }

        homed {
          register = 32
          bit      = 3
        }

        fault {
          register = 32
          bit      = 6
        }
      }

      axis "depth" {
        enable {
          register = 0
          bit      = 2
        }

        seek {
          register = 0
          bit      = 5
        }

        target {
          register = 3
          type     = "s32"
          scale    = "0.01 mm"
        }

        place {
          register = 35
          type     = "s32"
          scale    = "0.01 mm"
        }

        rate {
          register = 40
          type     = "s16"
          scale    = "0.1 mm/s"
        }

        homed {
          register = 32
          bit      = 4
        }

        fault {
          register = 32
          bit      = 7
        }
      }

      axis "recline" {
        enable {
          register = 0
          bit      = 3
        }

        seek {
          register = 0
          bit      = 6
        }

        target {
          register = 5
          type     = "s32"
          scale    = "0.01°"
        }

        place {
          register = 37
          type     = "s32"
          scale    = "0.01°"
        }

        rate {
          register = 41
          type     = "s16"
          scale    = "0.01 °/s"
        }

        homed {
          register = 32
          bit      = 5
        }

        fault {
          register = 32
          bit      = 8
        }
      }

      heat_to {
        register = 7
        scale    = "0.1 °C"
        max      = "40 °C"
      }

      force_left {
        register = 42
        type     = "s16"
        scale    = "0.05 N"
        min      = "-400 N"
        max      = "400 N"
      }

      force_right {
        register = 43
        type     = "s16"
        scale    = "0.05 N"
        min      = "-400 N"
        max      = "400 N"
      }

      peak_left {
        register = 44
        type     = "s16"
        scale    = "0.05 N"
      }

      peak_right {
        register = 45
        type     = "s16"
        scale    = "0.05 N"
      }

      pad {
        register = 46
        type     = "s16"
        scale    = "0.1 °C"
        min      = "-20 °C"
        max      = "120 °C"
      }
    }
  }
}

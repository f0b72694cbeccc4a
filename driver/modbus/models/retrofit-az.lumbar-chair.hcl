# A worked example of a retrofit: two stepper drives of one common family with absolute encoders (Oriental Motor AZ), an
# eight-channel digital board (Advantech ADAM-4055) and an analog one for the load cells (ADAM-4117), behind one gateway from
# TCP to RS-485. Registers are as published; nothing of it was tried on hardware, so that each of them is to be held against
# the manual of what you have.

chair "retrofit-az" {
  title         = "Retrofit with AZ drives and ADAM boards, over Modbus"
  control       = "50 Hz"
  heartbeat     = "500 ms"
  stale         = "400 ms"
  on_silence    = "retracts"
  on_power_loss = "retracts"
  seat_sensor   = true
  stop_button   = true
  massage       = "125°"
  assumption    = "Control: the analog board samples two channels 50 times a second. Heartbeat and stale: the boards' own timers count in tenths of a second. On power loss: the maker's stored energy brings the depth home. Back: fixed at the massage angle."

  axis "carriage" {
    min          = "40 mm"
    max          = "480 mm"
    home         = "40 mm"
    speed        = "60 mm/s"
    acceleration = "0.3 m/s2"
    jerk         = "3 m/s3"
    lag          = "30 ms"
    assumption   = "A screw of 5 mm a turn at up to 720 turns a minute."
  }

  axis "depth" {
    min          = "0 mm"
    max          = "110 mm"
    home         = "0 mm"
    speed        = "60 mm/s"
    acceleration = "1 m/s2"
    jerk         = "20 m/s3"
    backlash     = "0.2 mm"
    lag          = "30 ms"
    assumption   = "The same screw. Slow, because forces are measured 50 times a second only."
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

  person {
    max_weight = "100 kg"
    min_height = "1.55 m"
    max_height = "1.90 m"
    assumption = "Narrower than bench-4d: a retrofit has not been loaded to what a maker tests."
  }

  modbus {
    answer     = "50 ms"
    assumption = "A gateway, and its line at 115,200 baud, take a few ms a request."

    unit "carriage" {
      address    = 1
      on_silence = "holds"
      silence    = "200 ms"
      combined   = true
      source     = "Oriental Motor AZ, registers as in HM-60262E and used by asukiaaa/arduino-OrientalAZ and pcegli82/VTICH_VJ_OrientalMaster: direct data operation at 0x0058, driver input command 0x007D, driver output status 0x007F, present alarm 0x0081."
      assumption = "Feedback position 0x00CC in steps and speed 0x00CE in r/min, alarm 85h for the communication timeout: from memory of the manual. The timeout itself (RTU, 200 ms) is set with the maker's tool: its register was found nowhere. 1,000 steps a turn. The drive hangs the other way round. It stops and keeps its place, which presses nobody."

      setting "operation type: absolute positioning" {
        register = "0x005A"
        type     = "s32"
        value    = 1
      }

      setting "trigger: a position that is written starts at once" {
        register = "0x0066"
        type     = "s32"
        value    = -5
      }

      lost {
        register = "0x0081"
        equals   = "0x85"
      }

      reset {
        register = "0x007D"
        bit      = 7
      }

      axis "carriage" {
        enable {
          register = "0x007D"
          bit      = 6
          inverted = true
        }

        target {
          register = "0x005C"
          type     = "s32"
          scale    = "0.005 mm"
          zero     = "40 mm"
          reversed = true
        }

        place {
          register = "0x00CC"
          type     = "s32"
          scale    = "0.005 mm"
          zero     = "40 mm"
          reversed = true
          min      = "35 mm"
          max      = "485 mm"
        }

        rate {
          register = "0x00CE"
          type     = "s32"
          scale    = "0.083333333 mm/s"
          reversed = true
        }

        fault {
          register = "0x007F"
          bit      = 7
        }
      }
    }

    unit "depth" {
      address    = 2
      on_silence = "retracts"
      silence    = "200 ms"
      combined   = true
      source     = "As the carriage's."
      assumption = "Its own timeout is off, because an alarm would keep it where it is. An input of the drive that sends it home (RV-POS, or ZHOME) is held off by output 0 of the unit io, which falls 200 ms after the host's last frame to that board. It goes home on its own power, by no register."

      setting "operation type: absolute positioning" {
        register = "0x005A"
        type     = "s32"
        value    = 1
      }

      setting "trigger: a position that is written starts at once" {
        register = "0x0066"
        type     = "s32"
        value    = -5
      }

      axis "depth" {
        enable {
          register = "0x007D"
          bit      = 6
          inverted = true
        }

        target {
          register = "0x005C"
          type     = "s32"
          scale    = "0.005 mm"
        }

        place {
          register = "0x00CC"
          type     = "s32"
          scale    = "0.005 mm"
          min      = "-2 mm"
          max      = "112 mm"
        }

        rate {
          register = "0x00CE"
          type     = "s32"
          scale    = "0.083333333 mm/s"
        }

        fault {
          register = "0x007F"
          bit      = 7
        }
      }
    }

    unit "io" {
      address    = 3
      on_silence = "releases"
      silence    = "200 ms"
      source     = "ADAM-4000 user's manual, appendix G: inputs are coils 00001 to 00008, outputs 00017 to 00024, 40216 says that its communication timer ran out."
      assumption = "The timer (0.2 s, outputs off) is set with the maker's tool. That a write clears 40216 is not said anywhere. The stop button opens its contact."

      alive {
        table    = "coil"
        register = 16
      }

      lost {
        register = 215
        bit      = 0
      }

      seat {
        table    = "coil"
        register = 0
      }

      stop {
        table    = "coil"
        register = 1
        inverted = true
      }
    }

    unit "force" {
      address    = 4
      source     = "ADAM-4100 user's manual, appendix B: channels are 40001 to 40008."
      assumption = "4 to 20 mA, 0 to 65,535, from transmitters of -50 to 350 N. A broken wire reads 4 mA or less, which is beyond the limits."

      force_left {
        register = 0
        scale    = "0.0061036 N"
        zero     = "-50 N"
        min      = "-49 N"
        max      = "349 N"
      }

      force_right {
        register = 1
        scale    = "0.0061036 N"
        zero     = "-50 N"
        min      = "-49 N"
        max      = "349 N"
      }
    }
  }
}

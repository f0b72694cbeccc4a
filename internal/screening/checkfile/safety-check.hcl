# The safety check: every question, what follows from an answer, and where it comes from.
#
# Compiled from published sources. No clinician has reviewed it yet; docs/safety-check.md shows the same as tables.
#
# How to read a rule
#
#   line      the few words on the card. If in doubt a person chooses the line; then comes the whole question
#   ask       the whole question. Yes always speaks against a session
#   outcome   S emergency care now, U a doctor within a day, D ask first, W wait, M gentle version, OK a hint alone
#   ok        what a professional's OK does to a D: "opens" the gentle version with these limits (the default),
#             "written" only if it is in writing, "never" means no session whatever anybody says
#   ok_days   how long such an OK holds, in days; 182 unless said
#   wait      when to ask again, and "after" what in words
#   limits    what holds then, beside the gentle version's limits, which hold for every M and every OK
#   advice    one fixed sentence
#   case      a further question (ask) or condition (age_from, age_over, age_under, rows, place, outside, pain_from,
#             pain_above). It counts when the rule counts; with "alone" also when it does not. It only adds.
#
# Not sure counts as yes in every rule: S, U and D as clinical practice asks, W and M because a needless wait or a
# gentle session costs little. "I would rather not say" counts as yes too, but for skip = "no".

version = "1"

# What counts when pain went into a leg after the last session.
spread = "RF-SCI-1"

reviewed = "not yet reviewed by a clinician"

# Force levels 1 to 5. Assumption of this project: equal steps up to the limit for everyone.
levels = ["12 N", "24 N", "36 N", "48 N", "60 N"]

outcome "S" {
  say = "Do not use the chair. These signs need emergency medical care now. Call your emergency number."
}

outcome "U" {
  say = "Do not use the chair. Please see a doctor within the next day or so."
}

outcome "D" {
  say = "Ask a doctor (or physiotherapist, or midwife) first."
}

outcome "W" {
  say = "Not now. Try again after"
}

outcome "M" {
  say = "You can use the gentle version:"
}

outcome "OK" {
  say = "Nothing in your answers speaks against a session."
}

# How much, by how many quiet sessions there have been: ended by itself, nothing felt wrong, soreness 2 or less the
# next day. Cautious defaults; no dose of a massage chair is proven.
dose "first" {
  quiet_from = 0
  limits {
    level       = 2
    session     = "10 min"
    spot        = "60 s"
    zone        = "3 min"
    tapping     = false
    stretch     = false
    heat_target = "38 °C"
    heat_max    = "5 min"
    gap         = "24 h"
    per_day     = 1
    per_week    = 3
  }
}

dose "normal" {
  quiet_from = 3
  limits {
    level       = 3
    session     = "15 min"
    spot        = "2 min"
    zone        = "4 min"
    tapping_max = "3 min"
    stretch_max = "2 min"
    heat_max    = "15 min"
    gap         = "6 h"
    per_day     = 2
    per_week    = 5
  }
}

# Level 4 opens after six quiet sessions, and then by one step after two sessions at level 3. Level 5 never.
dose "used to it" {
  quiet_from = 6
  limits {
    level       = 4
    session     = "15 min"
    spot        = "2 min"
    zone        = "4 min"
    tapping_max = "3 min"
    stretch_max = "2 min"
    heat_max    = "15 min"
    gap         = "6 h"
    per_day     = 2
    per_week    = 5
  }
}

# The gentle version: for every M, and for every D with a professional's OK. It holds for as long as the rule counts,
# which is stricter than rules that ask for two weeks of it.
gentle {
  level       = 2
  session     = "10 min"
  spot        = "60 s"
  zone        = "3 min"
  tapping     = false
  stretch     = false
  heat_target = "38 °C"
  heat_max    = "10 min"
  gap         = "24 h"
  per_day     = 1
  per_week    = 3
  trip        = "50 N"
}

# From 65 on less force, whatever the answers: an assumption of this project, inside the figures of ISO/TS 15066.
standing "from 65 on" {
  age_from = 65
  limits {
    force = "30 N"
    trip  = "50 N"
  }
}

card "Right now or new?" {
  rule "RF-CES-1" {
    line    = "new numbness between the legs"
    ask     = "Do you have new numbness or pins and needles between your inner thighs? Or around your private parts or back passage? Does it feel different when you wipe?"
    outcome = "S"
    source  = "Warning card of Greenhalgh, Mercer and Finucane; NHS Oxford leaflet; NICE NG59 from memory"
  }
  rule "RF-CES-2" {
    line    = "new bladder or bowel trouble"
    ask     = "Do you have new trouble starting, holding or feeling your urine? Do you leak, or not know if your bladder is full? Have you newly lost control or feeling of your bowel?"
    outcome = "S"
    source  = "As RF-CES-1"
  }
  rule "RF-CES-3" {
    line    = "sexual feeling changed, with back pain"
    ask     = "Has your sexual feeling or function newly changed, together with back or leg pain? You may skip this one."
    outcome = "S"
    skip    = "no"
    source  = "As RF-CES-1; skipping it is allowed, the other questions stay"
  }
  rule "RF-CES-4" {
    line    = "pain or weakness in both legs"
    ask     = "Do you have pain, numbness or weakness going down both legs?"
    outcome = "S"
    source  = "Hey neurosurgery page; IFOMPT from memory"
  }
  rule "RF-NEU-1" {
    line    = "a leg or foot getting weaker"
    ask     = "Has a leg or foot become weaker over the last hours or days? Does a foot drop or trip? Has your walking changed?"
    outcome = "S"
    source  = "AHCPR table; Gloucestershire"
  }
  rule "RF-AAA-1" {
    line    = "sudden severe back or belly pain"
    ask     = "Did severe or tearing pain start suddenly in your back, belly or side? Say yes if you also feel faint, cold or sweaty, or feel a beating lump in your belly."
    outcome = "S"
    source  = "NICE NG156 from memory"
  }
  rule "RF-AAA-2" {
    line    = "a widened artery"
    ask     = "Has anyone told you that you have a widened artery (an aneurysm)?"
    outcome = "D"
    ok      = "written"
    source  = "Lists of chair makers and massage associations; no lumbar programme without a written OK"
  }
  rule "RF-CARD-1" {
    line    = "chest pain or breathlessness"
    ask     = "Do you have chest pain or pressure? Are you short of breath? Does pain spread to your arm or jaw?"
    outcome = "S"
    source  = "General first aid, from memory"
  }
  rule "RF-DVT-1" {
    line    = "one leg swollen; coughing blood"
    ask     = "Is one calf or leg newly swollen, warm, red or painful? Or are you suddenly short of breath, or coughing blood?"
    outcome = "S"
    source  = "NICE NG158 from memory; Behera 2017 in the ABMP list"
  }
}

card "Your back lately?" {
  rule "RF-FRA-1" {
    line    = "a fall, accident or hard blow"
    ask     = "In the last 6 weeks, did you fall from a height, have a road accident, or take a hard blow to your back? Say no if a doctor has checked it."
    outcome = "U"
    source  = "AHCPR table; Gloucestershire"
    case "cannot-stand" {
      ask     = "Are you unable to stand or walk since then? Or is any part numb or weak?"
      outcome = "S"
    }
  }
  rule "RF-FRA-2" {
    line    = "strong pain after a small bump"
    ask     = "Did strong back pain start suddenly after a small bump, a lift or a cough? Say no if you are under 50, take no steroid tablets and have strong bones."
    outcome = "U"
    source  = "Gloucestershire; IFOMPT from memory"
  }
  rule "RF-FRA-3" {
    line    = "shorter, or a new hump"
    ask     = "Have you become clearly shorter? Or do you have a new hump or bend in your back?"
    outcome = "U"
    source  = "Gloucestershire"
  }
  rule "RF-CAN-1" {
    line    = "cancer ever, and new back pain"
    ask     = "Have you ever had cancer, and is this back pain new, different or getting worse?"
    outcome = "U"
    source  = "AHCPR table; Gloucestershire; IFOMPT"
  }
  rule "RF-CAN-2" {
    line    = "losing weight, or very unwell"
    ask     = "Are you losing weight without trying? Or do you feel very unwell and tired, with the back pain?"
    outcome = "U"
    source  = "AHCPR table; Gloucestershire; IFOMPT"
  }
  rule "RF-CAN-3" {
    line    = "pain all night; a tight band"
    ask     = "Does the pain stay at night, however you lie? Or do you feel a tight band of pain around your chest or belly?"
    outcome = "U"
    source  = "Gloucestershire; NICE NG234 from memory"
  }
  rule "RF-AGE-1" {
    line    = "new pain, under 20 or over 55"
    ask     = "Is this your first back pain ever, and you are under 20? Or is it a new kind of back pain, and you are over 55?"
    outcome = "M"
    advice  = "Have your back looked at when you can."
    source  = "Hey; Gloucestershire. Weak by itself, so the gentle version: our own choice"
    case "with-another" {
      rows    = ["RF-FRA-1", "RF-FRA-2", "RF-FRA-3", "RF-CAN-1", "RF-CAN-2", "RF-CAN-3", "RF-INF-1", "RF-INF-2", "RF-KID-1"]
      outcome = "U"
    }
  }
}

card "With back pain?" {
  rule "RF-INF-1" {
    line    = "fever, shivering or night sweats"
    ask     = "Do you have fever, shivering or night sweats, with back pain?"
    outcome = "U"
    source  = "AHCPR table; Gloucestershire"
    case "very-unwell" {
      ask     = "Do you feel very unwell? Are you confused, or drowsy?"
      outcome = "S"
    }
  }
  rule "RF-INF-2" {
    line    = "recent infection, injection, operation; weak defences"
    ask     = "Do you have back pain, together with one of these? In the last weeks: a serious infection, an injection or operation on the spine, or drugs by needle. Or tuberculosis (TB), or a weak immune system."
    outcome = "U"
    source  = "AHCPR table; Gloucestershire"
  }
  rule "RF-KID-1" {
    line    = "side pain; blood in urine"
    ask     = "Do you have pain in your side with fever, with blood in your urine, or coming in waves?"
    outcome = "U"
    source  = "NICE NG118 and NG111 from memory"
  }
  rule "RF-IBP-1" {
    line    = "long morning stiffness; psoriasis; inflamed bowel, eyes"
    ask     = "Did your back pain begin before 45 and last over 3 months? Is it worst late at night or on waking, stiff for over 30 minutes, and better when you move but not when you rest? Or do you have psoriasis, an inflamed bowel or inflamed eyes?"
    outcome = "D"
    advice  = "This is not urgent."
    source  = "Referral pages after NICE (Lanarkshire, Lothian, Cornwall); ASAS"
  }
  rule "RF-SCI-1" {
    line    = "pain below the knee; leg tingling"
    ask     = "Does pain shoot below your knee? Or is a leg numb or tingling all the time?"
    outcome = "D"
    source  = "KNGF 2021: massage not for pain from a nerve root"
    limits {
      level   = 2
      tapping = false
      stretch = false
      session = "10 min"
    }
  }
  rule "RF-SEV-1" {
    line    = "pain 8 of 10; much worse"
    ask     = "Is the pain 8 or more out of 10, or much worse than usual?"
    outcome = "W"
    wait    = "24 h"
    after   = "a day, if it is better then"
    source  = "Gloucestershire; elearnrad; the threshold is our own"
    case "48-hours" {
      ask     = "Has it been like this for 48 hours or more?"
      outcome = "D"
    }
    case "rating" {
      alone     = true
      pain_from = 8
      outcome   = "W"
      wait      = "24 h"
      after     = "a day, if it is better then"
    }
    case "above-usual" {
      alone      = true
      pain_above = 3
      outcome    = "W"
      wait       = "24 h"
      after      = "a day, if it is better then"
    }
    case "six-weeks" {
      alone   = true
      line    = "no better after six weeks"
      ask     = "Is the pain not at all better after 6 weeks?"
      outcome = "OK"
      advice  = "Your back has hurt for long: have it looked at."
    }
  }
}

card "A doctor found?" {
  rule "C-INFL" {
    line    = "inflamed or infected lower back"
    ask     = "Has a doctor told you that your lower back is, or was, inflamed or infected? Or that there is, or was, pus in it (an abscess)?"
    outcome = "D"
    source  = "Source document; AHCPR table"
    case "active" {
      ask     = "Is it there now?"
      outcome = "D"
      ok      = "never"
    }
  }
  rule "C-FRAC" {
    line    = "broken spine, rib, pelvis, hip"
    ask     = "Have you broken a bone of your spine, a rib, your pelvis or a hip in the last 12 months? Or did you ever have a severe break there?"
    outcome = "D"
    advice  = "No rollers over the place that was broken."
    source  = "Source document; lists of chair makers"
    limits {
      level   = 2
      tapping = false
      stretch = false
      exclude = ["ribs", "sacrum"]
    }
  }
  rule "C-OSTP" {
    line    = "thin bones"
    ask     = "Has a doctor told you that you have thin bones (osteoporosis)? Or did you break a bone in a minor fall after 50?"
    outcome = "D"
    source  = "Source document; Guo 2012"
    limits {
      level   = 1
      tapping = false
      stretch = false
      session = "10 min"
    }
    case "spine" {
      ask     = "Has a bone of your spine broken from it? Or is your bone density score (T) -2.5 or lower?"
      outcome = "D"
      ok      = "never"
    }
  }
  rule "C-STER" {
    line    = "steroid tablets over three months"
    ask     = "Have you taken steroid tablets for more than 3 months, now or in the past year?"
    outcome = "M"
    source  = "Gloucestershire; IFOMPT from memory"
    limits {
      level   = 2
      tapping = false
    }
    case "over-50" {
      age_over = 50
      outcome  = "D"
      limits {
        level   = 2
        tapping = false
      }
    }
    case "with-a-blow" {
      rows    = ["RF-FRA-1", "RF-FRA-2", "RF-FRA-3"]
      outcome = "D"
      limits {
        level   = 2
        tapping = false
      }
    }
  }
  rule "C-DISC" {
    line    = "a slipped disc"
    ask     = "Do you have a slipped disc that is new, or that hurts into a leg?"
    outcome = "D"
    advice  = "Stop if pain travels further down the leg."
    source  = "Source document; KNGF 2021; Yin 2014"
    limits {
      level   = 2
      tapping = false
      stretch = false
      session = "10 min"
    }
  }
  rule "C-DISC-OLD" {
    line    = "an old disc problem"
    ask     = "Have you had a disc problem, with nothing in your legs for 3 months?"
    outcome = "M"
    source  = "Our own choice: at most medium force, no tapping in the first 2 weeks"
    limits {
      level   = 3
      tapping = false
    }
  }
  rule "C-LIST" {
    line    = "a slipped or loose vertebra"
    ask     = "Has a doctor told you that a bone of your spine (a vertebra) has slipped? Or that your spine is not stable?"
    outcome = "D"
    source  = "Guo 2012"
    limits {
      level   = 2
      tapping = false
      stretch = false
    }
  }
  rule "C-STEN" {
    line    = "a narrow spinal canal"
    ask     = "Has a doctor told you that your spinal canal is narrow? Do your legs ache when you walk and feel better when you sit?"
    outcome = "D"
    source  = "NASS and NICE from memory; our own choice"
    limits {
      level   = 2
      stretch = false
    }
  }
}

card "Have you, or had?" {
  rule "C-SCOL" {
    line    = "a marked spine curve; a brace"
    ask     = "Do you have a marked sideways curve of the spine, a brace, or another change of its shape?"
    outcome = "D"
    source  = "Lists of chair makers"
    limits {
      level   = 2
      stretch = false
    }
    case "mild" {
      alone   = true
      line    = "a slight spine curve"
      ask     = "Do you have a slight curve of the spine that gives you no trouble?"
      outcome = "M"
      limits {
        level   = 2
        stretch = false
      }
    }
  }
  rule "C-ANKS" {
    line    = "a fused, very stiff spine"
    ask     = "Is your spine fused or very stiff? Or has a doctor told you that it is inflamed and gets stiff from that?"
    outcome = "D"
    ok      = "never"
    source  = "Abilash 2017"
    limits {
      level   = 1
      stretch = false
    }
  }
  rule "C-HYPM" {
    line    = "very bendy joints"
    ask     = "Are your joints very bendy, or has a doctor told you that your connective tissue is weak?"
    outcome = "M"
    source  = "Our own choice"
    limits {
      level   = 2
      stretch = false
    }
  }
  rule "C-TUMR" {
    line    = "a tumour; cancer care now"
    ask     = "Do you have a tumour, or has cancer spread, in your spine, pelvis or belly? Or are you under care for any cancer now?"
    outcome = "D"
    source  = "Source document; Ascension; MPFT heat leaflet"
    limits {
      level = 1
      heat  = false
    }
    case "bone" {
      ask     = "Has it spread to the bones of your back or pelvis?"
      outcome = "D"
      ok      = "never"
    }
  }
  rule "C-SURG-SP" {
    line    = "a spine operation or implant"
    ask     = "Have you ever had an operation on your spine? Do you have screws, a cage, a spinal pump or a stimulator there?"
    outcome = "D"
    advice  = "Ask your surgeon."
    source  = "Lists of chair makers; Kim 2020 left out spine operations"
    case "pump" {
      ask     = "Is it a pump or a stimulator?"
      outcome = "D"
      ok      = "never"
    }
  }
  rule "C-SURG" {
    line    = "another recent operation"
    ask     = "Have you had any other operation in the last 6 weeks? Or one on the belly, a birth by operation, a kidney or a hip in the last 12 weeks?"
    outcome = "D"
    advice  = "No pressure on a scar."
    source  = "222health; 12 weeks is our own choice"
  }
  rule "C-INJ" {
    line    = "a recent back injection"
    ask     = "In the last 2 weeks, did you have an injection in your lower back (also a nerve block or an epidural)?"
    outcome = "W"
    wait    = "336 h"
    after   = "14 days from the injection"
    source  = "Our own choice"
    case "radiotherapy" {
      alone   = true
      line    = "radiotherapy to the back"
      ask     = "Did doctors ever aim strong rays at your lower back (radiotherapy)?"
      outcome = "D"
      limits {
        heat = false
      }
    }
  }
}

card "Heart, blood, pregnancy" {
  rule "C-PACE" {
    line    = "a pacemaker or other implant"
    ask     = "Do you have a pacemaker? Is there a defibrillator in your body, or anything else that works there by itself? Or do you have an insulin pump?"
    outcome = "D"
    advice  = "Ask your device clinic, and name this chair model."
    source  = "Sources disagree (Medtronic; J Artif Organs; 86 people with a backrest massager); the strictest manual wins"
    case "under-skin" {
      ask     = "Is it a defibrillator that lies only under the skin (S-ICD)? Or does this chair contain magnets?"
      outcome = "D"
      ok      = "never"
    }
  }
  rule "C-DVT" {
    line    = "a clot within three months"
    ask     = "Have you had a blood clot in a leg or lung, now or in the last 3 months?"
    outcome = "D"
    ok      = "never"
    source  = "Lists after AMTA; 3 months from memory"
    limits {
      leg_air = false
    }
  }
  rule "C-DVT-H" {
    line    = "an older clot; clotting trouble"
    ask     = "Did you have a blood clot longer ago? Or does your blood clot too easily?"
    outcome = "D"
    source  = "Our own choice"
    limits {
      level   = 2
      leg_air = false
    }
  }
  rule "C-ANTC" {
    line    = "blood thinners; bleeding trouble"
    ask     = "Do you take a blood thinner (warfarin, apixaban, rivaroxaban, dabigatran, edoxaban, heparin)? Or do you bleed easily, or has a doctor said that your blood has too few platelets?"
    outcome = "D"
    advice  = "Look for bruises afterwards."
    source  = "Massage lists; Maste 2014; Sun 2015"
    limits {
      level   = 2
      tapping = false
      session = "10 min"
    }
  }
  rule "C-ANTP" {
    line    = "daily aspirin; easy bruises; thin skin"
    ask     = "Do you take aspirin or clopidogrel every day? Or do you bruise easily, or have thin skin?"
    outcome = "M"
    source  = "Our own choice; Sun 2015"
    limits {
      level   = 2
      tapping = false
    }
  }
  rule "C-PREG" {
    line    = "pregnant, maybe, or new mother"
    ask     = "Are you pregnant, or could you be? Or did you give birth in the last 12 weeks?"
    outcome = "D"
    ok_days = 28
    advice  = "Never lie flat late in pregnancy."
    source  = "Chair manuals; label of a heat device; low-quality web advice"
    limits {
      level   = 1
      heat    = false
      tapping = false
      still   = "5 s"
      session = "10 min"
      recline = "135°"
    }
    case "first-12-weeks" {
      ask     = "Are you in the first 12 weeks, or could you be?"
      outcome = "D"
      ok      = "never"
    }
    case "complication" {
      ask     = "Has anything gone wrong in this pregnancy, or at the birth?"
      outcome = "D"
      ok      = "never"
    }
  }
  rule "C-HEART" {
    line    = "a serious heart problem"
    ask     = "In the last 3 months, did you have a heart attack, a heart operation or chest pain from the heart? Or do you have a weak heart or a serious heart rhythm problem?"
    outcome = "D"
    source  = "Lists of chair makers; MPFT heat leaflet"
    limits {
      level   = 2
      heat    = false
      recline = "135°"
    }
  }
  rule "C-BP-HI" {
    line    = "high blood pressure, controlled"
    ask     = "Do you have high blood pressure that is known and under control?"
    outcome = "M"
    source  = "Our own choice"
    limits {
      level    = 2
      heat_max = "10 min"
    }
  }
  rule "C-BP-UNC" {
    line    = "high blood pressure, not controlled"
    ask     = "Is your blood pressure high and not under control? Or was it 180/110 or more when measured today?"
    outcome = "D"
    ok      = "never"
    advice  = "No session today. Answer again when your blood pressure is under control."
    source  = "Lists of severe unstable high blood pressure; the numbers from memory"
    case "symptoms" {
      ask     = "Do you also have a headache or blurred sight?"
      outcome = "U"
    }
  }
}

card "And these?" {
  rule "C-BP-LO" {
    line    = "low blood pressure; fainting; dizziness"
    ask     = "Is your blood pressure low? Do you faint, or get dizzy when you stand up?"
    outcome = "M"
    advice  = "Stay seated for 2 minutes afterwards. Get up slowly."
    source  = "youbodyhealth; Spa Dynamix"
    limits {
      heat = false
    }
  }
  rule "C-NUMB" {
    line    = "numb skin; nerve damage"
    ask     = "Is your skin numb anywhere? Are any of your nerves damaged, also by diabetes? Is a part of you paralysed? Do you have multiple sclerosis (MS), or was your spinal cord ever hurt?"
    outcome = "M"
    source  = "Chair manuals on heat over numb skin; MPFT heat leaflet"
    limits {
      level = 2
      heat  = false
    }
    case "lower-back" {
      ask     = "Is the skin of your lower back numb?"
      outcome = "D"
      limits {
        level = 2
        heat  = false
      }
    }
  }
  rule "C-DIAB" {
    line    = "diabetes"
    ask     = "Do you have diabetes, without nerve damage?"
    outcome = "M"
    advice  = "Leave the heat off, or low for 10 minutes at most. Look at your skin afterwards."
    source  = "Spa Dynamix; our own choice"
    limits {
      heat_max = "10 min"
    }
  }
  rule "C-CIRC" {
    line    = "poor blood flow"
    ask     = "Has a doctor told you that blood flows poorly in your legs or arms?"
    outcome = "M"
    source  = "Chair manual; MPFT heat leaflet"
    limits {
      heat    = false
      leg_air = false
    }
  }
  rule "C-VARI" {
    line    = "bad varicose veins"
    ask     = "Do you have bad or inflamed varicose veins?"
    outcome = "M"
    source  = "Lists of chair makers"
    limits {
      leg_air = false
    }
  }
  rule "C-KID" {
    line    = "kidney trouble; a stoma"
    ask     = "Do you have a kidney stone or a kidney infection, only one kidney, or a new kidney? Do you have a tube in the urinary tract, or a stoma?"
    outcome = "D"
    source  = "Ernst 2003; Front Nephrol 2026"
    limits {
      tapping = false
      exclude = ["ribs"]
    }
    case "now" {
      ask     = "Is there a tube (stent), an infection or a stone right now?"
      outcome = "D"
      ok      = "never"
    }
  }
  rule "C-SKIN" {
    line    = "sore skin, rash or lump"
    ask     = "On your back or seat, is the skin broken, burnt, infected or inflamed? Is there a rash, shingles, a fresh tattoo, or a lump?"
    outcome = "W"
    wait    = "24 h"
    after   = "your skin is whole again"
    source  = "Massage lists"
    case "lump" {
      ask     = "Is there a lump that no doctor has explained?"
      outcome = "D"
    }
  }
  rule "C-EPIL" {
    line    = "epilepsy or seizures"
    ask     = "Do you have epilepsy? Do you have seizures (fits)?"
    outcome = "D"
    advice  = "Do not be alone during a session."
    source  = "222health"
    limits {
      tapping = false
    }
  }
  rule "C-COGN" {
    line    = "cannot always press stop"
    ask     = "Is it hard for you to feel, to decide, to speak up or to press stop?"
    outcome = "D"
    advice  = "Never alone: a carer holds the stop."
    source  = "Chair manual"
  }
}

card "You" {
  rule "C-MIND" {
    line    = "panic when held"
    ask     = "Do you get panic in tight places, or have you had bad experiences with being held?"
    outcome = "M"
    advice  = "The chair shows each movement first. Stop lets go at once."
    source  = "Our own choice"
    limits {
      air = false
    }
  }
  rule "C-AGE-C" {
    figures = true
    ask     = "Are you under 18?"
    outcome = "M"
    advice  = "Only with a guardian."
    source  = "Manuals differ; the line is our own. Company area: adults only"
    limits {
      tapping = false
      stretch = false
      session = "10 min"
    }
    case "under-18" {
      alone     = true
      age_under = 18
      outcome   = "M"
      advice    = "Only with a guardian."
      limits {
        tapping = false
        stretch = false
        session = "10 min"
      }
    }
    case "under-14" {
      alone     = true
      age_under = 14
      outcome   = "D"
      ok        = "never"
      advice    = "Not for children under 14."
    }
    case "shared-place" {
      alone     = true
      age_under = 18
      place     = "shared"
      outcome   = "D"
      ok        = "never"
      advice    = "This place is for adults alone."
    }
  }
  rule "C-AGE-O" {
    line    = "frail"
    ask     = "Are you frail, or 70 or older?"
    outcome = "M"
    source  = "Our own choice: low in the first 2 weeks; fragile vessels, Sun 2015"
    limits {
      level   = 2
      tapping = false
      stretch = false
      session = "10 min"
    }
    case "from-70" {
      alone    = true
      age_from = 70
      outcome  = "M"
      limits {
        level   = 2
        tapping = false
        stretch = false
        session = "10 min"
      }
    }
  }
  rule "C-SIZE" {
    figures = true
    ask     = "Are you too heavy, too short or too tall for this chair?"
    outcome = "D"
    ok      = "never"
    advice  = "This chair is not built for your size."
    source  = "The chair's own manual"
    case "outside" {
      alone   = true
      outside = true
      outcome = "D"
      ok      = "never"
      advice  = "This chair is not built for your size."
    }
  }
  rule "C-OTHER" {
    line    = "another serious illness; back under examination"
    ask     = "Do you have any other serious illness? Or is a doctor finding out what is wrong with your back?"
    outcome = "D"
    source  = "Source document"
  }
}

card "Today?" {
  rule "T-INJ" {
    line    = "back hurt in three days"
    ask     = "Did you hurt your back in the last 3 days, by a strain, a fall or sport?"
    outcome = "W"
    wait    = "72 h"
    after   = "3 days from then"
    source  = "Massage lists; 48 to 72 hours from the source document and our own choice"
    case "4-to-14-days" {
      alone   = true
      line    = "back hurt in two weeks"
      ask     = "Did you hurt your back 4 to 14 days ago?"
      outcome = "M"
      limits {
        level   = 2
        tapping = false
        stretch = false
      }
    }
  }
  rule "T-FEV" {
    line    = "ill or feverish"
    ask     = "Do you have a fever, the flu or another catching illness today?"
    outcome = "W"
    wait    = "48 h"
    after   = "you have been well for 48 hours"
    source  = "Massage lists"
  }
  rule "T-ALC" {
    line    = "alcohol, or drowsy from something"
    ask     = "Have you had alcohol in the last few hours? Or sleeping tablets, strong painkillers or other drugs that make you drowsy?"
    outcome = "W"
    wait    = "6 h"
    after   = "6 hours, and not before you are sober and awake"
    source  = "spring-massagechair; DeRoyal heat label: not when sedated"
    case "prescribed" {
      alone   = true
      line    = "regular sleeping tablets, strong painkillers"
      ask     = "Do you take strong painkillers, or tablets that calm you, all the time because a doctor says so?"
      outcome = "M"
      limits {
        level = 2
        heat  = false
      }
    }
  }
  rule "T-PAIN" {
    line    = "painkiller in four hours"
    ask     = "Have you taken a painkiller in the last 4 hours?"
    outcome = "M"
    advice  = "You may not feel what is too hard."
    source  = "questionsandanswers page; our own choice"
    limits {
      lower = 1
    }
  }
  rule "T-MEAL" {
    line    = "big meal within an hour"
    ask     = "Have you had a big meal in the last hour? A snack is fine."
    outcome = "W"
    wait    = "60 min"
    after   = "an hour"
    source  = "Makers' advice; 60 minutes is our own choice"
  }
  rule "T-HUNG" {
    line    = "nothing eaten; faint; worn out"
    ask     = "Have you not eaten all day? Do you feel faint or extremely tired?"
    outcome = "W"
    wait    = "60 min"
    after   = "you have eaten and rested"
    source  = "Makers' advice; the time is our own choice"
  }
  rule "T-SLEP" {
    line    = "likely to sleep"
    ask     = "Are you likely to fall asleep?"
    outcome = "M"
    advice  = "The chair will ask in between whether you are awake."
    source  = "MPFT heat leaflet: do not sleep with heat"
    limits {
      heat = false
    }
  }
}

card "Right before" {
  rule "T-SPOR" {
    line    = "hard training; long in heat"
    ask     = "Did you train very hard in the last 2 hours? Or were you in the heat for long?"
    outcome = "M"
    advice  = "Cool down and drink first."
    source  = "Our own choice"
    limits {
      level = 2
      heat  = false
    }
  }
  rule "T-CREAM" {
    line    = "cream or patch on back"
    ask     = "Is there a warming cream or any patch on your lower back?"
    outcome = "M"
    advice  = "Take it off first. Heat stays off."
    source  = "Patches and heat, from memory"
    limits {
      heat = false
    }
  }
  rule "T-BARE" {
    line    = "bare skin, full pockets, loose things"
    ask     = "Is your back bare? Do you wear a belt, or have something in a back pocket? Are there loose hair, jewellery, a scarf or a cable?"
    outcome = "W"
    wait    = "0 s"
    after   = "you have put that right"
    source  = "Chair manuals"
  }
  rule "T-CHILDPET" {
    line    = "children or pets close"
    ask     = "Are children or pets close to the moving parts?"
    outcome = "W"
    wait    = "0 s"
    after   = "children and pets are away"
    source  = "Chair manuals; asked the other way round, so that yes speaks against"
  }
  rule "T-DRINK" {
    line    = "food or drink in hand"
    ask     = "Do you have food or drink in your hand?"
    outcome = "W"
    wait    = "0 s"
    after   = "you have put food and drink away"
    source  = "spring-massagechair; asked the other way round, so that yes speaks against"
  }
}

# Before each session: one card. A sign that is chosen brings the whole questions of its rows.
brief "short" {
  title = "Right now?"
  sign "saddle" {
    line = "bladder, bowel or saddle trouble"
    rows = ["RF-CES-1", "RF-CES-2", "RF-CES-3"]
  }
  sign "legs" {
    line = "weak leg, both legs"
    rows = ["RF-CES-4", "RF-NEU-1"]
  }
  sign "sudden" {
    line = "sudden tearing pain"
    rows = ["RF-AAA-1"]
  }
  sign "chest" {
    line = "chest pain"
    rows = ["RF-CARD-1"]
  }
  sign "calf" {
    line = "swollen calf"
    rows = ["RF-DVT-1"]
  }
  sign "fever" {
    line = "fever"
    rows = ["RF-INF-1", "T-FEV"]
  }
  sign "accident" {
    line = "accident"
    rows = ["RF-FRA-1", "RF-FRA-2", "T-INJ"]
  }
  sign "drowsy" {
    line = "alcohol, drowsy"
    rows = ["T-ALC"]
  }
  sign "meal" {
    line = "big meal"
    rows = ["T-MEAL", "T-HUNG"]
  }
  sign "worse" {
    line = "pain 8 or more"
    rows = ["RF-SEV-1"]
  }
  sign "clear" {
    line = "pockets, jewellery, children, pets"
    rows = ["T-BARE", "T-CHILDPET", "T-DRINK"]
  }
  sign "new" {
    line = "anything else new"
    full = true
  }
}

# At the end of a session.
brief "end" {
  title = "How was it?"
  sign "leg" {
    line = "pain went into a leg"
    rows = ["RF-SCI-1", "RF-CES-4", "RF-NEU-1"]
  }
  sign "numb" {
    line = "something went numb"
    rows = ["RF-CES-1", "RF-CES-4", "RF-NEU-1", "RF-SCI-1"]
  }
  sign "chest" {
    line = "chest pain, short of breath"
    rows = ["RF-CARD-1", "RF-DVT-1"]
  }
  sign "dizzy" {
    line = "dizzy, sick or burning skin"
    full = true
  }
  sign "hard" {
    line = "too hard"
    mark = "too hard"
  }
}

# The next day.
brief "next day" {
  title = "After the last session?"
  sign "saddle" {
    line = "bladder, bowel or saddle trouble"
    rows = ["RF-CES-1", "RF-CES-2", "RF-CES-3"]
  }
  sign "leg" {
    line = "pain spreads into a leg"
    rows = ["RF-SCI-1", "RF-CES-4", "RF-NEU-1"]
    mark = "spread"
  }
  sign "chest" {
    line = "chest pain, short of breath, swollen calf"
    rows = ["RF-CARD-1", "RF-DVT-1"]
  }
  sign "fever" {
    line = "fever"
    rows = ["RF-INF-1"]
  }
  sign "long" {
    line = "sore for over 36 hours"
    mark = "long"
  }
  sign "bruise" {
    line = "a bruise or skin mark"
    mark = "bruise"
  }
}

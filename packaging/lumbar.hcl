# Lumbar's configuration; "lumbar serve --help" has every key. Restart with: systemctl restart lumbar

# The page, on this machine alone. ":8420" lets other devices in, each by a code that is shown on this machine.
addr = "127.0.0.1:8420"

# chair = "bench-4d"    a profile that ships, or a path to one
# place = "shared"      a relaxation area: guests alone, of whom nothing is kept

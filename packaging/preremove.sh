#!/bin/sh
# Before the files go; an upgrade restarts the service instead. What is kept in /var/lib/lumbar stays.
set -e
case "$1" in
remove | 0)
	if [ -d /run/systemd/system ]; then
		systemctl disable --now lumbar.service
	fi
	;;
esac

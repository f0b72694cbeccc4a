#!/bin/sh
# After the files are there: the user, and the service, which goes on with what earlier versions kept.
set -e
if command -v systemd-sysusers >/dev/null; then
	systemd-sysusers lumbar.conf
else
	getent passwd lumbar >/dev/null || useradd --system --home-dir /var/lib/lumbar --shell /usr/sbin/nologin --groups dialout lumbar
fi
install -d -m 0700 -o lumbar -g lumbar /var/lib/lumbar
chown root:lumbar /etc/lumbar/lumbar.hcl
chmod 0640 /etc/lumbar/lumbar.hcl
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
	systemctl enable lumbar.service
	systemctl restart lumbar.service
	echo "Lumbar's page: http://127.0.0.1:8420. What could be better on this machine: sudo -u lumbar lumbar doctor --config /etc/lumbar/lumbar.hcl --data /var/lib/lumbar"
fi

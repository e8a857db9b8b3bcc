#!/usr/bin/env bash
# A real S3 server for the tests: Ceph's monitor, one storage daemon in memory and the RADOS gateway, on loopback.
#
#   scripts/ceph-rgw.sh up      installs what is missing (Debian or Ubuntu, as root), starts, prints S3_…=… lines
#   scripts/ceph-rgw.sh down    stops what `up` started, and removes its folder
#   scripts/ceph-rgw.sh packages    prints what `up` would install
#
# CEPH_DIR names that folder; by default every checkout has its own in the temporary folder. Once Ceph is installed,
# any user can run this.
# Exit status: 2 when Ceph cannot be installed here, 1 when it does not start.
set -euo pipefail

CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd | cksum | cut -d' ' -f1)
DIR=${CEPH_DIR:-${TMPDIR:-/tmp}/ceph-rgw-$CHECKOUT}
CONF=$DIR/ceph.conf
PACKAGES=(radosgw ceph-mon ceph-osd ceph-common)
COMMANDS=(radosgw radosgw-admin ceph-mon ceph-osd ceph ceph-authtool monmaptool)
ACCESS_KEY_ID=TESTACCESSKEY
SECRET_ACCESS_KEY=testsecretkey

fail() {
  echo "ceph-rgw: $1" >&2
  exit "${2:-1}"
}

missing_commands() {
  for command in "${COMMANDS[@]}"; do command -v "$command" >/dev/null || echo "$command"; done
}

install_packages() {
  [ -z "$(missing_commands)" ] && return
  local wanted="the packages ${PACKAGES[*]} (missing: $(missing_commands | tr '\n' ' '))"
  command -v apt-get >/dev/null || fail "needs $wanted, and there is no apt-get here to install them" 2
  [ "$(id -u)" = 0 ] || fail "needs $wanted; install them, or run this as root" 2
  echo "ceph-rgw: installing ${PACKAGES[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "${PACKAGES[@]}" >/dev/null 2>&1 ||
    { apt-get update && apt-get install -y --no-install-recommends "${PACKAGES[@]}"; } >&2 ||
    fail "could not install $wanted" 2
  [ -z "$(missing_commands)" ] || fail "still needs $(missing_commands | tr '\n' ' ')" 2
}

free_ports() {
  node -e "
    const servers = [0, 0].map((port) => require('node:net').createServer().listen(port, '127.0.0.1'))
    setImmediate(() => console.log(servers.map((server) => server.address().port).join(' ')) ?? process.exit())
  "
}

# Whether a pid is still the daemon that we started: after a crash it may belong to somebody else.
is_ours() {
  [ -r "/proc/$1/cmdline" ] && tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF -- "$2 -c $CONF "
}

# -9: a store in memory has nothing to save, and a polite stop of the OSD hangs once the monitor is gone.
down() {
  local daemon pid
  for daemon in radosgw ceph-osd ceph-mon; do
    [ -f "$DIR/$daemon.pid" ] || continue
    pid=$(cat "$DIR/$daemon.pid")
    if is_ours "$pid" "$daemon"; then kill -9 "$pid"; fi
  done
  # Only a folder that `up` made.
  if [ -f "$DIR/made-by-ceph-rgw" ]; then rm -rf -- "$DIR"; fi
}

# start <daemon> <arguments>: in a session of its own, so that Ctrl-C reaches only whoever runs us.
start() {
  local daemon=$1
  shift
  setsid "$daemon" -c "$CONF" "$@" -f </dev/null >"$DIR/log/$daemon.out" 2>&1 &
  echo $! >"$DIR/$daemon.pid"
}

# wait_for <seconds> <what> <command…>
wait_for() {
  local seconds=$1 what=$2 end
  shift 2
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "no $what after $seconds s; see $DIR/log"
    sleep 0.1
  done
}

osd_is_up() { timeout 10 ceph -c "$CONF" osd stat | grep -q '1 up'; }
gateway_answers() { node -e "fetch('$1').catch(() => process.exit(1))"; }

write_conf() {
  local fsid=$1 mon_port=$2 rgw_port=$3
  # Without cephx (auth … = none) the messengers must be told not to encrypt: `crc`.
  # The paxos intervals are what makes the first pools quick.
  cat >"$CONF" <<CONF
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$mon_port/0]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms client mode = crc
ms bind ipv6 = false
ms bind msgr1 = false
ms async op threads = 1
paxos propose interval = 0.05
paxos min wait = 0.01
mon tick interval = 1
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail warn = 1
mon data avail crit = 1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
log file = $DIR/log/\$name.log
admin socket = $DIR/run/\$name.asok
run dir = $DIR/run
crash dir = $DIR/crash
setuser match path =
[mon.a]
mon data = $DIR/mon
[osd.0]
osd data = $DIR/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
[client.rgw]
rgw data = $DIR/rgw
rgw frontends = beast endpoint=127.0.0.1:$rgw_port
rgw dns name = s3.localhost
rgw thread pool size = 32
rgw enable usage log = false
rgw enable ops log = false
rgw enable quota threads = false
rgw run sync thread = false
rgw gc max objs = 4
rgw lc max objs = 4
rgw usage max shards = 4
rgw num rados handles = 1
CONF
}

up() {
  [ "$(uname -s)" = Linux ] || fail 'Ceph runs on Linux only' 2
  install_packages
  down
  [ ! -e "$DIR" ] || fail "$DIR exists and was not made by this script"
  mkdir -p "$DIR"/{mon,osd,rgw,log,run,crash}
  touch "$DIR/made-by-ceph-rgw"

  local fsid ports endpoint
  fsid=$(cat /proc/sys/kernel/random/uuid)
  read -r -a ports < <(free_ports)
  endpoint=http://127.0.0.1:${ports[1]}
  write_conf "$fsid" "${ports[0]}" "${ports[1]}"

  monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:${ports[0]}]" "$DIR/monmap" >/dev/null
  ceph-mon -c "$CONF" --mkfs -i a --monmap "$DIR/monmap" >"$DIR/log/mon-mkfs.out" 2>&1
  start ceph-mon -i a
  wait_for 30 monitor timeout 10 ceph -c "$CONF" mon stat

  ceph-osd -c "$CONF" -i 0 --mkfs --osd-uuid "$(cat /proc/sys/kernel/random/uuid)" >"$DIR/log/osd-mkfs.out" 2>&1
  timeout 20 ceph -c "$CONF" osd new "$(cat "$DIR/osd/fsid")" 0 >/dev/null
  start ceph-osd -i 0
  wait_for 30 OSD osd_is_up

  ceph-authtool --create-keyring "$DIR/rgw/keyring" -n client.rgw --gen-key >/dev/null
  start radosgw -n client.rgw "--rgw-data=$DIR/rgw" "--keyring=$DIR/rgw/keyring"
  wait_for 60 gateway gateway_answers "$endpoint"
  radosgw-admin -c "$CONF" -n client.rgw user create --uid=test --display-name=test \
    --access-key=$ACCESS_KEY_ID --secret-key=$SECRET_ACCESS_KEY >"$DIR/log/user.out" 2>&1 ||
    fail "could not create the user; see $DIR/log/user.out"

  echo S3_SERVER=ceph
  echo "S3_ENDPOINT=$endpoint"
  echo S3_REGION=us-east-1
  echo S3_ACCESS_KEY_ID=$ACCESS_KEY_ID
  echo S3_SECRET_ACCESS_KEY=$SECRET_ACCESS_KEY
}

case "${1:-}" in
  up) up ;;
  down) down ;;
  packages) echo "${PACKAGES[@]}" ;;
  *) fail 'say "up", "down" or "packages"' ;;
esac

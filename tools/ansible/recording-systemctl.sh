#!/bin/sh
# A chroot has no init: remembers what is enabled and active, and writes down every call that changes something.
state=/var/lib/recorded-systemctl
mkdir -p "$state/enabled" "$state/active"
verb=
unit=
for word in "$@"; do
  case $word in
    --*) ;;
    *) if [ -z "$verb" ]; then verb=$word; elif [ -z "$unit" ]; then unit=$word; fi ;;
  esac
done
case $verb in
  show)
    echo "Id=$unit"
    echo LoadState=loaded
    if [ -e "$state/active/$unit" ]; then echo ActiveState=active; else echo ActiveState=inactive; fi
    ;;
  is-enabled)
    if [ -e "$state/enabled/$unit" ]; then echo enabled; else echo disabled; exit 1; fi
    ;;
  is-active)
    if [ -e "$state/active/$unit" ]; then echo active; else echo inactive; exit 3; fi
    ;;
  list-unit-files) echo "$unit enabled enabled" ;;
  *)
    echo "$verb $unit" >> "$state/calls"
    case $verb in
      enable) : > "$state/enabled/$unit" ;;
      disable) rm -f "$state/enabled/$unit" ;;
      start | restart | reload) : > "$state/active/$unit" ;;
      stop) rm -f "$state/active/$unit" ;;
    esac
    ;;
esac

#!/bin/sh
# Loads /etc/nftables.conf of a system in a folder into a network of its own, twice as a reload does, and prints which
# ports a peer reaches: `NETWORK PORT open|closed`. To be run by `unshare --net`; needs root and leaves nothing.
set -eu
root=$1
unshare --net sleep 60 &
peer=$!
trap 'kill $peer' EXIT
chroot "$root" /usr/sbin/nft --file /etc/nftables.conf
chroot "$root" /usr/sbin/nft --file /etc/nftables.conf
# The peer has a network of its own only once unshare came so far.
until [ "$(readlink /proc/$peer/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
ip link add near type veth peer name far netns $peer
ip link set lo up
ip link set near up
nsenter --target $peer --net ip link set far up
for network in 192.0.2 198.51.100 203.0.113; do
  ip address add $network.1/24 dev near
  nsenter --target $peer --net ip address add $network.2/24 dev far
done
nsenter --target $peer --net /usr/bin/python3 -c '
import socket
from concurrent.futures import ThreadPoolExecutor

# Nobody listens: a port that the rules let through refuses at once, another one stays silent.
def knock(where):
    network, port = where
    with socket.socket() as one:
        one.settimeout(2)
        one.bind((f"{network}.2", 0))
        try:
            one.connect((f"{network}.1", port))
        except ConnectionRefusedError:
            return f"{network}.0/24 {port} open"
        except TimeoutError:
            return f"{network}.0/24 {port} closed"

doors = [(network, port) for network in ("192.0.2", "198.51.100", "203.0.113") for port in (22, 80, 6443, 10250)]
print("\n".join(ThreadPoolExecutor(12).map(knock, doors)))
'

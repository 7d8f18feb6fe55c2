/**
 * Which addresses the internet may send us to. Everything that is not plainly public is refused: loopback, private,
 * link-local (clouds answer secrets there), CGNAT, multicast, reserved, and IPv6 forms that hold an IPv4 address.
 */
import { BlockList, isIP } from 'node:net'

const IPV4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Within the global unicast range, what leads elsewhere: Teredo, benchmarking, ORCHID, documentation, 6to4. */
const IPV6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const refused = new BlockList()
for (const [network, prefix] of IPV4) refused.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of IPV6) refused.addSubnet(network, prefix, 'ipv6')

// Only this range is routed: mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96), unique local, link-local and multicast
// addresses all lie outside of it.
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

/**
 * @example isPublicAddress('169.254.169.254') // false
 */
export function isPublicAddress(address: string): boolean {
  const [plain = ''] = address.split('%')
  const family = isIP(plain)
  if (family === 4) return !refused.check(plain, 'ipv4')
  return family === 6 && global6.check(plain, 'ipv6') && !refused.check(plain, 'ipv6')
}

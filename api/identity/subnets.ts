import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Who calls: one address (an IPv6 /64 is one), and the network that a provider gives to one customer. */
export interface Caller {
  readonly address: string;
  readonly network: string;
}

export function callerOf({ ip }: Pick<FastifyRequest, 'ip'>): Caller {
  return {
    address: subnetOf(ip, { v4Bits: 32, v6Bits: 64 }),
    network: subnetOf(ip, { v4Bits: 24, v6Bits: 48 }),
  };
}

/**
 * The part of an address that identifies a caller. A host with IPv6 has a whole network of addresses, and could call
 * from another one each time.
 */
function subnetOf(
  address: string,
  { v4Bits, v6Bits }: { readonly v4Bits: 24 | 32; readonly v6Bits: 48 | 64 },
): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  const plain = mapped ?? address;
  if (isIPv6(plain))
    return groupsOf(plain)
      .slice(0, v6Bits / 16)
      .join(':');
  return plain
    .split('.')
    .slice(0, v4Bits / 8)
    .join('.');
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const between = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(between).fill('0'), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  );
}

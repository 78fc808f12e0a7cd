import { BlockList, isIP } from 'node:net';

/** How long the longest of these subnets is that an address is in; nothing if it is in none. A client whose address nobody knows is in none. */
export function longestPrefix(subnets: readonly string[], address: string | undefined): number | undefined {
  if (address === undefined) return undefined;
  const lengths = subnets.flatMap((subnet) => {
    const [network, length] = subnet.split('/');
    const bits = length === undefined ? (isIP(network) === 6 ? 128 : 32) : Number(length);
    return isWithin(address, network, bits) ? [bits] : [];
  });
  return lengths.length > 0 ? Math.max(...lengths) : undefined;
}

function isWithin(address: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 6 ? 'ipv6' : 'ipv4');
  return list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

import { shown } from '../field';

const UNIX = 'unix://';

export function isUnixSocket(address: string): boolean {
  return address.startsWith(UNIX);
}

/** What is wrong with the address of a socket: it is an absolute path, or an abstract name that begins with `@`. */
export function unixSocketProblem(address: string): string | undefined {
  const path = address.slice(UNIX.length);
  if (path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/'))) return undefined;
  return `must be unix:// and the absolute path of a socket, got ${shown(address)}`;
}

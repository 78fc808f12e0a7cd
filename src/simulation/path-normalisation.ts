const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

/**
 * A path as Envoy compares it: escapes of plain characters are undone and dots are followed, so that `/x/../%61dmin` is `/admin`. Nothing if
 * Envoy refuses the path.
 */
export function normalisedPath(path: string, normalisation: string): string | undefined {
  if (!path.startsWith('/')) return path === '*' ? path : undefined;
  if (normalisation === 'NONE') return path;
  const slashes = normalisation === 'DECODE_AND_MERGE_SLASHES' ? path.replace(/%2f/gi, '/').replace(/%5c/gi, '/') : path;
  const plain = withoutDots(unescapePlain(slashes));
  return normalisation === 'MERGE_SLASHES' || normalisation === 'DECODE_AND_MERGE_SLASHES' ? plain.replace(/\/{2,}/g, '/') : plain;
}

function unescapePlain(path: string): string {
  if (!path.includes('%') && !path.includes('\\')) return path;
  return path.replace(/\\/g, '/').replace(/%([0-9a-fA-F]{2})/g, (escape, digits: string) => {
    const character = String.fromCharCode(parseInt(digits, 16));
    return UNRESERVED.test(character) ? character : escape;
  });
}

function withoutDots(path: string): string {
  if (!path.includes('/.')) return path;
  const kept: string[] = [];
  const parts = path.slice(1).split('/');
  parts.forEach((part, place) => {
    const isLast = place === parts.length - 1;
    if (part === '..') kept.pop();
    else if (part !== '.') kept.push(part);
    // What ends in dots is a folder.
    if (isLast && (part === '.' || part === '..')) kept.push('');
  });
  return `/${kept.join('/')}`;
}

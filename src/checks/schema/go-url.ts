/** What Go reads in the address of a request. */
export interface GoUrl {
  readonly scheme: string;
}

const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
/** In a host, only bytes beyond ASCII are escaped. */
const BAD_HOST_ESCAPE = /%(?!25|[89a-fA-F][0-9a-fA-F])/;
const HOST = /^(?:\[[0-9a-fA-F:.]+(?:%25[^\]]*)?\]|[^\s[\]<>"\\^`{|}/?#@:]*)(?::\d*)?$/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;

/** Reads a URL as Go's `url.ParseRequestURI` does, or says nothing if it is none: an absolute path, or what begins with a scheme. */
export function goRequestUri(text: string): GoUrl | undefined {
  // eslint-disable-next-line no-control-regex
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text)) return undefined;
  if (text === '*') return { scheme: '' };
  const colon = /^([a-zA-Z][a-zA-Z0-9+.-]*):([^]*)$/.exec(text);
  if (text.startsWith(':')) return undefined;
  const scheme = colon ? colon[1].toLowerCase() : '';
  const rest = (colon ? colon[2] : text).replace(/\?[^]*$/, '');
  if (!rest.startsWith('/')) return colon ? { scheme } : undefined;
  const authority = colon || !rest.startsWith('///') ? /^\/\/([^/]*)/.exec(rest)?.[1] : undefined;
  const path = authority === undefined ? rest : rest.slice(authority.length + 2);
  return isAuthority(authority ?? '') && !BAD_ESCAPE.test(path) ? { scheme } : undefined;
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  const host = authority.slice(at + 1);
  return USER.test(user) && !BAD_ESCAPE.test(user) && HOST.test(host) && !BAD_HOST_ESCAPE.test(host);
}

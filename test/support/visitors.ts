import { Manifest } from './manifests';
import { ask, Request } from './requests';

/** Numbers from 0 to 1, always the same for a seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    // The generator of Park and Miller; the product stays below 2^53.
    state = state * 48_271 % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Somebody with a browser, which keeps the cookies that answers set, and sends them where their paths say. */
export class Visitor {
  private readonly cookies = new Map<string, { readonly value: string; readonly path: string }>();

  public constructor(private readonly draw: () => number) {}

  /** The version that answers a request. */
  public visit(site: Site, path = '/'): string {
    const cookie = [...this.cookies].filter(([, { path: below }]) => isBelow(path, below)).map(([name, { value }]) => `${name}=${value}`).join('; ');
    const destinations = site.destinations({ path, headers: cookie === '' ? {} : { cookie } });
    let rest = this.draw() * 100;
    const chosen = destinations.find(({ share }) => (rest -= share) < 0) ?? destinations[destinations.length - 1];
    chosen.cookies.forEach((text) => this.keep(text));
    return chosen.version;
  }

  private keep(setCookie: string): void {
    const [pair, ...attributes] = setCookie.split('; ');
    const [name, value] = pair.split('=');
    this.cookies.set(name, { value, path: attributes.find((one) => one.startsWith('Path='))!.slice('Path='.length) });
  }
}

interface SiteDestination {
  readonly version: string;
  readonly share: number;
  readonly cookies: string[];
}

/** What a VirtualService does with requests. Each kind of request is looked at once. */
export class Site {
  private readonly known = new Map<string, SiteDestination[]>();

  public constructor(private readonly virtualService: Manifest) {}

  public destinations(request: Request): SiteDestination[] {
    const key = JSON.stringify(request);
    const found = this.known.get(key) ?? this.look(request);
    this.known.set(key, found);
    return found;
  }

  private look(request: Request): SiteDestination[] {
    const { rule, shares } = ask(this.virtualService, request)!;
    return Object.entries(shares).map(([version, share]) => {
      const { headers } = rule.route.find(({ destination }: any) => destination.subset === version);
      const added = headers?.response?.add?.['set-cookie'];
      return { version, share, cookies: added === undefined ? [] : [added.replaceAll('%%', '%')] };
    });
  }
}

function isBelow(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.replace(/\/?$/, '/'));
}

import { shown } from '../field';

type Zones = Map<string, Set<string>>;

const ALL = '*';

/**
 * What is wrong with a list of localities (`region/zone/subzone`, whose end may be `*`), as Istio finds it: it looks at them one after the
 * other, so that `eu/*` before `eu/a` overlaps and behind it does not.
 */
export function localitiesProblem(localities: readonly string[]): string | undefined {
  const regions = new Map<string, Zones>();
  for (const locality of localities) {
    const wildcards = locality.split(ALL).length - 1;
    if (wildcards > 1 || (wildcards === 1 && !locality.endsWith(ALL))) return `must have at most one "*", at the end, got ${shown(locality)}`;
    const [region, zone, ...more] = locality.split('/');
    // Behind the second slash, everything is one part.
    const subzone = more.length > 0 ? more.join('/') : undefined;
    if (!regions.has(ALL) && [region, zone, subzone].includes('')) return `must not have an empty part, got ${shown(locality)}`;
    if (regions.has(ALL) || isTaken(regions.get(region), zone, subzone)) {
      return `must not overlap, but ${shown(locality)} does with an earlier one`;
    }
    add(regions, region, zone, subzone);
  }
  return undefined;
}

function isTaken(zones: Zones | undefined, zone?: string, subzone?: string): boolean {
  if (!zones) return false;
  if (zone === undefined || zones.has(ALL)) return true;
  const subzones = zones.get(zone);
  return subzones !== undefined && (subzone === undefined || subzones.has(ALL) || subzones.has(subzone));
}

function add(regions: Map<string, Zones>, region: string, zone = ALL, subzone = ALL): void {
  const zones = regions.get(region) ?? new Map<string, Set<string>>();
  regions.set(region, zones.set(zone, (zones.get(zone) ?? new Set()).add(subzone)));
}

import { Primitive, textPrimitive } from './primitive';

/**
 * Where pods or callers are: a region, perhaps with its zone and subzone, of which the last one may be `*` for all. Istio's webhook also takes a
 * `*` behind a part of a name, but no place is ever matched by it.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export const locality: Primitive<string> = textPrimitive(
  'a region, region/zone or region/zone/subzone, of which only the last may be "*" and none is empty',
  /^(?:\*|[^/*]+(?:\/(?:\*|[^/*]+(?:\/(?:\*|[^*]+))?))?)$/,
);

/**
 * A region alone, from or to which requests fail over.
 * See https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover
 */
export const region: Primitive<string> = textPrimitive('a region, without "/" and "*"', /^[^/*]+$/);

/** Whether one locality stands for every place for which another one stands. */
export function covers(wide: string, narrow: string): boolean {
  const parts = partsOf(narrow);
  return partsOf(wide).every((part, index) => part === '*' || part === parts[index]);
}

/** What is not said stands for all. */
function partsOf(text: string): string[] {
  const [first, zone = '*', ...subzone] = text.split('/');
  return [first, zone, subzone.join('/') || '*'];
}

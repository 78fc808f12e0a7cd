import { describeObject } from '../../istio/object-name';
import type { Finding } from '../finding';

/** Where a finding is: `reviews.yaml:12`, or the construct, or nothing. */
export function placeOf({ file, line, construct }: Finding): string {
  if (file === undefined) return construct ?? '';
  return line === undefined ? file : `${file}:${line}`;
}

/** What a finding is about: `VirtualService shop/reviews`. */
export function objectName({ about }: Finding): string {
  return about ? describeObject(about) : '';
}

import type { ErrorCode } from './error-codes';
import type { Place } from './place';
import { dnsLabel } from '../istio/dns-label';

/** Complains of namespaces that Istio refuses in `exportTo`. */
export function validateExportTo(place: Place, namespaces: string[], code: ErrorCode = 'InvalidExportTo'): void {
  namespaces.forEach((namespace, index) => {
    const isAlone = namespaces.length === 1;
    const isRepeated = namespaces.indexOf(namespace) < index;
    if (isRepeated || !(namespace === '.' || (namespace === '*' && isAlone) || dnsLabel.accepts(namespace))) {
      place.item(index).fail(code, {
        must: 'be the name of a namespace, given once, or ".", or "*" alone', got: namespace, fix: 'Istio refuses anything else in exportTo',
      });
    }
  });
}

/** As it stands in an object of this namespace: Istio refuses the namespace's name beside the dot that stands for it there. */
export function exportedFrom(namespace: string | undefined, exportTo: string[]): string[] {
  return [...new Set(exportTo.map((one) => one === namespace ? '.' : one))];
}

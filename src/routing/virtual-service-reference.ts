import { Construct } from 'constructs';
import { dnsLabel, subdomainName } from '../istio/dns-label';
import type { HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * A VirtualService, wherever it is defined.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export interface IVirtualService {
  /** The object's name. */
  readonly virtualServiceName: string;
  /**
   * The namespace of the object.
   *
   * @default - that of the object that names it
   */
  readonly virtualServiceNamespace?: string;
}

/** The `delegate` of a rule. */
export function renderDelegate(place: Place, delegate: IVirtualService): HttpRouteSpec['delegate'] {
  const { virtualServiceName: name, virtualServiceNamespace: namespace } = delegate;
  if (Construct.isConstruct(delegate) && delegate.node.root !== place.scope.node.root) {
    place.fail('DelegateUnknown', {
      must: 'be a delegate of this app', found: `${name} of another one`, fix: 'for one that exists elsewhere use VirtualService.fromName()',
    });
  }
  place.at('virtualServiceName').check('DelegateUnknown', subdomainName, name, 'pass VirtualService.delegate() or VirtualService.fromName()');
  if (namespace !== undefined) {
    place.at('virtualServiceNamespace').check('DelegateUnknown', dnsLabel, namespace, 'name the namespace of the delegate, or leave it out');
  }
  return { name, namespace };
}

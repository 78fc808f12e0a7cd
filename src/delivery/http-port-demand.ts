import type { VersionedServiceProps } from './versioned-service';
import type { Place } from '../private/place';
import type { HttpRouteOptions } from '../routing/route-manners';
import type { ResolvedPort } from '../workload/service-port';

/** What acts on requests. */
const ON_REQUESTS: Record<keyof HttpRouteOptions | 'routes' | 'rules' | 'diversions', true> = {
  timeout: true, retries: true, fault: true, mirrors: true, headers: true, rewrite: true, cors: true, routes: true, rules: true, diversions: true,
};

/** Complains of what acts on requests in a service on whose ports Istio sees none. */
export function rejectRequestProps(place: Place, props: VersionedServiceProps, ports: ResolvedPort[]): void {
  for (const key of Object.keys(ON_REQUESTS) as (keyof typeof ON_REQUESTS)[]) {
    const value = props[key];
    if (Array.isArray(value) ? value.length > 0 : value !== undefined) {
      failWithoutHttpPort(Array.isArray(value) ? place.at(key).item(0) : place.at(key), ports);
    }
  }
}

/** Complains of something that needs requests. */
export function failWithoutHttpPort(place: Place, ports: ResolvedPort[]): never {
  return place.fail('HttpPortMissing', {
    must: 'be left out of a service without a port that speaks HTTP, HTTP/2 or gRPC',
    found: `ports of which Istio sees connections only (${ports.map(({ name, port }) => `${name} ${port}`).join(', ')})`,
    fix: 'it acts on requests: remove it, or declare the port by ServicePort.http(), http2() or grpc() if that is what is spoken there',
  });
}

import { comparedMethod, comparedPath, comparedText } from '../istio/authorization-value';
import { portNumber } from '../istio/port-number';
import type { Primitive } from '../istio/primitive';
import type { ErrorCode } from '../private/error-codes';
import type { AuthorizationOperationSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkList, checkNotEmpty } from '../private/value-list';

/**
 * What a request asks for: all that is given must hold, and one of each list. Hosts, methods and paths are of HTTP: of a connection to a TCP port nothing is known of
 * them, so that ALLOW never takes it and DENY takes it as if they were met.
 *
 * @throws AuthorizationRuleEmpty, InvalidHost, InvalidMethod, InvalidPath, InvalidPort, ValueMissing (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export interface AuthorizationOperation {
  /**
   * Hosts that are called, as they stand in the request, perhaps with a port; in any case, perhaps with `*` at one end. The caller chooses this text: better name ports or
   * paths.
   *
   * @default - any
   */
  readonly hosts?: string[];
  /**
   * Hosts that must not be called.
   *
   * @default - none
   */
  readonly notHosts?: string[];
  /**
   * Ports on which the pods listen, not those of their Service, 1 to 65535.
   *
   * @default - any
   */
  readonly ports?: number[];
  /**
   * Ports on which the pods must not be called, 1 to 65535.
   *
   * @default - none
   */
  readonly notPorts?: number[];
  /**
   * HTTP methods in upper case; of gRPC it is POST.
   *
   * @default - any
   */
  readonly methods?: string[];
  /**
   * HTTP methods that must not be used.
   *
   * @default - none
   */
  readonly notMethods?: string[];
  /**
   * Paths, without query: the whole path, its beginning (`/info*`), its end (`*.html`), or with `{*}` for one part and `{**}` for all that follow; of gRPC
   * `/package.Service/Method`. Envoy normalises the path before it is compared: `/x/../admin` and `/%61dmin` are `/admin`, but two slashes stay two.
   *
   * @default - any
   */
  readonly paths?: string[];
  /**
   * Paths that must not be called, written in the same way.
   *
   * @default - none
   */
  readonly notPaths?: string[];
}

type TextKey = 'hosts' | 'notHosts' | 'methods' | 'notMethods' | 'paths' | 'notPaths';
type Form = [ErrorCode, Primitive<string>, fix: string];

const HOSTS: Form = ['InvalidHost', comparedText, 'write a host such as www.example.com or *.example.com'];
const METHODS: Form = ['InvalidMethod', comparedMethod, 'write it as clients send it'];
const PATHS: Form = ['InvalidPath', comparedPath, 'write a path such as /info or /info*'];
const FORMS: { [K in TextKey]: Form } = { hosts: HOSTS, notHosts: HOSTS, methods: METHODS, notMethods: METHODS, paths: PATHS, notPaths: PATHS };
const TEXTS = Object.keys(FORMS) as TextKey[];
const PORTS = ['ports', 'notPorts'] as const;

/** Whether it names ports, which connections of TCP have as well. */
export function namesPorts({ ports, notPorts }: AuthorizationOperation): boolean {
  return ports !== undefined || notPorts !== undefined;
}

/** An `operation` in a rule of an AuthorizationPolicy. */
export function renderOperation(place: Place, operation: AuthorizationOperation): AuthorizationOperationSpec {
  const texts = TEXTS.filter((key) => operation[key] !== undefined);
  const ports = PORTS.filter((key) => operation[key] !== undefined);
  if (texts.length + ports.length === 0) {
    place.fail('AuthorizationRuleEmpty', { must: 'say what is called', got: operation, fix: 'leave operations out if anything is meant' });
  }
  for (const key of texts) {
    const [code, form, fix] = FORMS[key];
    checkList(place.at(key), operation[key]!, fix, code, form);
  }
  for (const key of ports) {
    checkNotEmpty(place.at(key), operation[key]!);
    operation[key]!.forEach((port, index) => place.at(key).item(index).check('InvalidPort', portNumber, port, 'name the port on which the pods listen'));
  }
  return {
    ...Object.fromEntries(texts.map((key) => [key, [...operation[key]!]])),
    ...Object.fromEntries(ports.map((key) => [key, operation[key]!.map(String)])),
  };
}

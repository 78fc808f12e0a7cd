import { rejectForwarding } from './forwarding-props';
import { HeaderOperations, renderHeaderOperations } from './header-operations';
import type { HttpRuleProps } from './http-rule';
import { httpStatus } from '../istio/http-status';
import { isText, Primitive } from '../istio/primitive';
import type { DirectResponseSpec, HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';

const MOST_BYTES = 1024 * 1024;

/** What Kubernetes reads as bytes: standard base64 with its padding, and some of it. A pattern with nested repetition would overflow on a large text. */
const base64: Primitive<string> = {
  allowed: 'base64 with its padding, such as aGVsbG8=',
  accepts: (value) => isText(value) && value.length % 4 === 0 && value !== '' && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
};

/** A rule that answers requests in the proxy, so that they reach no service. */
export interface HttpRespondProps extends HttpRuleProps {
  /** The status of the answer, a whole number from 200 to 599. */
  readonly status: number;
  /**
   * The body of the answer, at most 1 MiB in UTF-8; above 100 KiB Istio warns of it. To say what it is, set the header `content-type` of the
   * response.
   *
   * @default - no body
   */
  readonly body?: string;
  /**
   * The body of the answer in base64, for what is no text, and not empty; at most 1 MiB before it was encoded. Only one of this and `body` is given.
   *
   * @default - no body
   */
  readonly bodyBase64?: string;
  /**
   * Changes of headers: those of the response count, since nothing is forwarded.
   *
   * @default - none
   */
  readonly headers?: HeaderOperations;
}

/** The `directResponse` and the `headers` of a rule. */
export function renderRespond(place: Place, props: HttpRespondProps): Pick<HttpRouteSpec, 'directResponse' | 'headers'> {
  const { status, headers } = props;
  rejectForwarding(place, 'a direct response', props, ['headers']);
  place.at('status').check('InvalidStatus', httpStatus, status, 'name the status to answer with');
  return {
    directResponse: { status, body: renderBody(place, props) },
    headers: headers && renderHeaderOperations(place.at('headers'), headers),
  };
}

function renderBody(place: Place, { body, bodyBase64 }: HttpRespondProps): DirectResponseSpec['body'] {
  if (body !== undefined && bodyBase64 !== undefined) {
    place.at('bodyBase64').fail('RedirectConflict', { must: 'be left out where body is given', got: bodyBase64, fix: 'keep one of the two' });
  }
  if (body !== undefined) {
    rejectLarge(place.at('body'), isText(body) ? Buffer.byteLength(body) : Infinity, typeof body);
    return { string: body };
  }
  if (bodyBase64 === undefined) {
    return undefined;
  }
  const here = place.at('bodyBase64');
  here.check('BodyUnreadable', base64, bodyBase64, "write Buffer.from(...).toString('base64')");
  rejectLarge(here, Buffer.from(bodyBase64, 'base64').length);
  return { bytes: bodyBase64 };
}

function rejectLarge(place: Place, bytes: number, type?: string): void {
  if (bytes > MOST_BYTES) {
    place.fail('BodyTooLarge', {
      must: 'be a text of at most 1 MiB', found: bytes === Infinity ? type : `${bytes} bytes`, fix: 'let a service answer with more, or with anything but text',
    });
  }
}

import { rejectForwarding } from './forwarding-props';
import { HeaderOperations, renderHeaderOperations } from './header-operations';
import type { HttpRuleProps } from './http-rule';
import { httpStatus } from '../istio/http-status';
import { isText } from '../istio/primitive';
import type { DirectResponseSpec, HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';

const MOST_BYTES = 1024 * 1024;

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
   * Changes of headers: those of the response count, since nothing is forwarded.
   *
   * @default - none
   */
  readonly headers?: HeaderOperations;
}

/** The `directResponse` and the `headers` of a rule. */
export function renderRespond(place: Place, props: HttpRespondProps): Pick<HttpRouteSpec, 'directResponse' | 'headers'> {
  const { status, body, headers } = props;
  rejectForwarding(place, 'a direct response', props, ['headers']);
  place.at('status').check('InvalidStatus', httpStatus, status, 'name the status to answer with');
  return {
    directResponse: { status, body: body === undefined ? undefined : renderBody(place.at('body'), body) },
    headers: headers && renderHeaderOperations(place.at('headers'), headers),
  };
}

function renderBody(place: Place, body: string): DirectResponseSpec['body'] {
  const bytes = isText(body) ? Buffer.byteLength(body) : Infinity;
  if (bytes > MOST_BYTES) {
    place.fail('BodyTooLarge', {
      must: 'be a text of at most 1 MiB', found: isText(body) ? `${bytes} bytes` : typeof body, fix: 'let a service answer with more, or with anything but text',
    });
  }
  return { string: body };
}

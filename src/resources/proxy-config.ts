import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { validateWorkloadSelector } from './workload-selector';
import { countOrZero } from '../istio/count';
import { subdomainName } from '../istio/dns-label';
import { textPrimitive } from '../istio/primitive';
import { defineObject } from '../private/api-object';
import { proxyConfigManifest } from '../private/imports';
import { Place } from '../private/place';
import { checkText } from '../private/value-list';

/** A ProxyConfig. */
export interface ProxyConfigProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The pods whose proxies it is for: those of the namespace that carry all of these labels.
   *
   * @default - all pods of the namespace; in Istio's root namespace, all of the mesh
   */
  readonly selector?: { [key: string]: string };
  /**
   * How many threads a proxy runs, from 1; 0 for as many as the machine has cores.
   *
   * @default - as many as its CPU limit or request allows, otherwise 2
   */
  readonly concurrency?: number;
  /**
   * Variables in the environment of the proxies, each value at most 2048 characters.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };
  /**
   * Which image of the proxy is run: `default`, `debug` or `distroless`.
   *
   * @default - as Istio was installed
   */
  readonly imageType?: string;
}

const MOST_CHARACTERS = 2048;
const variableName = textPrimitive('the name of a variable: letters, digits and "_", not beginning with a digit', /^[A-Za-z_]\w*$/);
const variableValue = textPrimitive(`a text of at most ${MOST_CHARACTERS} characters`, /^[^]*$/, MOST_CHARACTERS);

/**
 * How proxies are run. Defines one ProxyConfig, which Istio has as `networking.istio.io/v1beta1` only. Proxies read it when they start: restart the pods.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { ProxyConfig } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new ProxyConfig(chart, 'reviews', { selector: { app: 'reviews' }, concurrency: 4 });
 */
export class ProxyConfig extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, LabelsMissing, InvalidLabel, InvalidCount, InvalidVariable, ValueMissing
   */
  public constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, selector, concurrency, environmentVariables, imageType } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the ProxyConfig, or another id');
    if (selector) validateWorkloadSelector(place.at('selector'), selector);
    if (concurrency !== undefined) place.at('concurrency').check('InvalidCount', countOrZero, concurrency, 'write 0 for all cores');
    for (const [variable, value] of Object.entries(environmentVariables ?? {})) {
      place.at('environmentVariables').check('InvalidVariable', variableName, variable, 'name it as a shell would');
      place.at('environmentVariables').item(variable).check('InvalidVariable', variableValue, value, 'shorten it');
    }
    if (imageType !== undefined) checkText(place.at('imageType'), imageType, 'name an image such as distroless');
    const spec = {
      selector: selector && { matchLabels: { ...selector } },
      concurrency,
      environmentVariables: environmentVariables && { ...environmentVariables },
      image: imageType === undefined ? undefined : { imageType },
    };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'ProxyConfig',
      name,
      spec: () => proxyConfigManifest(spec),
    });
  }
}

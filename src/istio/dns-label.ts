import { Primitive, textPrimitive } from './primitive';

const KUBERNETES_NAMES = 'lower-case letters, digits and hyphens';

/**
 * A DNS label as Istio's webhook sees it, for subset names, namespaces and the parts of a host: at most 63 characters, and
 * upper case is allowed. See https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export const dnsLabel: Primitive<string> = textPrimitive(
  'a DNS label: 1 to 63 letters, digits and hyphens, beginning and ending with a letter or a digit',
  /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
  63,
);

/**
 * The name of an object whose name Kubernetes also uses as a label, such as a Deployment or a version: an RFC 1123 label of at
 * most 63 characters. See https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export const kubernetesName: Primitive<string> = textPrimitive(
  `1 to 63 ${KUBERNETES_NAMES}, beginning and ending with a letter or a digit`,
  /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  63,
);

/**
 * The name of a Service: an RFC 1035 label of at most 63 characters, which unlike other names begins with a letter.
 * See https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
 */
export const serviceName: Primitive<string> = textPrimitive(
  `1 to 63 ${KUBERNETES_NAMES}, beginning with a letter and ending with a letter or a digit`,
  /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  63,
);

/**
 * The name of a VirtualService, a DestinationRule or another custom object: an RFC 1123 subdomain of at most 253 characters,
 * whose parts Kubernetes does not limit one by one.
 * See https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export const subdomainName: Primitive<string> = textPrimitive(
  `1 to 253 characters: ${KUBERNETES_NAMES} in parts joined by dots, each beginning and ending with a letter or a digit`,
  /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
  253,
);

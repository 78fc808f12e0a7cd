import { Primitive } from './primitive';

/**
 * The number of a port, by the rule of Istio's webhook and of Kubernetes.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector
 */
export const portNumber: Primitive<number> = {
  allowed: 'a whole number from 1 to 65535',
  accepts: (value) => Number.isInteger(value) && value >= 1 && value <= 65_535,
};

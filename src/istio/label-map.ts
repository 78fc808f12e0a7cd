import { isText, Primitive, textPrimitive } from './primitive';

const MAX_PREFIX_LENGTH = 253;
const MAX_NAME_LENGTH = 63;
const LABEL = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const NAME = '(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const KEY = new RegExp(`^(?:(?<prefix>${LABEL}(?:\\.${LABEL})*)/)?(?<name>${NAME})$`);

/**
 * The key of a label that selects pods: a name of at most 63 characters, perhaps behind a DNS prefix of at most 253 characters and
 * a slash. The rule is that of Istio's webhook.
 * See https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const labelKey: Primitive<string> = {
  allowed: 'a label key: 1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or a digit, '
    + 'perhaps behind a DNS name of at most 253 characters and "/"',
  accepts: (value) => {
    const { prefix = '', name = '' } = (isText(value) && KEY.exec(value)?.groups) || {};
    return name !== '' && name.length <= MAX_NAME_LENGTH && prefix.length <= MAX_PREFIX_LENGTH;
  },
};

/**
 * The value of a label that selects pods, possibly empty. Istio's webhook sets no limit to its length, but Kubernetes refuses pods
 * with a longer one, so that nothing could be selected.
 * See https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const labelValue: Primitive<string> = textPrimitive(
  'empty, or a label value: 1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or a digit',
  new RegExp(`^(?:${NAME})?$`),
  MAX_NAME_LENGTH,
);

/** The value of a label as Istio's webhook takes it: of any length. */
export const acceptedLabelValue: Primitive<string> = textPrimitive(labelValue.allowed, new RegExp(`^(?:${NAME})?$`));

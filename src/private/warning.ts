import type { IConstruct } from 'constructs';
import { userConstruct, userPath } from './configuration-error';
import type { ErrorCode } from './error-codes';

/** Under what a construct keeps its warnings, for tools that look for them. */
const METADATA = 'cdk8s-istio:warning';

/** Says on standard error, each time the app is synthesised, what is no mistake but may hurt: cdk8s has no channel of its own for that. */
export function warnAtSynth(scope: IConstruct, code: ErrorCode, text: string): void {
  const warning = `[${userPath(scope)}] ${code}: ${text}`;
  const { node } = userConstruct(scope);
  node.addMetadata(METADATA, warning);
  node.addValidation({
    validate: () => {
      process.stderr.write(`Warning: ${warning}\n`);
      return [];
    },
  });
}

import { Field, pathText } from './field';
import type { Report, Rule } from './rule';
import type { Manifest } from '../manifests/manifest';

/** One object that rules look at. */
export class ObjectCheck {
  public readonly spec: Field;

  constructor(public readonly manifest: Manifest, private readonly report: Report) {
    this.spec = new Field(manifest.spec, ['spec']);
  }

  /**
   * Says that a field breaks a rule.
   *
   * @param problem the rest of the sentence that begins with the field's path
   */
  public fail(rule: Rule, field: Field, problem: string, fix?: string): void {
    this.report({ rule, manifest: this.manifest, path: field.path, message: `${pathText(field.path)} ${problem}`, fix });
  }
}

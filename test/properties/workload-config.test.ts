import * as fc from 'fast-check';
import { WorkloadConfig } from '../../src';
import { only } from '../support/manifests';
import '../support/random-objects';
import { run } from '../support/run';

const texts = fc.array(fc.string(), { minLength: 1, maxLength: 3 });

function hashOf(contents: string[]): string {
  const manifests = run({ config: contents.map((content) => WorkloadConfig.text(content)) });
  return only(manifests, 'Deployment').spec.template.metadata.annotations['checksum/config'];
}

test('pods are replaced when what they read changes, and only then', () => {
  fc.assert(fc.property(texts, texts, (before, after) => {
    expect(hashOf(before)).toBe(hashOf([...before]));
    expect(hashOf(before) === hashOf(after)).toBe(JSON.stringify(before) === JSON.stringify(after));
  }), { numRuns: 50 });
});

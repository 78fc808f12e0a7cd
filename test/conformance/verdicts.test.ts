import { readFileSync } from 'node:fs';
import { exampleCases, rightCases, sweepCases } from './cases';
import { EXPECTED_WARNINGS } from './expected-warnings';
import { Case, documents } from './judge';
import { complaintOf, digestOf, isJudged, judges, judgesIn, RECORD, recordedVerdicts, recordOf, verdictsIn } from './recorded-verdicts';
import { objectIn, staleness } from './recording';
import { WRONG_OBJECTS } from './wrong-objects';

const TEXT = readFileSync(RECORD, 'utf8');

function objectsOf(cases: Case[]): [document: string, object: unknown][] {
  return cases.flatMap(documents).map((document): [string, unknown] => [document, objectIn(document)]).filter(([, object]) => isJudged(object));
}

describe('the recorded verdicts', () => {
  test('are those of the judges that this repository names', () => {
    expect(judges()).toEqual([expect.stringMatching(/^istio\.io\/istio v\d\S+$/), expect.stringMatching(/^github\.com\/fluxcd\/flagger v\d\S+$/)]);
    expect(judgesIn(TEXT)).toEqual(judges());
  });

  test('stand in the order of their digests, each once', () => {
    expect(recordOf([...verdictsIn(TEXT).values()])).toBe(TEXT);
  });

  test.each([
    ['examples', exampleCases], ['sweep', sweepCases], ['right objects', rightCases],
  ])('accept every object of the %s', (_name, cases) => {
    const objects = objectsOf(cases());
    expect(objects).not.toHaveLength(0);
    const complaints = objects.map(([document, object]) => [complaintOf(object, recordedVerdicts()), document]);
    expect(complaints.filter(([complaint]) => complaint !== undefined)).toEqual([]);
    const warnings = objects.map(([, object]) => recordedVerdicts().get(digestOf(object))!).filter(({ outcome }) => outcome === 'warned');
    expect(warnings.filter(({ says }) => !EXPECTED_WARNINGS.some((expected) => says.includes(expected.says)))).toEqual([]);
  });

  test.each(WRONG_OBJECTS)('refuse $mistake', ({ yaml, says }) => {
    expect(complaintOf(objectIn(yaml), recordedVerdicts(), says)).toBeUndefined();
  });
});

describe('a record', () => {
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'a', namespace: 'b' } };
  const verdict = { digest: digestOf(object), object: 'Gateway b/a', says: '' };
  const accepted = recordOf([{ ...verdict, outcome: 'accepted' }]);
  const refused = recordOf([{ ...verdict, outcome: 'refused', says: 'webhook: no: never' }]);

  test('is read as it was written', () => {
    expect([...verdictsIn(refused).values()]).toEqual([{ ...verdict, outcome: 'refused', says: 'webhook: no: never' }]);
  });

  test('knows an object whatever the order of its keys, and no other', () => {
    const { metadata, ...rest } = object;
    expect(complaintOf({ metadata: { namespace: 'b', name: 'a' }, ...rest }, verdictsIn(accepted))).toBeUndefined();
    expect(complaintOf({ ...object, metadata: { name: 'b', namespace: 'a' } }, verdictsIn(accepted)))
      .toContain('is not in test/conformance/verdicts.txt: have it judged with `npm run conformance -- --record`');
    expect(digestOf(['a', 'b'])).not.toBe(digestOf(['b', 'a']));
  });

  test('tells an object that is refused, and one that should be', () => {
    expect(complaintOf(object, verdictsIn(refused))).toBe('would be refused by a cluster: webhook: no: never');
    expect(complaintOf(object, verdictsIn(refused), 'no')).toBeUndefined();
    expect(complaintOf(object, verdictsIn(refused), 'why')).toBe('should be refused with "why", and is refused webhook: no: never');
    expect(complaintOf(object, verdictsIn(accepted), 'no')).toBe('should be refused with "no", and is accepted');
  });

  test('is stale with a line more, a line less, another verdict or another judge', () => {
    const said = (found: string, committed: string) => staleness(found, committed).join().replace(/^.*\((.*)\).*$/, '$1');
    expect(said(accepted, accepted)).toBe('');
    expect(said(accepted, recordOf([]))).toBe(`1 missing, as ${verdict.digest} accepted Gateway b/a`);
    expect(said(recordOf([]), accepted)).toBe(`1 stale, as ${verdict.digest} accepted Gateway b/a`);
    expect(said(accepted, refused)).toBe(`1 changed, as ${verdict.digest} accepted Gateway b/a`);
    expect(said(accepted, accepted.replace(/istio v\S+/, 'istio v0.0.1'))).toBe('other judges');
  });

  test('with lines that nobody wrote, as those of a conflict, cannot be read', () => {
    expect(() => verdictsIn(`<<<<<<< HEAD\n${accepted}`)).toThrow('the line <<<<<<< HEAD cannot be read');
    expect(() => verdictsIn(accepted + refused)).toThrow(`two lines of ${verdict.digest}`);
  });

  test('holds objects of Istio and Flagger alone', () => {
    const of = (apiVersion: string) => isJudged({ ...object, apiVersion });
    expect(['networking.istio.io/v1beta1', 'flagger.app/v1beta1', 'gateway.networking.k8s.io/v1', 'apps/v1', 'v1'].map(of))
      .toEqual([true, true, false, false, false]);
  });
});

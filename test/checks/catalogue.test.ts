import { allRules } from '../../src/checks/catalogue';
import { Checks } from '../../src/checks/checks';
import type { Rule } from '../../src/checks/rule';
import { CEL_RULES } from '../../src/checks/schema/cel-rules';
import { Manifests } from '../../src/manifests/manifests';
import { knownKinds, type Schema } from '../../src/schemas/schema';

const rules = [...new Map(allRules().map((rule) => [rule.name, rule])).values()];

function found(yaml: string, { name, previous }: Rule) {
  const options = { previous: previous === undefined ? undefined : Manifests.fromYaml(previous) };
  return Checks.run(Manifests.fromYaml(yaml), options).findings.filter(({ rule }) => rule === name);
}

describe('every rule', () => {
  const withExamples = rules.filter(({ fails }) => fails !== '').map((rule) => [rule.name, rule] as const);
  test.each(withExamples)('%s is broken in its first example and kept in its second', (_name, rule) => {
    const [first] = found(rule.fails, rule);
    expect(first).toMatchObject({ code: rule.code, origin: rule.origin, severity: rule.severity });
    expect(first.line).toBeGreaterThan(0);
    expect(found(rule.passes, rule)).toEqual([]);
  });

  const withCommands = rules.flatMap(({ name, code, commands }) => commands ? [[name, code, commands] as const] : []);
  test.each(withCommands)('%s is broken by its first command and kept by its second', (_name, code, { fails, passes }) => {
    const report = (command: string) => Checks.run(Manifests.fromFiles(command.split(' ').slice(2))).findings.map((finding) => finding.code);
    expect(report(fails)).toContain(code);
    expect(report(passes)).not.toContain(code);
  });

  test('has manifests or commands as examples', () => {
    expect(rules.filter(({ fails, passes, commands }) => (fails === '' || passes === '') && !commands)).toEqual([]);
  });

  test('has a name and a text of its own', () => {
    const seen = new Map(allRules().map((rule) => [rule.name, rule]));
    expect(allRules().filter((rule) => seen.get(rule.name) !== rule)).toEqual([]);
    expect(rules.filter(({ name }) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
    const isSentence = (text: string) => /^(?:[A-Z]|[a-z]+[A-Z]|kubectl )[^]*\.$/.test(text);
    expect(rules.filter(({ must, why }) => !isSentence(must) || !isSentence(why)).map(({ name }) => name)).toEqual([]);
    expect(rules.filter(({ fix }) => !/^[a-z]/.test(fix) || fix.endsWith('.')).map(({ name }) => name)).toEqual([]);
  });
});

test('a condition of CEL that nobody has written a function for is noticed', () => {
  const texts = new Set<string>();
  const visit = (schema: Schema): void => {
    schema['x-kubernetes-validations']?.forEach(({ rule, message }) => {
      texts.add(rule.trim());
      expect(message).toMatch(/./);
    });
    const { items, additionalProperties, properties = {} } = schema;
    [items, additionalProperties, ...Object.values(properties)].forEach((inner) => { if (typeof inner === 'object') visit(inner); });
  };
  for (const { schema } of knownKinds().values()) visit(schema);
  expect(texts.size).toBeGreaterThan(30);
  expect([...texts].filter((text) => !(text in CEL_RULES))).toEqual([]);
});

test('a keyword of a schema that nobody looks at is noticed', () => {
  const keywords = new Set<string>();
  const visit = (schema: Schema): void => {
    Object.keys(schema).forEach((keyword) => keywords.add(keyword));
    const { items, additionalProperties, not, properties = {}, oneOf = [], anyOf = [], allOf = [] } = schema;
    [items, additionalProperties, not, ...Object.values(properties), ...oneOf, ...anyOf, ...allOf].forEach((inner) => { if (typeof inner === 'object') visit(inner); });
  };
  for (const { schema } of knownKinds().values()) visit(schema);
  expect([...keywords].sort()).toEqual([
    'additionalProperties', 'allOf', 'anyOf', 'default', 'enum', 'format', 'items', 'maxItems', 'maxLength', 'maxProperties', 'maximum', 'minItems', 'minLength', 'minProperties', 'minimum', 'not',
    'nullable', 'oneOf', 'pattern', 'properties', 'required', 'type', 'x-kubernetes-int-or-string', 'x-kubernetes-list-map-keys', 'x-kubernetes-list-type', 'x-kubernetes-map-type', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-validations',
  ]);
});

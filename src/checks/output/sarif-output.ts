import { allRules } from '../catalogue';
import type { CheckReport } from '../check-report';
import type { Finding } from '../finding';
import { objectName } from './finding-place';

const LEVELS: { readonly [severity: string]: string } = { error: 'error', warning: 'warning', info: 'note' };

/** Findings in the Static Analysis Results Interchange Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function sarifOutput({ findings }: CheckReport): string {
  const used = new Set(findings.map(({ rule }) => rule));
  const rules = [...new Map(allRules().filter(({ name }) => used.has(name)).map((rule) => [rule.name, rule])).values()];
  const driver = {
    name: 'cdk8s-istio',
    rules: rules.map(({ name, must, why, fix, severity, code, origin }) => ({
      id: name,
      shortDescription: { text: must },
      fullDescription: { text: why },
      help: { text: fix },
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { code, origin },
    })),
  };
  return JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results: findings.map(resultOf) }],
  }, null, 2);
}

function resultOf(finding: Finding) {
  const { rule, severity, message, fix, file, line, construct } = finding;
  const logical = [objectName(finding), construct].filter((name) => name !== undefined && name !== '').map((name) => ({ fullyQualifiedName: name }));
  const physical = file === undefined ? {} : {
    physicalLocation: { artifactLocation: { uri: file.replaceAll('\\', '/') }, ...(line !== undefined && { region: { startLine: line } }) },
  };
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: `${message}; ${fix}` },
    locations: [{ ...physical, ...(logical.length > 0 && { logicalLocations: logical }) }],
  };
}

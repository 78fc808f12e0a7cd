import { FlaggerAlert, FlaggerAlertSeverity } from '../../src';
import { canarySpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

const ALERT: FlaggerAlert = { name: 'on-call', providerName: 'slack', severity: FlaggerAlertSeverity.WARN };

function alert(changes: Partial<FlaggerAlert> = {}) {
  return canarySpec({ alerts: [{ ...ALERT, ...changes }] }).analysis.alerts[0];
}

test.each([
  [FlaggerAlertSeverity.INFO, 'info'], [FlaggerAlertSeverity.WARN, 'warn'], [FlaggerAlertSeverity.ERROR, 'error'],
])('an alert always says of which events it tells', (severity, text) => {
  expect(alert({ severity })).toEqual({ name: 'on-call', severity: text, providerRef: { name: 'slack' } });
});

test.each([[undefined], [''], ['warning']])('an alert with the severity %p is refused, because it would never be sent', (severity) => {
  expect(codeOf(() => alert({ severity: severity as FlaggerAlertSeverity }))).toBe('FlaggerAlertSilent');
});

test('the provider of an alert can be in another namespace', () => {
  expect(alert({ providerNamespace: 'flagger' }).providerRef).toEqual({ name: 'slack', namespace: 'flagger' });
});

test.each<[string, Partial<FlaggerAlert>]>([
  ['name', { name: '' }], ['providerName', { providerName: 'My Slack' }], ['providerNamespace', { providerNamespace: '' }],
])('a %s that is none is refused', (prop, changes) => {
  expect(messageOf(() => alert(changes))).toContain(`FlaggerReferenceInvalid: alerts[0].${prop} must`);
});

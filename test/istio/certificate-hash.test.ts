import { certificateHash, spkiHash } from '../../src/istio/certificate-hash';

const BASE64 = `${'a'.repeat(43)}=`;
const HEX = '0123456789abcdefABCDEF0123456789'.repeat(2);
const COLONS = HEX.match(/../g)!.join(':');

test('a public key is known by a SHA-256 hash in base64', () => {
  expect(spkiHash.accepts(BASE64)).toBe(true);
  expect(['', 'a'.repeat(44), `${'a'.repeat(42)}==`, `${'-'.repeat(43)}=`, HEX].filter((text) => spkiHash.accepts(text))).toEqual([]);
});

test('a certificate is known by a SHA-256 hash in hexadecimal digits', () => {
  expect([HEX, COLONS].every((text) => certificateHash.accepts(text))).toBe(true);
  expect(['', HEX.slice(1), `${HEX}0`, 'g'.repeat(64), COLONS.slice(3), BASE64].filter((text) => certificateHash.accepts(text))).toEqual([]);
});

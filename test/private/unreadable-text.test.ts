import { unreadableTexts } from '../../src/private/unreadable-text';

describe('a text that Kubernetes would read as something else', () => {
  test.each(['0o14', 'a\u007f', 'a\u0085', '\u009f', 'a\u2028b', '\u2029', '\ufffe', '\uffff'])('is %j', (text) => {
    expect(unreadableTexts({ a: { b: [text] } }, 'spec')).toEqual([expect.stringContaining('UnreadableText: spec.a.b[0] must be')]);
    expect(unreadableTexts({ a: { [text]: 'b' } }, 'spec')).toEqual([expect.stringContaining('UnreadableText: a key of spec.a must be')]);
  });

  test.each(['<<', '__proto__', 'constructor'])('is the key %s, but not the value', (text) => {
    expect(unreadableTexts(Object.fromEntries([[text, 'a']]), 'spec')).toHaveLength(1);
    expect(unreadableTexts({ a: text }, 'spec')).toEqual([]);
  });

  test.each(['', '0o8', '0o', 'a0o14', '014', '0x1f', 'yes', '1e3', 'ä', '😀', 'a\nb', 'a\tb'])('is not %j', (text) => {
    expect(unreadableTexts({ [text]: text }, 'spec')).toEqual([]);
  });

  test('is nothing that is no text', () => {
    expect(unreadableTexts({ a: [1, true, null, undefined, {}] }, 'spec')).toEqual([]);
  });
});

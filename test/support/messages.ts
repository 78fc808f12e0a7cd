/** The message with which a program ends. */
export function messageOf(program: () => unknown): string {
  let result: unknown;
  try {
    result = program();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`expected an error, got ${JSON.stringify(result) ?? result}`);
}

/** The code in the message with which a program ends: all that other languages than JavaScript see of it. */
export function codeOf(program: () => unknown): string {
  const message = messageOf(program);
  const [, code] = /^\s*\[[^\]]*\] ([A-Za-z0-9]+): /m.exec(message) ?? [];
  if (code === undefined) {
    throw new Error(`expected a code, got the message ${message}`);
  }
  return code;
}

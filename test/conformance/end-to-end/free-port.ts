import { createServer } from 'node:net';

/** Below those that systems give to clients, so that nobody gets it by chance between two uses. */
const LOWEST = 20_000;
const NUMBER = 10_000;

/** A port that is free at all addresses. */
export async function freePort(): Promise<number> {
  const port = LOWEST + Math.floor(Math.random() * NUMBER);
  const isFree = await new Promise<boolean>((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '0.0.0.0', () => server.close(() => done(true)));
  });
  return isFree ? port : freePort();
}

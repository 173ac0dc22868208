// A line as bad as a village's: a TCP proxy that loses requests, cuts them in the middle, loses answers,
// sends requests twice and lets everything wait. What it does to the n-th request is drawn from a seed.
import { createServer, connect, type Server, type Socket } from 'node:net';

export const rudenesses = ['fine', 'drop', 'cutRequest', 'cutAnswer', 'double', 'delay'] as const;
export type Rudeness = (typeof rudenesses)[number];

export interface RudeProxy {
  readonly port: number;
  /** How often each was done. */
  readonly done: Readonly<Record<Rudeness, number>>;
  /** From now on everything passes. */
  behave(): void;
  close(): Promise<void>;
}

/** One HTTP request as it came; null while parts of it are missing. */
function wholeRequest(bytes: Buffer): number | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1] ?? '0');
  return bytes.length >= end + 4 + length ? end + 4 + length : null;
}

/** `draw` in [0, 1), `target`: port on this machine. Between 30 and 40 per cent of requests suffer. */
export async function openRudeProxy(target: number, draw: () => number): Promise<RudeProxy> {
  const done: Record<Rudeness, number> = { fine: 0, drop: 0, cutRequest: 0, cutAnswer: 0, double: 0, delay: 0 };
  const sockets = new Set<Socket>();
  let polite = false;
  const pick = (): Rudeness => {
    const at = draw();
    if (polite || at > 0.36) return 'fine';
    return rudenesses[1 + Math.floor((at / 0.36) * (rudenesses.length - 1))] ?? 'fine';
  };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };

  const serve = (client: Socket): void => {
    const server = keep(connect(target, '127.0.0.1'));
    let pending = Buffer.alloc(0);
    let answerLeft = Number.POSITIVE_INFINITY;
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    client.on('close', end);
    server.on('close', end);
    server.on('data', (bytes) => {
      client.write(bytes.subarray(0, Math.max(0, answerLeft)));
      answerLeft -= bytes.length;
      if (answerLeft <= 0) end();
    });
    const forward = (request: Buffer): void => {
      const rudeness = pick();
      done[rudeness] += 1;
      if (rudeness === 'drop') return end();
      if (rudeness === 'cutRequest') {
        server.write(request.subarray(0, Math.floor(request.length * draw())));
        return void setTimeout(end, 5);
      }
      if (rudeness === 'cutAnswer') answerLeft = Math.floor(draw() * 60);
      if (rudeness === 'double') {
        // The same bytes on a line of their own, at about the same moment; nobody hears that answer.
        const twin = keep(connect(target, '127.0.0.1'));
        twin.on('data', () => setTimeout(() => twin.destroy(), 50));
        twin.write(request);
      }
      if (rudeness === 'delay') setTimeout(() => server.writable && server.write(request), 50 + draw() * 1_200);
      else server.write(request);
    };
    client.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      for (let length = wholeRequest(pending); length !== null; length = wholeRequest(pending)) {
        forward(pending.subarray(0, length));
        pending = pending.subarray(length);
      }
    });
  };
  const proxy: Server = createServer((client) => serve(keep(client)));
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  const address = proxy.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    done,
    behave: () => {
      polite = true;
    },
    close: () =>
      new Promise((closed) => {
        proxy.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

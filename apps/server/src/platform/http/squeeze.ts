// Long answers to a phone go compressed: on a village's network a first list is a tenth as long that way.
// Only answers to a bearer credential: a page that a browser sends cookies for could be made to reveal a
// secret by the length of what is compressed with it (BREACH), a phone's list could not.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const LONG = 2048;
const compress = promisify(gzip);

/** What is sent in place of `payload`; sets the headers that go with it. For Fastify's `onSend`. */
export async function squeezed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { authorization = '', 'accept-encoding': accepted = '' } = request.headers;
  if (typeof payload !== 'string' || payload.length < LONG || !authorization.startsWith('Bearer ') || !/\bgzip\b/.test(String(accepted))) return payload;
  void reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding').removeHeader('content-length');
  return compress(payload);
}

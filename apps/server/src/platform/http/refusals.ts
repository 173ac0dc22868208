// The one table from refusal to HTTP status. The code goes to the client, which has the sentence.
import type { RefusalCode } from '@shouwang/domain/shared';

const statuses: Partial<Record<RefusalCode, number>> = {
  'auth.required': 401,
  'auth.wrongPassword': 401,
  'device.revoked': 401,
  'warning.tokenUnknown': 401,
  'auth.locked': 429,
  'permission.denied': 403,
  'auth.mustChangePassword': 403,
  notFound: 404,
  'elder.notVisible': 404,
  'conflict.revision': 409,
  'conflict.alreadyDone': 409,
  'import.running': 409,
  'import.tooLarge': 413,
  'input.tooLarge': 413,
  'attachment.tooLarge': 413,
  'server.unavailable': 503,
  'server.bug': 500,
};
export const statusOf = (code: RefusalCode): number => statuses[code] ?? 400;

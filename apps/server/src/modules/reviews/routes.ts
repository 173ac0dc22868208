// Endpoints of packages/contract/src/reviews.ts.
import { archiveGet, archiveList, archiveRegister, archiveWorkbook, reviewAct, reviewAsk, reviewCounts, reviewGet, reviewList, reviewWorkbook } from '@shouwang/contract/reviews';
import { ok } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { actOnFiles, askForReview } from './act.ts';
import { listArchive, openArchive, registerCopies, writeArchiveWorkbook } from './archive.ts';
import { openReview } from './file.ts';
import { countByVillage, countReviews, listReviews, writeReviewWorkbook } from './lists.ts';

export const reviewRoutes: readonly Endpoint[] = [
  endpoint(reviewGet, ({ tx, services, principal, params }) => openReview(services, tx, principal, params.id)),
  endpoint(reviewList, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    return ok({ rows: await listReviews(services, tx, principal, range, query, query), count: await countReviews(tx, range, principal.role, query) });
  }),
  endpoint(reviewCounts, async ({ tx, services, principal, query }) => ok(await countByVillage(services, tx, readRange(principal.scope, query.division)))),
  endpoint(reviewAct, ({ tx, services, principal, body }) => actOnFiles(services, tx, principal, body)),
  endpoint(reviewAsk, ({ tx, services, principal, body }) => askForReview(services, tx, principal, body)),
  fileEndpoint(reviewWorkbook, ({ tx, services, principal, query }) =>
    writeReviewWorkbook(services, tx, principal, readRange(principal.scope, query.division), query, query.reason),
  ),
  endpoint(archiveGet, ({ tx, params }) => openArchive(tx, params.id)),
  endpoint(archiveList, async ({ tx, services, principal, query }) => ok(await listArchive(services, tx, readRange(principal.scope, query.division), query, query))),
  endpoint(archiveRegister, ({ tx, services, body }) => registerCopies(services, tx, body)),
  fileEndpoint(archiveWorkbook, ({ tx, services, principal, query }) => writeArchiveWorkbook(services, tx, readRange(principal.scope, query.division), query, query.reason)),
];

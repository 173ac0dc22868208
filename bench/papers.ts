// P13: a thousand visit forms, and a thousand information forms, in one PDF each: from the sealed records to
// the bytes, as the worker does it.
import { papersPdf, type Paper } from '@shouwang/documents';
import { addMonths, monthOf } from '@shouwang/domain/shared';
import { readRange } from '../apps/server/src/modules/divisions/public.ts';
import { elderPaper } from '../apps/server/src/modules/papers/forms.ts';
import { listIds, listPeople } from '../apps/server/src/modules/papers/people.ts';
import { visitPapersOf } from '../apps/server/src/modules/papers/visitPapers.ts';
import { getPackInForce } from '../apps/server/src/modules/policy/public.ts';
import { visitIdsOfMonth } from '../apps/server/src/modules/visits/public.ts';
import { systemActor, type Tx } from '../apps/server/src/platform/db/index.ts';
import { round, timed, type Finding } from './measure.ts';
import type { Site } from './site.ts';

const FORMS = 1000;

export async function benchPapers(site: Site): Promise<Finding[]> {
  const { county, services } = site;
  const wanted = site.smoke ? 60 : FORMS;
  const today = services.clock.today();
  const range = readRange(county.code, undefined);
  // One copy each: a form is a form, however many copies a pack asks for.
  const visitForms = async (tx: Tx): Promise<Paper[]> => {
    const { pack } = await getPackInForce(tx);
    const ids = await visitIdsOfMonth(tx, range, addMonths(monthOf(today), -1));
    return (await visitPapersOf(services, tx, pack, ids.slice(0, wanted))).map((paper) => ({ ...paper, copies: [] }));
  };
  const informationForms = async (tx: Tx): Promise<Paper[]> => {
    const { pack } = await getPackInForce(tx);
    const people = await listPeople(services, tx, (await listIds(tx, range)).slice(0, wanted));
    return Array.from({ length: wanted }, (_, index) => people[index % people.length]).flatMap((person) =>
      person === undefined ? [] : [{ ...elderPaper(pack, 'information', person, [], { numbers: 'masked', today }), copies: [] }],
    );
  };
  return [
    await printed(site, { id: 'P13', forms: 'visit forms', wanted, papersOf: visitForms }),
    await printed(site, { id: 'P13 information', forms: 'information forms of two pages', wanted, papersOf: informationForms }),
  ];
}

interface Printing {
  readonly id: string;
  readonly forms: string;
  readonly wanted: number;
  readonly papersOf: (tx: Tx) => Promise<Paper[]>;
}

async function printed({ county, services }: Site, { id, forms, wanted, papersOf }: Printing): Promise<Finding> {
  let bytes = 0;
  let readMs = 0;
  let longest = 0;
  const before = process.cpuUsage();
  const ms = await timed(async () => {
    const began = performance.now();
    const papers = await services.db.tx(systemActor(county.code), papersOf);
    if (papers.length !== wanted) throw new Error(`${papers.length} ${forms} where ${wanted} were wanted`);
    readMs = performance.now() - began;
    let last = performance.now();
    const foot = { printed: 'P13', page: '{page} / {pages}' };
    const pdf = await papersPdf(papers, { title: 'P13', on: services.clock.today(), foot, facesFolder: null }, async () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      return true;
    });
    bytes = pdf?.length ?? 0;
  });
  const { user, system: kernel } = process.cpuUsage(before);
  return {
    id,
    what: `${wanted} ${forms} in one PDF`,
    figure: round(ms / 1000),
    bar: 60,
    sense: 'atMost',
    unit: 's',
    beside: {
      'read and opened s': round(readMs / 1000),
      'processor s': round((user + kernel) / 1_000_000),
      'longest hold ms': Math.round(longest),
      'file MB': round(bytes / 1_000_000),
      'largest memory MB': Math.round(process.resourceUsage().maxRSS / 1024),
    },
  };
}

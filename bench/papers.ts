// P13: a thousand information forms in one PDF, from the sealed files to the bytes, as the worker does it.
import { papersPdf } from '@shouwang/documents';
import { readRange } from '../apps/server/src/modules/divisions/public.ts';
import { elderPaper } from '../apps/server/src/modules/papers/forms.ts';
import { listIds, listPeople } from '../apps/server/src/modules/papers/people.ts';
import { getPackInForce } from '../apps/server/src/modules/policy/public.ts';
import { systemActor } from '../apps/server/src/platform/db/index.ts';
import { round, timed, type Finding } from './measure.ts';
import type { Site } from './site.ts';

const FORMS = 1000;

export async function benchPapers(site: Site): Promise<Finding[]> {
  const { county, services } = site;
  const system = systemActor(county.code);
  const wanted = site.smoke ? 60 : FORMS;
  const today = services.clock.today();
  let bytes = 0;
  let readMs = 0;
  let longest = 0;
  const before = process.cpuUsage();
  const ms = await timed(async () => {
    const began = performance.now();
    const papers = await services.db.tx(system, async (tx) => {
      const { pack } = await getPackInForce(tx);
      const ids = (await listIds(tx, readRange(county.code, undefined))).slice(0, wanted);
      const people = await listPeople(services, tx, ids);
      // One copy each: a form is a form, however many copies a pack asks for.
      return Array.from({ length: wanted }, (_, index) => people[index % people.length]).flatMap((person) =>
        person === undefined ? [] : [{ ...elderPaper(pack, 'information', person, [], { numbers: 'masked', today }), copies: [] }],
      );
    });
    readMs = performance.now() - began;
    let last = performance.now();
    const pdf = await papersPdf(papers, { title: 'P13', on: today, foot: { printed: 'P13', page: '{page} / {pages}' }, facesFolder: null }, async () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      return true;
    });
    bytes = pdf?.length ?? 0;
  });
  const { user, system: kernel } = process.cpuUsage(before);
  return [
    {
      id: 'P13',
      what: `${wanted} information forms of two pages in one PDF`,
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
    },
  ];
}

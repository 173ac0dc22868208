// How the network's lists come in through an import: intake reads and matches the rows, the network
// keeps roster and assignments. They meet here.
import type { FilingAnswer, VisitorLists } from '../modules/intake/public.ts';
import { countUncovered, findVisitors, recordAssignments, recordRoster } from '../modules/network/public.ts';

export const visitorLists: VisitorLists = {
  recordRoster: (services, tx, rows) => recordRoster(tx, services, rows),
  countUncovered,
  async recordFilings(services, tx, filed) {
    if (filed.length === 0) return [];
    const visitors = await findVisitors(
      tx,
      services,
      filed.map((one) => ({ name: one.visitorName, phone: one.visitorPhone, division: one.division })),
    );
    const known = filed.flatMap((one, at) => {
      const visitor = visitors[at];
      return visitor?.status === 'one'
        ? [{ at, item: { elderId: one.elderId, visitorId: visitor.visitorId, role: 'responsible' as const, from: one.from, sourceRef: one.sourceRef } }]
        : [];
    });
    const recorded = await recordAssignments(
      tx,
      known.map(({ item }) => item),
    );
    const answers: FilingAnswer[] = visitors.map((visitor) => (visitor.status === 'ambiguous' ? 'visitorAmbiguous' : 'visitorUnknown'));
    for (const [index, { at }] of known.entries()) answers[at] = recorded[index]?.outcome ?? 'unchanged';
    return answers;
  },
};

// Visit forms (001 附件4) and monthly sheets on paper: one at once, a month of a division by the print job.
import type { monthSheetPrint, visitPrint } from '@shouwang/contract/papers';
import type { Body } from '@shouwang/contract/route';
import { monthSheetPaper, sheetWords, visitPaper, type Paper } from '@shouwang/documents';
import { can, type Principal } from '@shouwang/domain/access';
import type { PolicyPack } from '@shouwang/domain/policy';
import { refuse, type Result } from '@shouwang/domain/shared';
import { MONTH_SHEET } from '@shouwang/domain/visits';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNames } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { answersText, readSignature, visitsToPrint, type VisitToPrint } from '../visits/public.ts';
import { fileOf, footOf, markOf } from './onePaper.ts';

export const visitFormTitle = (pack: PolicyPack): string => pack.terms['visitForm']?.zh ?? pack.visitForm.title.zh;
const copiesOf = (pack: PolicyPack): number => {
  const value = pack.values['forms.visitFormCopies']?.value;
  return typeof value === 'number' ? value : 1;
};

const formPaperOf = (pack: PolicyPack, visit: VisitToPrint, forElder = false): Paper =>
  visitPaper(visit, { title: visitFormTitle(pack), words: sheetWords, copies: copiesOf(pack), forElder });

export const visitPapersOf = async (services: Services, tx: Tx, pack: PolicyPack, ids: readonly string[]): Promise<Paper[]> => {
  const names = await divisionNames(services, tx, tx.actor.countyCode);
  const visits = await visitsToPrint(services, tx, names, sql`v.id = any(${ids}::uuid[])`, sql`array_position(${ids}::uuid[], v.id)`);
  return visits.map((visit) => formPaperOf(pack, visit));
};

/** A visit on its form. Refuses notFound. */
export async function printVisit(services: Services, tx: Tx, principal: Principal, id: string, wanted: Body<typeof visitPrint>): Promise<Result<FileReply>> {
  if (!can(principal.role, 'visits.read')) return refuse('permission.denied');
  const names = await divisionNames(services, tx, tx.actor.countyCode);
  const [visit] = await visitsToPrint(services, tx, names, sql`v.id = ${id}::uuid`, sql`v.id`);
  if (visit === undefined) return refuse('notFound');
  const { pack } = await getPackInForce(tx);
  const mark = markOf(newId());
  const { format, copies, reason } = wanted;
  await audit(tx, { action: 'paper.print', entity: 'visit', entityId: id, division: visit.division, details: { form: 'visit', format, copies, reason, mark } });
  const paper = formPaperOf(pack, visit, copies === 'elder');
  return fileOf(services, paper, format, `${visit.elderName}${visit.occurredOn}`, footOf(services, principal.displayName, mark), (of) => readSignature(services, tx, of));
}

interface Sheet {
  id: string;
  name: string;
  division_code: string;
  responsible_name: string | null;
  required: number;
}

/** Monthly sheets of these people in their order: with what is recorded, or blank for the pen. */
export async function monthSheetsOf(services: Services, tx: Tx, ids: readonly string[], month: string, blank: boolean): Promise<Paper[]> {
  const county = tx.actor.countyCode;
  const names = await divisionNames(services, tx, county);
  const people = await tx.query<Sheet>(sql`select e.id, e.name, e.division_code, e.responsible_name,
      coalesce((select sum(d.required)::int from visit_duty d where d.county_code = e.county_code and d.elder_id = e.id and d.month = ${month} and d.state = 'active'), 0) as required
    from elder e where e.county_code = ${county} and e.id = any(${ids}::uuid[]) order by array_position(${ids}::uuid[], e.id)`);
  const visits = blank
    ? []
    : await visitsToPrint(services, tx, names, sql`v.elder_id = any(${ids}::uuid[]) and v.month = ${month} and v.outcome <> 'cancelled'`, sql`v.elder_id, v.occurred_at, v.id`);
  const code = (answer: unknown): string | null => (typeof answer === 'string' ? answer : null);
  return people.map((person) =>
    monthSheetPaper(
      {
        elderName: person.name,
        town: names.town(person.division_code),
        village: names.village(person.division_code),
        responsible: person.responsible_name,
        month,
        required: person.required,
        visits: visits
          .filter((visit) => visit.elderId === person.id)
          .map((visit) => {
            const isSheet = visit.form.id === MONTH_SHEET;
            const { health, safety, ...rest } = visit.answers;
            return {
              on: visit.occurredOn,
              mode: visit.mode,
              outcome: visit.outcome,
              onForm: !isSheet && visit.outcome === 'done',
              health: isSheet ? code(health) : null,
              safety: isSheet ? code(safety) : null,
              text: [isSheet ? answersText(visit.form, rest) : answersText(visit.form, pickWords(visit)), visit.note ?? ''].filter((part) => part !== '').join('；'),
              visitorName: visit.visitorName,
            };
          }),
      },
      sheetWords,
    ),
  );
}

/** What of a full form fits a line: its words, and conditions that are not as before. */
function pickWords({ form, answers }: VisitToPrint): VisitToPrint['answers'] {
  const items = form.sections.flatMap((section) => section.items);
  const said = items.filter((item) => (item.kind === 'text' ? answers[item.key] !== undefined : (item.finding ?? []).some((one) => answers[item.key] === one)));
  return Object.fromEntries(said.flatMap((item) => (answers[item.key] === undefined ? [] : [[item.key, answers[item.key]] as const]))) as VisitToPrint['answers'];
}

/** The monthly sheet of one elder. Refuses elder.notVisible. */
export async function printMonthSheet(services: Services, tx: Tx, principal: Principal, elderId: string, wanted: Body<typeof monthSheetPrint>): Promise<Result<FileReply>> {
  if (!can(principal.role, 'visits.read')) return refuse('permission.denied');
  const { format, month, blank, reason } = wanted;
  const [elder] = await tx.query<{ name: string; division_code: string }>(
    sql`select name, division_code from elder where county_code = ${tx.actor.countyCode} and id = ${elderId}`,
  );
  const [paper] = await monthSheetsOf(services, tx, [elderId], month, blank);
  if (elder === undefined || paper === undefined) return refuse('elder.notVisible');
  const mark = markOf(newId());
  await audit(tx, {
    action: 'paper.print',
    entity: 'elder',
    entityId: elderId,
    division: elder.division_code,
    details: { form: 'monthSheet', format, month, blank, reason, mark },
  });
  return fileOf(services, paper, format, elder.name, footOf(services, principal.displayName, mark), async () => null);
}

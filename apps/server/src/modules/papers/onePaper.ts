// One paper at once, as PDF or Word: a form of an elder, the report of an assessment. What is printed is
// written down with its reason; numbers stand in full only where the right to reveal them is used.
import type { abilityPrint, paperPrint } from '@shouwang/contract/papers';
import type { Body } from '@shouwang/contract/route';
import { abilityPaper, paperDocx, papersPdf, sheetWords, type Paper, type PaperFoot, type PhotoOf } from '@shouwang/documents';
import { can, type Principal } from '@shouwang/domain/access';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { openAbilityReport } from '../assessments/public.ts';
import { divisionNames } from '../divisions/public.ts';
import { readPhoto } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { elderPaper, formTitle, textOptions } from './forms.ts';
import { findPerson } from './people.ts';
import { signOffsOf } from './signOffs.ts';

export const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
/** `mark` leads from a sheet of paper back to the trail. */
export const footOf = (services: Services, who: string, mark: string): PaperFoot => ({
  printed: sheetWords.paper.printed(who, clock.format(services.clock.now()), mark),
  page: sheetWords.paper.page,
});
export const facesOf = (services: Services): string | null => services.facesFolder ?? null;
/** The last digits of an identifier: its beginning is the time. */
export const markOf = (id: string): string => id.slice(-8);

export async function fileOf(services: Services, paper: Paper, format: 'pdf' | 'docx', name: string, foot: PaperFoot, photoOf: PhotoOf): Promise<Result<FileReply>> {
  const { title } = paper;
  if (format === 'docx') return ok({ fileName: `${name}-${title}.docx`, contentType: DOCX, bytes: await paperDocx(paper, { title, foot, photoOf }) });
  const bytes = await papersPdf([paper], { title, on: services.clock.today(), foot, facesFolder: facesOf(services), photoOf });
  return bytes === null ? refuse('server.bug') : ok({ fileName: `${name}-${title}.pdf`, contentType: PDF, bytes });
}

/** A form of one elder. Refuses `elder.notVisible`, `permission.denied` (numbers in full without the right). */
export async function printForm(services: Services, tx: Tx, principal: Principal, elderId: string, wanted: Body<typeof paperPrint>): Promise<Result<FileReply>> {
  const { form, format, numbers, reason } = wanted;
  if (numbers === 'full' && !can(principal.role, 'elders.reveal')) return refuse('permission.denied');
  const person = await findPerson(services, tx, elderId);
  if (person === undefined) return refuse('elder.notVisible');
  const { pack } = await getPackInForce(tx);
  const mark = markOf(newId());
  await audit(tx, { action: 'paper.print', entity: 'elder', entityId: elderId, division: person.divisionCode, details: { form, format, numbers, reason, mark } });
  const paper = elderPaper(pack, form, person, await signOffsOf(services, tx, form, elderId), { numbers, today: services.clock.today() });
  return fileOf(services, { ...paper, title: formTitle(pack, form) }, format, person.name, footOf(services, principal.displayName, mark), (of) => readPhoto(services, tx, of));
}

/** The report of one ability assessment. Refuses as `openAbilityReport` and `printForm` do. */
export async function printAbility(services: Services, tx: Tx, principal: Principal, assessmentId: string, wanted: Body<typeof abilityPrint>): Promise<Result<FileReply>> {
  const { format, numbers, reason } = wanted;
  if (!can(principal.role, 'assessments.read') || (numbers === 'full' && !can(principal.role, 'elders.reveal'))) return refuse('permission.denied');
  const opened = await openAbilityReport(services, tx, assessmentId);
  if (!opened.ok) return opened;
  const { elder, sheet, result, provisional, dueOn } = opened.value;
  const mark = markOf(newId());
  await audit(tx, {
    action: 'paper.print',
    entity: 'elder',
    entityId: elder.id,
    division: elder.division_code,
    details: { form: 'ability', assessmentId, format, numbers, reason, mark },
  });
  const names = await divisionNames(services, tx, elder.county_code);
  const paper = abilityPaper(
    {
      ...sheet,
      // Its end is drawn at random; its beginning many assessments of one hour share.
      number: markOf(assessmentId),
      name: elder.name,
      town: names.town(elder.division_code),
      village: names.village(elder.division_code),
      facts: elder.facts,
      result,
      provisional,
      dueOn,
    },
    sheetWords,
    textOptions(numbers),
    1,
  );
  return fileOf(services, paper, format, elder.name, footOf(services, principal.displayName, mark), (of) => readPhoto(services, tx, of));
}

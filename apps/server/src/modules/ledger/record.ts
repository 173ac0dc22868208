// The one way in which facts enter the ledger, whoever brings them: an import of a hundred thousand
// rows, another office's list, a person's decision. Set-based throughout (quality bar P5): however
// many items, the same few statements. Nothing new said, nothing written.
import {
  derivedRemarks,
  deriveEffective,
  deriveRemarks,
  factKeys,
  idNoProblem,
  missingFacts,
  newKeys,
  nothingSaid,
  resultRemarks,
  sameValue,
  say,
  type EffectiveFacts,
  type FactKey,
  type FactValues,
  type Requirement,
  type Said,
  type SourceKind,
  type SourceRank,
} from '@shouwang/domain/ledger';
import { firstDay, type Refusal } from '@shouwang/domain/shared';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { getPackInForce } from '../policy/public.ts';
import { leadingFiles } from './merged.ts';
import { ledgerSeal, soundOf, type LedgerSeal } from './sealing.ts';
import { insertElders, insertStatements, loadSaid, lockElders, updateElders, type ElderColumns, type NewStatement } from './store.ts';

export interface StatementItem {
  /** Whose file; null opens a new one, which needs at least name and division. */
  readonly elderId: string | null;
  /** Identifier for the new file, where later items of the same call are to speak of it too. */
  readonly newElderId?: string;
  readonly facts: Partial<FactValues>;
  readonly source: SourceKind;
  /** The day the source speaks of. */
  readonly sourceDate: string;
  /** Where it stands: file, sheet, row. The same place said again is recognised by it. */
  readonly sourceRef: string;
  readonly recordedBy: string | null;
  /** Why somebody set these facts by hand. */
  readonly reason?: string;
  /** Of a new file: on the list already (an existing ledger), or proposed for it. */
  readonly listState?: 'proposed' | 'confirmed';
  /** Codes of remarks from reading (`child.unreadable`); replaces those of an earlier reading. */
  readonly remarks?: readonly string[];
}

export interface StatementAnswer {
  /** '' where it was refused. */
  readonly elderId: string;
  readonly created: boolean;
  /** Keys that the source says anew; empty where nothing was written. */
  readonly changedKeys: readonly FactKey[];
  /** The statement written; null where nothing was. */
  readonly statementId: string | null;
  readonly refusal?: Refusal;
}

export interface RecordOptions {
  /** Day as of which those touched are classified; today without it. */
  readonly asOf?: string;
  /** The caller tells those who hold sources against each other himself; else `elders.said` does. */
  readonly isAnnounced?: boolean;
}

/** One elder while a batch is at work. */
interface File {
  readonly id: string;
  readonly isNew: boolean;
  /** What was said so far; null while `first` is all there is, as with most rows of a new ledger. */
  said: Said | null;
  first: NewStatement | null;
  readonly before: EffectiveFacts;
  readonly enteredOn: string;
  readonly listState: 'proposed' | 'confirmed';
  readonly remarksBefore: readonly string[];
  remarks: Set<string> | null;
  isTouched: boolean;
  /** Latest day of which the new statements speak. */
  factsOn: string | null;
}

/** Kind of the reaction after facts changed: payload {elderIds, asOf: string | null}. */
export const ELDERS_CHANGED = 'elders.changed';
/** Kind of the reaction after something new was said of elders, whether it counts or not: payload {elderIds, asOf}. */
export const ELDERS_SAID = 'elders.said';

/** Rows that are sent to the database at once. */
const PART = 500;

const isDerived = (remark: string): boolean => (derivedRemarks as readonly string[]).includes(remark);
const restsOnResult = (remark: string): boolean => (resultRemarks as readonly string[]).includes(remark);

/**
 * Records what was said, item by item in order, within the caller's transaction; answers in the same
 * order. Recomputes effective values and the columns that follow from them, notes the change for
 * phones and queues the reaction `elders.changed` for those whose effective values changed.
 * Thousands of items a call. Throws where a new file has no name or division (a bug of the caller).
 */
export async function recordStatements(services: Services, tx: Tx, items: readonly StatementItem[], options: RecordOptions = {}): Promise<readonly StatementAnswer[]> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const { sourceRank, requiredFacts } = (await getPackInForce(tx)).pack;
  const rank: SourceRank = sourceRank;
  const { files, leading } = await openFiles(tx, county, items, seal, rank);

  const answers: StatementAnswer[] = [];
  const statements: NewStatement[] = [];
  for (const item of items) {
    const file = item.elderId === null ? newFile(files, item) : files.get(leading.get(item.elderId) ?? item.elderId);
    if (file === undefined) {
      answers.push({ elderId: '', created: false, changedKeys: [], statementId: null, refusal: { code: 'elder.notVisible' } });
      continue;
    }
    const changedKeys = file.said === null && file.first === null ? factKeys.filter((key) => item.facts[key] !== undefined) : newKeys(saidOf(file), item);
    let statementId: string | null = null;
    if (changedKeys.length > 0) {
      const facts: Record<string, unknown> = {};
      for (const key of changedKeys) facts[key] = item.facts[key];
      statementId = newId();
      const statement: NewStatement = {
        id: statementId,
        elderId: file.id,
        source: item.source,
        sourceDate: item.sourceDate,
        sourceRef: item.sourceRef,
        facts: facts as Partial<FactValues>,
        recordedBy: item.recordedBy,
        reason: item.reason ?? null,
      };
      statements.push(statement);
      if (file.said === null && file.first === null) file.first = statement;
      else say(saidOf(file), statement);
      file.isTouched = true;
      if (file.factsOn === null || item.sourceDate > file.factsOn) file.factsOn = item.sourceDate;
    }
    if (item.remarks !== undefined) {
      file.remarks ??= new Set(file.remarksBefore.filter(restsOnResult));
      for (const remark of item.remarks) if (!isDerived(remark) && !restsOnResult(remark)) file.remarks.add(remark);
    }
    answers.push({ elderId: file.id, created: item.elderId === null, changedKeys, statementId });
  }

  // Sent a part at a time: the database writes one while the next is derived and sealed.
  const inserted: ElderColumns[] = [];
  const updated: ElderColumns[] = [];
  const changed: string[] = [];
  const sendColumns = (): void => {
    insertElders(tx, county, inserted.splice(0));
    updateElders(tx, county, updated.splice(0));
  };
  for (const file of files.values()) {
    const effective = !file.isTouched
      ? file.before
      : file.said === null && file.first !== null
        ? (file.first.facts as EffectiveFacts)
        : deriveEffective(saidOf(file).current.values(), rank);
    const remarks = [...deriveRemarks(effective), ...(file.remarks ?? file.remarksBefore.filter((remark) => !isDerived(remark)))];
    if (!file.isTouched && sameSet(remarks, file.remarksBefore)) continue;
    (file.isNew ? inserted : updated).push(columnsOf(file, effective, remarks, seal, requiredFacts));
    if (inserted.length + updated.length === PART) sendColumns();
    if (file.isNew || !sameValue(effective, file.before)) changed.push(file.id);
  }
  sendColumns();
  for (let at = 0; at < statements.length; at += PART) insertStatements(tx, county, statements.slice(at, at + PART), seal);
  if (changed.length > 0) {
    feed(tx, 'elder', changed);
    react(tx, ELDERS_CHANGED, newId(), { elderIds: changed, asOf: options.asOf ?? null });
  }
  if (statements.length > 0 && options.isAnnounced !== true)
    react(tx, ELDERS_SAID, newId(), { elderIds: [...new Set(statements.map((statement) => statement.elderId))], asOf: options.asOf ?? null });
  return answers;
}

/** What was said about an elder so far, built once there is more than one statement. */
function saidOf(file: File): Said {
  if (file.said === null) {
    file.said = nothingSaid();
    if (file.first !== null) say(file.said, file.first);
  }
  return file.said;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((item) => b.includes(item));

interface OpenedFiles {
  readonly files: Map<string, File>;
  /** Files that were merged meanwhile → the file that they lead to. */
  readonly leading: ReadonlyMap<string, string>;
}

async function openFiles(tx: Tx, county: string, items: readonly StatementItem[], seal: LedgerSeal, rank: SourceRank): Promise<OpenedFiles> {
  const made = new Set(items.map((item) => item.newElderId));
  const wanted = [...new Set(items.map((item) => item.elderId))].filter((id): id is string => id !== null && !made.has(id));
  let locked = await lockElders(tx, county, wanted);
  const merged = locked.filter((elder) => elder.merged_into !== null).map((elder) => elder.id);
  const leading = merged.length === 0 ? new Map<string, string>() : await leadingFiles(tx, county, merged);
  if (leading.size > 0) locked = await lockElders(tx, county, [...new Set(wanted.map((id) => leading.get(id) ?? id))]);
  const said = await loadSaid(
    tx,
    county,
    locked.map((elder) => elder.id),
    seal,
  );
  const files = new Map<string, File>(
    locked.map(({ id, remarks }) => {
      const about = said.get(id) ?? nothingSaid();
      return [
        id,
        {
          id,
          isNew: false,
          said: about,
          first: null,
          before: deriveEffective(about.current.values(), rank),
          enteredOn: '1970-01-01',
          listState: 'confirmed',
          remarksBefore: remarks,
          remarks: null,
          isTouched: false,
          factsOn: null,
        },
      ];
    }),
  );
  return { files, leading };
}

function newFile(files: Map<string, File>, item: StatementItem): File {
  const id = item.newElderId ?? newId();
  const file: File = {
    id,
    isNew: true,
    said: null,
    first: null,
    before: {},
    enteredOn: item.sourceDate,
    listState: item.listState ?? 'confirmed',
    remarksBefore: [],
    remarks: null,
    isTouched: false,
    factsOn: null,
  };
  files.set(id, file);
  return file;
}

/** Columns of an elder as they follow from his effective facts. */
export function columnsOf(
  file: { readonly id: string; readonly enteredOn: string; readonly listState?: 'proposed' | 'confirmed'; readonly factsOn?: string | null },
  effective: EffectiveFacts,
  remarks: readonly string[],
  seal: LedgerSeal,
  required: readonly Requirement[],
): ElderColumns {
  const { name, division, birthDate, idNo, phone } = effective;
  if (name === undefined || division === undefined) throw new Error('a file needs a name and a division');
  const sound = soundOf(name);
  return {
    id: file.id,
    division,
    group: effective.group ?? null,
    name,
    pinyin: sound.pinyin,
    initials: sound.initials,
    sex: effective.sex ?? null,
    birthDate: birthDate === undefined ? null : firstDay(birthDate),
    birthPrecision: birthDate?.length === 7 ? 'month' : 'day',
    idNoSealed: idNo === undefined ? null : seal.idNo(idNo),
    idNoIndex: idNo === undefined ? null : seal.idNoIndex(idNo),
    idNoTail: idNo === undefined ? null : seal.idNoTail(idNo),
    idNoProblem: idNoProblem(idNo ?? null),
    phoneSealed: phone === undefined ? null : seal.phone(phone),
    effectiveSealed: seal.effective(effective),
    remarks,
    missing: missingFacts(effective, required),
    needs: effective.needs ?? [],
    factsOn: file.factsOn ?? null,
    enteredOn: file.enteredOn,
    listState: file.listState ?? 'confirmed',
  };
}

// What becomes of a finding: which kind of case it opens, how urgent, due by when (001 一、原则: found,
// dealt with, closed; days by pack). The case's own life has its own rules later; these are its beginning.
import { getNumber, type FormItem, type PolicyPack, type VisitForm } from '../policy/index.ts';
import { addDays, type IsoDate } from '../shared/index.ts';
import { needHeardIn, type VisitAnswers } from '../visits/index.ts';

/** From most to least pressing. */
export const caseKinds = ['emergency', 'health', 'hazard', 'living', 'need'] as const;
export type CaseKind = (typeof caseKinds)[number];
export const caseUrgencies = ['now', 'soon', 'ordinary'] as const;
export type CaseUrgency = (typeof caseUrgencies)[number];
/** open → taken → closed; a case that its visit no longer bears out is closed as withdrawn. */
export const caseStates = ['open', 'taken', 'closed'] as const;
export type CaseState = (typeof caseStates)[number];
/** Of a closed case: dealt with; there was nothing; its visit was corrected. */
export const caseEndings = ['settled', 'unfounded', 'withdrawn'] as const;
export type CaseEnding = (typeof caseEndings)[number];

export interface NewCase {
  /** `item:option` of the form; `need:heard` for what an elder said he needs. */
  readonly finding: string;
  readonly kind: CaseKind;
  readonly urgency: CaseUrgency;
  readonly dueOn: IsoDate;
}

export const NEED_HEARD = 'need:heard';
/** A changed household is a proposal to the ledger and no case. */
const noCase = new Set(['householdSize', 'householdChange']);
const urgencies: Readonly<Record<CaseKind, CaseUrgency>> = { emergency: 'now', health: 'soon', hazard: 'soon', living: 'ordinary', need: 'ordinary' };

function kindOf(item: FormItem | undefined, key: string): CaseKind | null {
  if (noCase.has(key)) return null;
  // `attempt:nobodyKnows`: nobody answered and nobody knows where he is.
  if (key.startsWith('emergency') || key === 'attempt') return 'emergency';
  if (item?.kind === 'safety') return 'hazard';
  // What supporters owe is nobody's health, though it is kept as close.
  if (key.startsWith('support')) return 'living';
  return item?.sealed === true || item?.kind === 'measure' ? 'health' : 'living';
}

/** Days by pack: `cases.<kind>DueDays`. */
const dueDays = (pack: PolicyPack, kind: CaseKind): number => getNumber(pack, `cases.${kind}DueDays`);

/** Cases of one visit, each finding once. The form may be unknown to the server: then nothing is known to be health. */
export function casesOf(form: VisitForm | undefined, findings: readonly string[], answers: VisitAnswers, occurredOn: IsoDate, pack: PolicyPack): readonly NewCase[] {
  const items = new Map((form?.sections ?? []).flatMap((section) => section.items).map((item) => [item.key, item]));
  const opened = (finding: string, kind: CaseKind): NewCase => ({ finding, kind, urgency: urgencies[kind], dueOn: addDays(occurredOn, dueDays(pack, kind)) });
  const found = [...new Set(findings)].flatMap((finding) => {
    const [key = ''] = finding.split(':');
    const kind = kindOf(items.get(key), key);
    return kind === null ? [] : [opened(finding, kind)];
  });
  return needHeardIn(answers) === null ? found : [...found, opened(NEED_HEARD, 'need')];
}

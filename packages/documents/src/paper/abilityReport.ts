// The ability report on paper (GB/T 42195-2022, appendices A to C): who was assessed and how he is, the 26
// items with what was ticked, points by dimension, level with the rules that changed it, signatures.
import {
  abilityDimensions,
  abilityItems,
  assessmentReasons,
  diagnoses,
  dimensionMaximum,
  healthIssues,
  healthPayers,
  informants,
  riskEventKinds,
  type AbilityResult,
  type CodedWord,
} from '@shouwang/domain/assessments';
import { maskPhone, maskText, type EffectiveFacts, type FactKey } from '@shouwang/domain/ledger';
import { dateText, factText, wordOf, type TextOptions } from '../factText.ts';
import type { SheetWords } from '../words.ts';
import { ink, label, type Ink, type Paper, type PaperCell, type PaperTable } from './paper.ts';

export interface AbilitySheetOnPaper {
  readonly number: string;
  readonly name: string;
  readonly town: string;
  readonly village: string;
  readonly facts: EffectiveFacts;
  readonly assessedOn: string;
  readonly reason: string;
  readonly assessors: readonly string[];
  readonly informant: { readonly kind: string; readonly name: string };
  readonly height: number | null;
  readonly weight: number | null;
  readonly payers: readonly string[];
  readonly riskEvents: Readonly<Record<string, number | undefined>>;
  readonly diagnoses: readonly string[];
  readonly otherDiagnosis: string;
  readonly medications: readonly { readonly name: string; readonly dose?: string | undefined; readonly frequency?: string | undefined }[];
  readonly healthIssues: readonly string[];
  readonly answers: Readonly<Record<string, string | undefined>>;
  readonly note: string;
  readonly result: AbilityResult;
  readonly provisional: boolean;
  readonly dueOn: string;
}

const UNITS = 24;
const LABEL = 4;
const ROW = 7.5;
type Row = PaperTable['rows'][number];

/** As many copies as `copies`; nobody in particular keeps them. */
export function abilityPaper(sheet: AbilitySheetOnPaper, words: SheetWords, text: TextOptions, copies: number): Paper {
  const of = words.paper.ability;
  const said = (list: readonly CodedWord[], codes: readonly string[]): string[] => list.filter(({ code }) => codes.includes(code)).map(({ label: own }) => own.zh);
  const boxes = (list: readonly CodedWord[], codes: readonly string[]): PaperCell => ({
    lines: [list.map(({ code, label: own }): Ink => ({ text: own.zh, box: codes.includes(code) ? 'ticked' : 'empty' }))],
  });
  const row = (...cells: PaperCell[]): Row => ({ tall: ROW, cells });
  const heading = (title: string): Row => row({ kind: 'heading', lines: [[{ text: title }]], across: UNITS });
  const wide = (title: string, cell: PaperCell): Row => row(label(title, LABEL), { ...cell, across: UNITS - LABEL });
  const pair = (a: string, left: string, b: string, right: string): Row => row(label(a, LABEL), { ...ink(left), across: 8 }, label(b, LABEL), { ...ink(right), across: 8 });
  const fact = (key: FactKey): [string, string] => [wordOf(text.words, 'fact', key), factText(key, sheet.facts[key], text)];
  const levelName = (level: number): string => of.levelText(level, wordOf(text.words, 'abilityLevel', String(level)));

  const [contact] = sheet.facts.contacts ?? [];
  const informantKind = said(informants, [sheet.informant.kind])[0] ?? '';
  const events = riskEventKinds.filter(({ code }) => (sheet.riskEvents[code] ?? 0) > 0).map(({ code, label: own }) => `${own.zh}${of.times(sheet.riskEvents[code] ?? 0)}`);
  const free = (words: string): string => (text.numbers === 'full' ? words : maskText(words));
  const illnesses = [
    ...said(
      diagnoses,
      sheet.diagnoses.filter((code) => code !== 'other'),
    ),
    ...(sheet.otherDiagnosis === '' ? [] : [free(sheet.otherDiagnosis)]),
  ];
  const medications = sheet.medications.map(({ name, dose, frequency }) => free([name, dose, frequency].filter((part) => part !== undefined && part !== '').join(' ')));
  const listed = (all: readonly string[]): PaperCell => ink(all.length === 0 ? text.none : all.join('；'));
  const basic: Row[] = [
    heading(of.parts.basic),
    pair(of.number, sheet.number, of.on, dateText(sheet.assessedOn)),
    wide(of.reason, boxes(assessmentReasons, [sheet.reason])),
    pair(wordOf(text.words, 'fact', 'name'), sheet.name, ...fact('sex')),
    pair(...fact('birthDate'), ...fact('idNo')),
    pair(...fact('ethnicity'), ...fact('education')),
    pair(of.height, sheet.height === null ? '' : String(sheet.height), of.weight, sheet.weight === null ? '' : String(sheet.weight)),
    pair(...fact('maritalStatus'), ...fact('livesWith')),
    wide(of.payers, boxes(healthPayers, sheet.payers)),
    wide(fact('incomeSources')[0], ink(fact('incomeSources')[1])),
    pair(
      of.informant,
      [informantKind, sheet.informant.name].filter((part) => part !== '').join(' '),
      of.contact,
      contact === undefined ? '' : `${contact.name} ${text.numbers === 'full' ? contact.phone : maskPhone(contact.phone)}`,
    ),
    wide(of.riskEvents, listed(events)),
    wide(of.diagnoses, listed(illnesses)),
    wide(fact('medications')[0], listed(medications)),
    wide(of.healthIssues, listed(said(healthIssues, sheet.healthIssues))),
  ];
  const items: Row[] = [heading(of.parts.items), row(label(words.paper.itemNumber, 3), label(of.item, 6), label(of.answer, 12), label(of.score, 3))];
  for (const dimension of abilityDimensions) {
    items.push(
      row(
        { kind: 'heading', lines: [[{ text: of.dimensions[dimension] }]], across: UNITS - 6 },
        { ...label(of.points(sheet.result.scores[dimension], dimensionMaximum[dimension]), 6) },
      ),
    );
    for (const item of abilityItems.filter((one) => one.dimension === dimension)) {
      const option = item.options.find(({ code }) => code === sheet.answers[item.key]);
      items.push(
        row(
          { ...ink(item.no), across: 3, kind: 'number' },
          { ...ink(item.label.zh), across: 6 },
          { ...ink(option?.label.zh ?? ''), across: 12 },
          { ...ink(option === undefined ? '' : String(option.score)), across: 3, kind: 'number' },
        ),
      );
    }
  }
  const because = (change: AbilityResult['changes'][number]): string => (change.rule === 'diagnosis' ? said(diagnoses, change.because).join('、') : change.because.join('、'));
  const changes = sheet.result.changes.map((change) => `${of.change[change.rule](because(change))}${change.by === 0 ? of.idle : ''}`);
  const sign = (title: string, name: string): PaperCell => ({
    lines: [[{ text: title }], [{ text: name === '' ? ' ' : name, aside: true }], [{ text: words.paper.blankDate }]],
    across: 8,
  });
  const result: Row[] = [
    heading(of.parts.result),
    ...[0, 2].map((at) => {
      const [a, b] = [abilityDimensions[at], abilityDimensions[at + 1]];
      if (a === undefined || b === undefined) throw new Error('four dimensions stand in two rows');
      return pair(of.dimensions[a], of.points(sheet.result.scores[a], dimensionMaximum[a]), of.dimensions[b], of.points(sheet.result.scores[b], dimensionMaximum[b]));
    }),
    pair(of.total, of.points(sheet.result.total, 90), of.firstLevel, levelName(sheet.result.firstLevel)),
    wide(of.changes, ink(changes.length === 0 ? of.noChange : changes.join('；'))),
    row(label(of.level, LABEL), { lines: [[{ text: levelName(sheet.result.level), bold: true }]], across: 8 }, label(of.dueOn, LABEL), {
      ...ink(dateText(sheet.dueOn)),
      across: 8,
    }),
    ...(sheet.note === '' ? [] : [wide(of.note, ink(sheet.note))]),
    { tall: 22, cells: [sign(of.assessor(0), sheet.assessors[0] ?? ''), sign(of.assessor(1), sheet.assessors[1] ?? ''), sign(of.informantSign, sheet.informant.name)] },
  ];
  const columns = Array.from({ length: UNITS }, () => 1);
  return {
    title: of.title,
    left: words.paper.place(sheet.town, sheet.village),
    right: of.standard,
    tables: [basic, items, result].map((rows) => ({ columns, headerRows: 0, rows })),
    notes: sheet.provisional ? [of.provisionalNote] : [],
    signers: [],
    copies: Array.from({ length: copies }, () => ''),
    orientation: 'portrait',
  };
}

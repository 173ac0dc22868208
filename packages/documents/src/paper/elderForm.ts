// A form of the offices (packages/domain/src/ledger/forms.ts) filled with one elder's facts, as paper: pairs
// of label and value in a grid of 24, tables of records, places for signatures, a line for each copy.
import { factCatalogue, type Category, type EffectiveFacts, type FactForm, type FactKey, type FormCell, type Shape } from '@shouwang/domain/ledger';
import { dateText, factText, fieldText, wordOf, type TextOptions } from '../factText.ts';
import type { SheetWords } from '../words.ts';
import { familyOf } from './family.ts';
import { ink, label, type Ink, type Paper, type PaperCell, type PaperTable } from './paper.ts';

/** What stands on an elder's form beside his facts. */
export interface FormPerson {
  /** Whose photo stands in its place, if one is found; null: the place stays empty. */
  readonly photoOf: string | null;
  readonly facts: EffectiveFacts;
  readonly town: string;
  readonly village: string;
  readonly categories: readonly Category[];
  /** Categories of the county's list, in its order. */
  readonly targets: readonly Category[];
  readonly abilityOn: string | null;
  readonly responsible: string | null;
  readonly helpers: readonly string[];
  readonly helpedSince: string | null;
  /** Who signed in the system, by place of signature (0 = the first). */
  readonly signedOff: readonly { readonly place: number; readonly name: string; readonly on: string }[];
}
export interface FormSetting {
  readonly text: TextOptions;
  readonly words: SheetWords;
  readonly filledOn: string;
  /** By the pack; at least 1. */
  readonly copies: number;
}

const UNITS = 24;
const LABEL = 4;
const ROW = 8;
/** A short form, filled in by hand as often as not, has room to write. */
const WIDE_ROW = 13;
/** Rows beside the photo are taller, so that a picture of 25 × 35 mm finds room. */
const PHOTO_ROW = 12;
const PHOTO = 5;
const SIGN_ROW = 27;
const weights: Readonly<Record<string, number>> = { number: 2, name: 4, sex: 2, idNo: 6, relation: 3, phone: 5, place: 3, awaySince: 4, health: 4, visits: 3 };

type Row = PaperTable['rows'][number];
const wide = (cell: PaperCell, across: number): PaperCell => ({ ...cell, across });

function shapeOf(key: FactKey, field: string | undefined): Shape {
  const { shape } = factCatalogue[key];
  return field !== undefined && (shape.kind === 'record' || shape.kind === 'records') ? (shape.fields[field] ?? shape) : shape;
}
function heldBy(facts: EffectiveFacts, key: FactKey, field: string | undefined): unknown {
  const value: unknown = facts[key];
  return field === undefined || value === null || value === undefined ? value : (value as Readonly<Record<string, unknown>>)[field];
}

class Sheet {
  readonly #form: FactForm;
  readonly #person: FormPerson;
  readonly #setting: FormSetting;
  readonly rows: Row[] = [];

  constructor(form: FactForm, person: FormPerson, setting: FormSetting) {
    this.#form = form;
    this.#person = person;
    this.#setting = setting;
  }

  #word(key: string): string {
    const [group = '', code = ''] = key.split('.');
    return wordOf(this.#setting.text.words, group, code);
  }
  #labelOf({ label: own, content }: FormCell): string {
    if (own !== undefined) return this.#word(own);
    if (content.kind === 'computed') return content.value;
    if (content.kind !== 'table' && content.field !== undefined) return this.#word(`factField.${content.field}`);
    return this.#word(`fact.${content.key}`);
  }
  #box(text: string, isTicked: boolean): Ink {
    return { text, box: isTicked ? 'ticked' : 'empty' };
  }
  #boxes(key: FactKey, field: string | undefined): PaperCell {
    const shape = shapeOf(key, field);
    const held = heldBy(this.#person.facts, key, field);
    const { text } = this.#setting;
    if (shape.kind === 'truth') return { lines: [[this.#box(text.yes, held === true), this.#box(text.no, held === false)]] };
    if (shape.kind !== 'choice' && shape.kind !== 'choices') throw new Error(`${key} has no choices to tick`);
    const isHeld = (code: string | number): boolean => (Array.isArray(held) ? held.includes(code) : held === code);
    return { lines: [shape.codes.map((code) => this.#box(wordOf(text.words, shape.word, String(code)), isHeld(code)))] };
  }
  #value({ content }: FormCell): PaperCell {
    const { person, text } = { person: this.#person, text: this.#setting.text };
    if (content.kind === 'boxes') return this.#boxes(content.key, content.field);
    if (content.kind === 'fact') {
      const held = heldBy(person.facts, content.key, content.field);
      return ink(
        content.field === undefined ? factText(content.key, held, text) : held === undefined ? '' : fieldText(content.field, shapeOf(content.key, content.field), held, text),
      );
    }
    if (content.kind === 'table') throw new Error('a table fills no single cell');
    switch (content.value) {
      case 'categories':
        return { lines: [person.targets.map((category) => this.#box(wordOf(text.words, 'category', category), person.categories.includes(category)))] };
      case 'village':
        return ink(person.village);
      case 'abilityDate':
        return ink(person.abilityOn === null ? '' : dateText(person.abilityOn));
      case 'responsible':
        return ink(person.responsible ?? '');
      case 'helpers':
        return ink(person.helpers.join('、'));
      case 'helpedSince':
        return ink(person.helpedSince === null ? '' : dateText(person.helpedSince));
      case 'photo':
        return ink('');
    }
  }

  /** Label and value, or two such pairs, over `units` of the grid. */
  #pairs(cells: readonly FormCell[], units: number, tall: number): void {
    const [first, second] = cells;
    if (first === undefined) return;
    const row = [label(this.#labelOf(first), LABEL)];
    if (second === undefined) row.push(wide(this.#value(first), units - LABEL));
    else {
      const right = Math.floor((units - 2 * LABEL) / 2);
      row.push(wide(this.#value(first), units - 2 * LABEL - right), label(this.#labelOf(second), LABEL), wide(this.#value(second), right));
    }
    this.rows.push({ tall, cells: row });
  }
  #flow(cells: readonly FormCell[], units: number, tall: number): void {
    let waiting: FormCell[] = [];
    const flush = (): void => {
      this.#pairs(waiting, units, tall);
      waiting = [];
    };
    for (const cell of cells) {
      if (cell.content.kind === 'table') {
        flush();
        this.#table(cell, cells.length === 1);
      } else if (cell.wide === true) {
        flush();
        this.#pairs([cell], units, tall);
      } else {
        waiting.push(cell);
        if (waiting.length === 2) flush();
      }
    }
    flush();
  }

  /** Records in rows below their headings; the label stands beside them unless the part is nothing else. */
  #table(cell: FormCell, isAlone: boolean): void {
    const { content } = cell;
    if (content.kind !== 'table') return;
    const { facts } = this.#person;
    const all = content.key === 'householdMembers' ? familyOf(facts, this.#setting.words.paper.family) : facts[content.key];
    const held = (all ?? []) as readonly Readonly<Record<string, unknown>>[];
    const { shape } = factCatalogue[content.key];
    const fields = shape.kind === 'records' ? shape.fields : {};
    const count = Math.max(content.rows, held.length);
    const units = isAlone ? UNITS : UNITS - LABEL;
    const across = shares(
      content.columns.map(({ field }) => weights[field] ?? 3),
      units,
    );
    const beside = isAlone ? [] : [label(this.#labelOf(cell), LABEL, count + 1)];
    const heads = content.columns.map((column, index) => label(this.#word(column.label ?? `factField.${column.field}`), across[index] ?? 1));
    this.rows.push({ tall: ROW, cells: [...beside, ...heads] });
    for (let index = 0; index < count; index += 1) {
      const record = held[index];
      const cells = content.columns.map(({ field }, column): PaperCell => {
        const of = fields[field];
        const text = field === 'number' ? String(index + 1) : record?.[field] === undefined || of === undefined ? '' : fieldText(field, of, record[field], this.#setting.text);
        return { ...wide(ink(text), across[column] ?? 1), kind: field === 'number' ? 'number' : 'value' };
      });
      this.rows.push({ tall: ROW, cells });
    }
  }

  #part(part: FactForm['parts'][number]): void {
    const { words } = this.#setting;
    const heading: Ink[] = [{ text: this.#word(part.heading) }, ...(part.provisional === true ? [{ text: words.paper.provisional }] : [])];
    if (this.#form.parts.length > 1) this.rows.push({ tall: 7.5, cells: [{ kind: 'heading', lines: [heading], across: UNITS }] });
    const photoAt = part.cells.findIndex(({ content }) => content.kind === 'computed' && content.value === 'photo');
    const photo = part.cells[photoAt];
    if (photo === undefined) {
      this.#flow(part.cells, UNITS, this.#form.parts.length === 1 ? WIDE_ROW : ROW);
      return;
    }
    const from = this.rows.length;
    this.#flow(part.cells.slice(0, photoAt), UNITS - PHOTO, PHOTO_ROW);
    const first = this.rows[from];
    const down = this.rows.length - from;
    const { photoOf } = this.#person;
    const place: PaperCell = { ...label(this.#labelOf(photo), PHOTO, down), ...(photoOf === null ? {} : { photo: { of: photoOf, tall: down * PHOTO_ROW - 4 } }) };
    if (first !== undefined) this.rows[from] = { ...first, cells: [...first.cells, place] };
    this.#flow(part.cells.slice(photoAt + 1), UNITS, ROW);
  }

  #signatures(): void {
    const { paper } = this.#setting.words;
    const places = this.#form.signatures;
    if (places.length === 0) return;
    const across = shares(
      places.map(() => 1),
      UNITS,
    );
    const cells = places.map((place, index): PaperCell => {
      const signed = this.#person.signedOff.find((sign) => sign.place === index);
      const record: Ink[] = signed === undefined ? [{ text: ' ' }] : [{ text: paper.signed(signed.name, dateText(signed.on)), aside: true }];
      return { lines: [[{ text: this.#word(place.label) }], record, [{ text: ' ' }], [{ text: paper.blankDate }]], across: across[index] ?? 1 };
    });
    this.rows.push({ tall: SIGN_ROW, cells });
  }

  paper(): Paper {
    const { words, filledOn, copies: count } = this.#setting;
    for (const part of this.#form.parts) this.#part(part);
    this.#signatures();
    const keepers = this.#form.copies.map((keeper) => words.paper.keepers[keeper]);
    const copies = Array.from({ length: Math.max(1, count) }, (_, index) => keepers[index] ?? '');
    return {
      title: this.#word(this.#form.title),
      left: words.paper.place(this.#person.town, this.#person.village),
      right: `${words.paper.filledOn}：${dateText(filledOn)}`,
      tables: [{ columns: Array.from({ length: UNITS }, () => 1), headerRows: 0, rows: this.rows }],
      notes: this.#form.parts.some((part) => part.provisional === true) ? [words.paper.provisionalNote] : [],
      signers: [],
      copies: copies.map((keeper) => words.paper.copyLine(copies.length, keepers.slice(0, copies.length), keeper)),
      orientation: 'portrait',
    };
  }
}

/** Whole units in proportion to weights, together exactly `units`. */
function shares(of: readonly number[], units: number): number[] {
  const sum = of.reduce((total, weight) => total + weight, 0);
  let given = 0;
  let weighed = 0;
  return of.map((weight) => {
    weighed += weight;
    const share = Math.max(1, Math.round((weighed / sum) * units) - given);
    given += share;
    return share;
  });
}

/** The form with this person's facts, in as many copies as the setting says. */
export const formPaper = (form: FactForm, person: FormPerson, setting: FormSetting): Paper => new Sheet(form, person, setting).paper();

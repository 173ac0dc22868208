// The forms that the offices keep on paper, as arrangements of facts: which fact stands where, under which
// heading. Screens and printing read the same arrangement. Words are keys of the catalogue `domain`
// (`form.…`); where a cell has none, the fact's own word (`fact.…`, or `factField.…`) is its label.
import { factCatalogue, type FactKey } from '../facts/index.ts';

/** What is no fact of the elder but stands on his form. */
export type ComputedCell = 'categories' | 'village' | 'abilityDate' | 'photo' | 'responsible' | 'helpers' | 'helpedSince';

export type CellContent =
  /** The value in words; `field`: one field of a record. */
  | { readonly kind: 'fact'; readonly key: FactKey; readonly field?: string }
  /** Every choice with a box before it, the chosen ones ticked. */
  | { readonly kind: 'boxes'; readonly key: FactKey; readonly field?: string }
  /** A row for each record, at least `rows`; `number` counts them. */
  | { readonly kind: 'table'; readonly key: FactKey; readonly rows: number; readonly columns: readonly { readonly field: string; readonly label?: string }[] }
  | { readonly kind: 'computed'; readonly value: ComputedCell };

export interface FormCell {
  readonly label?: string;
  readonly content: CellContent;
  /** Takes the whole width. */
  readonly wide?: true;
}
export interface FormPart {
  readonly heading: string;
  /** 待确认: the county's own form may ask otherwise. */
  readonly provisional?: true;
  readonly cells: readonly FormCell[];
}
export interface FactForm {
  readonly id: 'information' | 'enrolment';
  readonly title: string;
  /** Requirement ids, document and annex that the arrangement follows. */
  readonly source: string;
  readonly parts: readonly FormPart[];
  /** Places for signature and seal, in order. */
  readonly signatures: readonly { readonly label: string; readonly seal?: true }[];
  /** Who keeps a copy. */
  readonly copies: readonly ('county' | 'town' | 'village')[];
}

const fact = (key: FactKey, more: { readonly field?: string; readonly label?: string; readonly wide?: true } = {}): FormCell => {
  const { field, ...rest } = more;
  return { ...rest, content: { kind: 'fact', key, ...(field === undefined ? {} : { field }) } };
};
const boxes = (key: FactKey, more: { readonly field?: string; readonly label?: string; readonly wide?: true } = {}): FormCell => {
  const { field, ...rest } = more;
  return { ...rest, content: { kind: 'boxes', key, ...(field === undefined ? {} : { field }) } };
};
const computed = (value: ComputedCell, label: string, wide?: true): FormCell => ({ label, content: { kind: 'computed', value }, ...(wide === undefined ? {} : { wide }) });

/**
 * 特殊困难老年人信息记录表 (001 附件3; 001-015, 001-088 … 001-094). Its first part is lost in the document
 * and inferred from the text of 001 and the national record, so it is provisional.
 */
export const informationForm: FactForm = {
  id: 'information',
  title: 'form.information',
  source: '001 附件3',
  parts: [
    {
      heading: 'form.person',
      provisional: true,
      cells: [
        fact('name'),
        fact('sex'),
        fact('ethnicity'),
        fact('birthDate'),
        fact('idNo'),
        computed('photo', 'form.photo'),
        fact('hukouAddress', { wide: true }),
        fact('address', { label: 'form.currentAddress', wide: true }),
        fact('phone'),
        fact('education'),
        fact('maritalStatus'),
        computed('categories', 'form.categories', true),
        fact('abilityLevel'),
        computed('abilityDate', 'form.abilityDate'),
        fact('disability', { wide: true }),
        fact('healthState'),
        fact('chronicConditions', { wide: true }),
        fact('medications', { wide: true }),
        fact('mainCarer', { wide: true }),
        {
          label: 'form.supporters',
          wide: true,
          content: { kind: 'table', key: 'children', rows: 2, columns: [{ field: 'name' }, { field: 'relation' }, { field: 'phone' }, { field: 'place' }, { field: 'awaySince' }] },
        },
        { wide: true, content: { kind: 'table', key: 'contacts', rows: 1, columns: [{ field: 'name' }, { field: 'relation' }, { field: 'phone' }] } },
        boxes('wantsVisits'),
        computed('responsible', 'form.responsible'),
      ],
    },
    {
      heading: 'form.household',
      cells: [
        {
          wide: true,
          content: {
            kind: 'table',
            key: 'householdMembers',
            rows: 5,
            columns: [
              { field: 'number', label: 'form.number' },
              { field: 'name' },
              { field: 'sex' },
              { field: 'idNo' },
              { field: 'relation', label: 'form.relationToHead' },
              { field: 'health' },
              { field: 'visits' },
            ],
          },
        },
      ],
    },
    {
      heading: 'form.living',
      cells: [
        boxes('waterSafe', { wide: true }),
        boxes('electricitySafe', { wide: true }),
        boxes('housingSafe', { wide: true }),
        fact('householdIncome', { wide: true }),
        boxes('pension', { field: 'kind', label: 'fact.pension', wide: true }),
        fact('pension', { field: 'monthly', label: 'form.pensionMonthly' }),
        fact('subsidies', { wide: true }),
        fact('monthlyAid', { label: 'form.aidMonthly' }),
      ],
    },
    {
      heading: 'form.help',
      cells: [boxes('helpReceived', { field: 'units', wide: true }), fact('helpReceived', { field: 'responsible' }), fact('helpReceived', { field: 'measures', wide: true })],
    },
  ],
  signatures: [{ label: 'form.signRecorder' }, { label: 'form.signVillage', seal: true }, { label: 'form.signTown', seal: true }],
  copies: ['county', 'town', 'village'],
};

/** 农村互助养老登记表 (000 附件5; 000-066): eight fields. */
export const enrolmentForm: FactForm = {
  id: 'enrolment',
  title: 'form.enrolment',
  source: '000 附件5',
  parts: [
    {
      heading: 'form.enrolled',
      cells: [
        fact('name', { label: 'form.helped' }),
        fact('phone'),
        fact('idNo'),
        fact('sex'),
        fact('hukouAddress', { wide: true }),
        computed('helpers', 'form.helpers'),
        computed('helpedSince', 'form.helpedSince'),
        fact('needs', { label: 'form.helpContent', wide: true }),
      ],
    },
  ],
  signatures: [],
  copies: [],
};

/** Facts that a form asks for, each once, in its order. */
export function factsOfForm(form: FactForm): readonly FactKey[] {
  const keys = form.parts.flatMap((part) => part.cells.flatMap(({ content }) => (content.kind === 'computed' ? [] : [content.key])));
  return [...new Set(keys)].filter((key) => key in factCatalogue);
}

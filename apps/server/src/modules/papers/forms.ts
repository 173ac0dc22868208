// From a person to his paper: which form, in the county's own name for it, in how many copies.
import { formPaper, sheetWords, type Numbers, type Paper, type TextOptions } from '@shouwang/documents';
import { enrolmentForm, informationForm, type FactForm } from '@shouwang/domain/ledger';
import type { PolicyPack } from '@shouwang/domain/policy';
import type { PrintedPerson } from './people.ts';

export type ElderForm = FactForm['id'];
const forms: Readonly<Record<ElderForm, FactForm>> = { information: informationForm, enrolment: enrolmentForm };
/** Values of the pack that say in how many copies a form is made (001 附件3 备注: three). */
const copyKeys: Readonly<Record<ElderForm, string>> = { information: 'forms.informationFormCopies', enrolment: 'forms.enrolmentFormCopies' };
/** Names that counties give their forms, among the pack's terms. */
const termKeys: Readonly<Record<ElderForm, string>> = { information: 'informationForm', enrolment: 'enrolmentForm' };

const { paper: words } = sheetWords;
export const textOptions = (numbers: Numbers): TextOptions => ({ words: sheetWords.facts, numbers, yes: words.yes, no: words.no, none: words.none, yuan: words.yuan });

/** One where the pack says nothing of this form. */
function copiesOf(pack: PolicyPack, form: ElderForm): number {
  const value = pack.values[copyKeys[form]]?.value;
  return typeof value === 'number' ? value : 1;
}

export const formTitle = (pack: PolicyPack, form: ElderForm): string => pack.terms[termKeys[form]]?.zh ?? sheetWords.facts.form[form];

export interface SignOff {
  /** Place of signature on the form, 0 = the first. */
  readonly place: number;
  readonly name: string;
  readonly on: string;
}

export function elderPaper(
  pack: PolicyPack,
  form: ElderForm,
  person: PrintedPerson,
  signedOff: readonly SignOff[],
  setting: { readonly numbers: Numbers; readonly today: string },
): Paper {
  const paper = formPaper(
    forms[form],
    { ...person, photoOf: person.id, targets: pack.targets, abilityOn: person.facts.abilityLevel === undefined ? null : person.abilityOn, signedOff },
    { text: textOptions(setting.numbers), words: sheetWords, filledOn: setting.today, copies: copiesOf(pack, form) },
  );
  return { ...paper, title: formTitle(pack, form), notes: setting.numbers === 'full' ? paper.notes : [...paper.notes, words.maskedNote] };
}

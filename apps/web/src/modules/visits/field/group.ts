// 集中走访: several people met on one occasion, at a meal or a meeting place. Each has a visit of his own,
// with the same times and the same mark of the occasion; whether it fulfils a duty is the pack's matter.
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import type { VisitForm } from '@shouwang/domain/policy';
import { formItems, type Fix } from '@shouwang/domain/visits';

export interface GroupDraft {
  readonly groupId: string;
  /** Identifier of the first person's visit: photos of the occasion are kept with it. */
  readonly firstId: string;
  readonly form: VisitForm;
  readonly startedAt: string;
  readonly elderIds: readonly string[];
  readonly fix: Fix | null;
  readonly note: string;
  readonly visitorKind: string | null;
}

export const withElder = (draft: GroupDraft, id: string): GroupDraft => ({
  ...draft,
  elderIds: draft.elderIds.includes(id) ? draft.elderIds.filter((each) => each !== id) : [...draft.elderIds, id],
});

export interface GroupVisit {
  readonly commandId: string;
  readonly payload: RecordVisitPayload;
}

/** A visit for each person, the first with the identifier under which the photos were kept. */
export function groupVisits(draft: GroupDraft, now: string, newId: () => string): readonly GroupVisit[] {
  const about = formItems(draft.form).find((item) => item.filledFrom === 'visitorKind');
  const note = draft.note.trim();
  return draft.elderIds.map((elderId, index) => ({
    commandId: index === 0 ? draft.firstId : newId(),
    payload: {
      elderId,
      mode: 'group',
      outcome: 'done',
      startedAt: draft.startedAt,
      endedAt: now < draft.startedAt ? draft.startedAt : now,
      formId: draft.form.id,
      formVersion: draft.form.version,
      answers: about !== undefined && draft.visitorKind !== null ? { [about.key]: draft.visitorKind } : {},
      fix: draft.fix,
      groupId: draft.groupId,
      ...(note === '' ? {} : { note }),
    },
  }));
}

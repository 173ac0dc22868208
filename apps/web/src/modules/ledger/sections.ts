// What other modules put on the file of an elder. The ledger knows none of them: the app hands them in
// (apps/web/src/app/elderSections.tsx).
import type { Permission } from '@shouwang/domain/access';
import type { ElderFile } from '@shouwang/contract/ledger';
import type { ComponentType } from 'react';

export interface FileSection {
  /** Also the `tab` in the address. */
  readonly key: string;
  /** `tab`: a page of its own; `side`: a panel beside the facts; `bar`: a line under the head; `action`: a button in the head. */
  readonly place: 'tab' | 'side' | 'bar' | 'action';
  /** Words of a tab: a key of the catalogues (`assessments:title`). */
  readonly title?: string;
  /** Shown to roles that hold it. */
  readonly permission?: Permission;
  readonly Content: ComponentType<{ readonly file: ElderFile }>;
}

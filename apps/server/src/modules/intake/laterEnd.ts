// How a row of an earlier import ends that has found its person or its village only now.
import type { Remark } from '@shouwang/domain/intake';
import type { RowEnd } from './store.ts';

/** `file/sheet/row`: a file's name may hold strokes, a sheet's never does. */
export function laterEnd(sourceRef: string, name: string, elderId: string, code: Remark['code']): RowEnd {
  const parts = sourceRef.split('/');
  const [sheet = '', rowNo = '0'] = parts.slice(-2);
  return { file: parts.slice(0, -2).join('/'), sheet, rowNo: Number(rowNo), name, elderId, outcome: 'accepted', remarks: [{ code, column: '' }] };
}

// How many findings wait, in one line for the terminal.
import { findingKinds, type FindingKind } from '@shouwang/domain/reconciliation';

const words: Readonly<Record<FindingKind, string>> = {
  missing: '台账缺人 missing',
  deadListed: '已死亡 deadListed',
  movedListed: '已迁出 movedListed',
  differs: '不一致 differs',
  duplicate: '疑似重复 duplicate',
  idProblem: '身份证号 idProblem',
};
export const findingsSentence = (counts: Readonly<Partial<Record<FindingKind, number>>>): string =>
  `比对待核实 findings open ${Object.values(counts).reduce((sum, count) => sum + count, 0)}：${findingKinds.map((kind) => `${words[kind]} ${counts[kind] ?? 0}`).join('   ')}`;

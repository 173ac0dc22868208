// GB/T 42195-2022, appendix A: what is asked beside the 26 items and stands in no fact of the file yet.
// Codes only; their words are ours.
import { w, type ScaleWords } from './words.ts';

export interface CodedWord {
  readonly code: string;
  readonly label: ScaleWords;
}
const coded = (...entries: readonly (readonly [string, string, string])[]): readonly CodedWord[] => entries.map(([code, zh, en]) => ({ code, label: w(zh, en) }));

/** A.1 */
export const assessmentReasons = coded(
  ['first', '首次评估', 'First'],
  ['regular', '常规评估', 'Regular'],
  ['immediate', '即时评估（状况变化）', 'Immediate (a change)'],
  ['review', '因对结果有疑问的复评', 'Review (result in doubt)'],
  ['other', '其他', 'Other'],
);
/** A.2 医疗费用支付方式 */
export const healthPayers = coded(
  ['employeeInsurance', '职工基本医疗保险', 'Employee insurance'],
  ['residentInsurance', '城乡居民基本医疗保险', 'Resident insurance'],
  ['selfPaid', '自费', 'Self-paid'],
  ['civilServant', '公务员补助', 'Civil servants’ supplement'],
  ['companySupplement', '企业补充保险', 'Company supplement'],
  ['publicMedical', '公费医疗及医疗照顾对象', 'Public medical care'],
  ['medicalAid', '医疗救助', 'Medical aid'],
  ['catastrophic', '大病保险', 'Catastrophic illness insurance'],
);
/** A.2.14 近30天内照护风险事件 */
export const riskEventKinds = coded(
  ['fall', '跌倒', 'Fall'],
  ['lost', '走失', 'Lost'],
  ['choking', '噎食', 'Choking'],
  ['selfHarm', '自杀、自伤', 'Suicide attempt, self-harm'],
  ['other', '其他', 'Other'],
);
export const riskEventCounts = [0, 1, 2, 3] as const;
/** A.3 信息提供者 */
export const informants = coded(
  ['self', '本人', 'The elder'],
  ['spouse', '配偶', 'Spouse'],
  ['child', '子女', 'Child'],
  ['kin', '其他亲属', 'Other relative'],
  ['paidCarer', '雇佣照顾者', 'Paid carer'],
  ['village', '村（居）委会工作人员', 'Village office'],
  ['other', '其他', 'Other'],
);
/** A.4.1 疾病诊断, by group of ICD-10. */
export const diagnoses = coded(
  ['I10', '高血压病（I10–I15）', 'Hypertension (I10–I15)'],
  ['I25', '冠心病（I25）', 'Coronary heart disease (I25)'],
  ['E10', '糖尿病（E10–E14）', 'Diabetes (E10–E14)'],
  ['J12', '肺炎（J12–J18）', 'Pneumonia (J12–J18)'],
  ['J44', '慢性阻塞性肺疾病（J44）', 'COPD (J44)'],
  ['I60', '脑出血（I60–I62）', 'Cerebral haemorrhage (I60–I62)'],
  ['I63', '脑梗死（I63）', 'Cerebral infarction (I63)'],
  ['N39', '尿路感染（30天内）', 'Urinary infection (30 days)'],
  ['G20', '帕金森综合征（G20–G22）', 'Parkinsonism (G20–G22)'],
  ['N18', '慢性肾衰竭（N18–N19）', 'Kidney failure (N18–N19)'],
  ['K74', '肝硬化（K74）', 'Cirrhosis (K74)'],
  ['K20', '消化性溃疡等（K20–K31）', 'Stomach and gullet (K20–K31)'],
  ['C00', '肿瘤（C00–D48）', 'Tumours (C00–D48)'],
  ['amputation', '截肢（6个月内）', 'Amputation (6 months)'],
  ['M84', '骨折（3个月内，M84）', 'Fracture (3 months, M84)'],
  ['G40', '癫痫（G40）', 'Epilepsy (G40)'],
  ['E01', '甲状腺功能减退（E01–E03）', 'Underactive thyroid (E01–E03)'],
  ['H25', '白内障（H25–H26）', 'Cataract (H25–H26)'],
  ['H40', '青光眼（H40–H42）', 'Glaucoma (H40–H42)'],
  ['M80', '骨质疏松症（M80–M82）', 'Osteoporosis (M80–M82)'],
  ['dementia', '痴呆（F00–F03）', 'Dementia (F00–F03)'],
  ['mental', '其他精神和行为障碍，精神科专科医生诊断（F04–F99）', 'Other mental disorder, diagnosed by a specialist (F04–F99)'],
  ['other', '其他', 'Other'],
);
/** Diagnoses that make the level one heavier (C.4). */
export const aggravatingDiagnoses = ['dementia', 'mental'] as const;
/** A.5 健康相关问题; coma (A.5.11) decides the level by itself. */
export const healthIssues = coded(
  ['pressureSore', '压力性损伤', 'Pressure sore'],
  ['jointLimits', '关节活动度异常', 'Stiff joints'],
  ['wound', '伤口', 'Wound'],
  ['specialCare', '特殊护理（管路、透析等）', 'Special care (tubes, dialysis)'],
  ['pain', '疼痛感', 'Pain'],
  ['teeth', '牙齿缺失', 'Missing teeth'],
  ['denture', '义齿佩戴', 'Denture'],
  ['swallowing', '吞咽困难', 'Trouble swallowing'],
  ['malnutrition', '营养不良', 'Malnutrition'],
  ['airway', '清理呼吸道无效', 'Cannot clear the airway'],
  ['coma', '昏迷', 'Coma'],
  ['other', '其他', 'Other'],
);
export const codesOf = (words: readonly CodedWord[]): readonly string[] => words.map((word) => word.code);
